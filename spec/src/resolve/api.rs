//! What all endpoints share, and the environments.

use crate::{
    contract::{Api, Bearer, Documented, Endpoint, Environment, Field, Kind, Type},
    diagnostic::Diagnostic,
    document::{ApiEntry, BearerEntry, EnvironmentEntry},
    name,
    resolve::Resolver,
    source::{Span, Spanned},
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
            environment: entry.environment.into_iter().map(documented).collect(),
            header: self.fields(entry.header),
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

    pub(super) fn environment(&self, entry: EnvironmentEntry) -> Environment {
        let origins = entry.origins.filter(|_| self.origins_known);
        let origins = origins.map(|origins| self.record(&entry.name, "origin", &self.origins, &[], origins));
        let values = self
            .environment_known
            .then_some(entry.values)
            .map(|values| self.record(&entry.name, "value", &self.environment, &["doc", "origins"], values));
        let (origins, origin_spans) = origins.unwrap_or_default();
        let (values, value_spans) = values.unwrap_or_default();
        Environment {
            name: entry.name.value,
            doc: entry.doc,
            origins,
            values,
            span: entry.name.span,
            origin_spans,
            value_spans,
        }
    }

    /// The values of a record in the order of its keys, each of which it has once. `others` are
    /// valid keys beside them.
    fn record(
        &self,
        owner: &Spanned<String>,
        what: &str,
        keys: &[String],
        others: &[&str],
        entries: Vec<(Spanned<String>, Spanned<String>)>,
    ) -> (Vec<String>, Vec<Span>) {
        let mut meant = Vec::new();
        for (key, _) in entries.iter().filter(|(key, _)| !keys.contains(&key.value)) {
            let valid = || keys.iter().map(String::as_str).chain(others.iter().copied());
            self.report(
                Diagnostic::new(
                    key.span,
                    format!("environment `{}` has an unknown {what} `{}`", owner.value, key.value),
                )
                .help(name::suggest(&key.value, "valid keys", valid()))
                .help("the table `[api]` declares them, in `origins` and `environment`"),
            );
            let absent = valid().filter(|valid| !entries.iter().any(|(key, _)| key.value == *valid));
            meant.extend(name::nearest(&key.value, absent).map(str::to_owned));
        }
        let find = |key: &String| match entries.iter().find(|(name, _)| name.value == *key) {
            Some((_, value)) => (value.value.clone(), value.span),
            None => {
                if !meant.contains(key) {
                    self.report(lacks(owner, what, key));
                }
                (String::new(), owner.span)
            }
        };
        keys.iter().map(find).unzip()
    }
}

fn lacks(owner: &Spanned<String>, what: &str, key: &str) -> Diagnostic {
    let value = if what == "origin" { "https://…" } else { "…" };
    Diagnostic::new(owner.span, format!("environment `{}` lacks the {what} `{key}`", owner.value))
        .help(format!("add `{key} = \"{value}\"`"))
        .help("an environment is one record, whole: a value taken from another one is answered with 400")
}
