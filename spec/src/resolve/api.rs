//! Resolves the settings that all endpoints share.

use crate::{
    contract::{Api, Bearer, Documented, Endpoint, Field, Type},
    diagnostic::Diagnostic,
    document::{ApiEntry, BearerEntry},
    resolve::Resolver,
    scopes,
    source::Spanned,
};

impl Resolver<'_> {
    /// Reports scopes that no token can have, and undeclared ones among those that every token has.
    pub(super) fn check_scopes(&self, always: Option<&Spanned<String>>) {
        for scope in self.scopes.iter().filter(|scope| !scopes::is_scope(&scope.name)) {
            self.report(
                "scopes-are-visible-words",
                Diagnostic::new(scope.span, format!("`{}` can't be a scope", scope.name))
                    .help("write letters, digits and signs of ASCII, without spaces: `\"get:charges\"`"),
            );
        }
        let mistake = |always: &Spanned<String>| {
            scopes::mistake(&always.value, always.span, &self.scopes, self.sources)
        };
        if let Some(mistake) = always.and_then(mistake) {
            self.report("", mistake);
        }
    }

    pub(super) fn api(&self, entry: ApiEntry, bearer: Option<Bearer>) -> Api {
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
        let index = self.report.index_of(&entry.endpoint, "endpoint", names)?;
        let endpoint = &endpoints[index];
        let Some(reply) = endpoint.reply.whole() else {
            self.report(
                "bearer-is-minted-soundly",
                Diagnostic::new(
                    entry.endpoint.span,
                    format!("the reply of `{}` is no object", endpoint.name),
                )
                .help("an access token is in a field of a reply: name the endpoint that issues it"),
            );
            return None;
        };
        let reply = types.get(reply).filter(|reply| !reply.lost)?.fields();
        let body = endpoint.body.as_deref().unwrap_or_default();
        let wires = |fields: &'_ [Field]| fields.iter().map(|field| field.wire.clone()).collect::<Vec<_>>();
        let (body, reply) = (wires(body), wires(reply));
        let scope = self.report.index_of(&entry.scope, "body field", body.iter().map(String::as_str));
        let token = self.report.index_of(&entry.token, "reply field", reply.iter().map(String::as_str));
        let kind = self.report.index_of(&entry.kind, "reply field", reply.iter().map(String::as_str));
        let always = entry.always.as_ref().map(|always| always.value.clone());
        Some(Bearer { endpoint: index, scope: scope?, token: token?, kind: kind?, always })
    }
}

pub(super) fn documented((name, doc): (Spanned<String>, Spanned<String>)) -> Documented {
    Documented { name: name.value, doc: doc.value, span: name.span }
}
