//! Resolves the settings that all endpoints share.

use crate::{
    contract::{Api, Bearer, Documented, Endpoint, Field, Kind, Type},
    document::{ApiEntry, BearerEntry},
    resolve::Resolver,
    source::Spanned,
};

impl Resolver<'_> {
    pub(super) fn api(&self, entry: ApiEntry, bearer: Option<Bearer>) -> Api {
        let documented = |(name, doc): (Spanned<String>, Spanned<String>)| Documented {
            name: name.value,
            doc: doc.value,
            span: name.span,
        };
        Api {
            doc: entry.doc,
            bearer,
            origins: entry.origins.into_iter().map(documented).collect(),
            environment: self.environment.clone(),
            header: self.fields(entry.header),
            inherited: self.sources.is_inherited(entry.span),
            span: entry.span,
        }
    }

    pub(super) fn bearer(
        &self,
        entry: &BearerEntry,
        endpoints: &[Endpoint],
        types: &[Type],
    ) -> Option<Bearer> {
        let names = endpoints.iter().map(|endpoint| endpoint.name.as_str());
        let index = self.index(&entry.endpoint, "endpoint", names)?;
        let endpoint = &endpoints[index];
        let reply = types.get(endpoint.reply).filter(|reply| !reply.lost)?;
        let reply: &[Field] = match &reply.kind {
            Kind::Object(fields) => fields,
            _ => &[],
        };
        let body = endpoint.body.as_deref().unwrap_or_default();
        let wires = |fields: &'_ [Field]| fields.iter().map(|field| field.wire.clone()).collect::<Vec<_>>();
        let (body, reply) = (wires(body), wires(reply));
        let scope = self.index(&entry.scope, "body field", body.iter().map(String::as_str));
        let token = self.index(&entry.token, "reply field", reply.iter().map(String::as_str));
        let kind = self.index(&entry.kind, "reply field", reply.iter().map(String::as_str));
        Some(Bearer { endpoint: index, scope: scope?, token: token?, kind: kind? })
    }
}
