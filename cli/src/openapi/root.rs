//! The top of a document: servers, tags, the bearer, and the environments.

use alignet_spec::contract::{EnvironmentValue, Holds};

use super::{export::Export, prose, version::Version, webhooks::TAG};
use crate::json::{Json, Object};

impl Export<'_> {
    /// Returns the whole document.
    pub(super) fn document(&self) -> Object {
        let api = &self.contract.api;
        let info = Object::default()
            .with("title", prose::summary(&api.doc))
            .with("description", &api.doc)
            .with("version", env!("CARGO_PKG_VERSION"));
        let servers: Vec<Object> = (0..api.origins.len()).flat_map(|origin| self.servers(origin)).collect();
        let document = Object::default()
            .with("openapi", self.version.number())
            .with("info", info)
            .with("servers", servers)
            .with("tags", self.tags())
            .with("paths", self.paths());
        let webhooks = Some(self.webhooks()).filter(|webhooks| !webhooks.is_empty());
        let document = match self.version {
            Version::V3_0 => document.maybe("x-webhooks", webhooks),
            Version::V3_1 => document.maybe("webhooks", webhooks),
        };
        document
            .with("components", self.components())
            .with("x-alignet-origins", self.origins())
            .with("x-alignet-environment", self.environment())
            .with("x-alignet-environments", self.environments())
            .maybe("x-alignet-inherited", api.inherited.then_some(true))
    }

    /// Returns the servers of an origin, one for each environment.
    pub(super) fn servers(&self, origin: usize) -> Vec<Object> {
        let name = &self.contract.api.origins[origin].name;
        let environments = self.contract.environments.iter();
        environments
            .filter_map(|environment| {
                let url = environment.origins.get(origin)?;
                let doc = format!("{}, {name}. {}", environment.name, environment.doc);
                Some(Object::default().with("url", url).with("description", doc))
            })
            .collect()
    }

    fn tags(&self) -> Vec<Object> {
        let tag = |name: &str, doc: &str| Object::default().with("name", name).with("description", doc);
        let origins = self.contract.api.origins.iter().map(|origin| tag(&origin.name, &origin.doc));
        let received = (!self.contract.notifications.is_empty())
            .then(|| tag(TAG, "Requests that the merchant receives, signed by the service."));
        origins.chain(received).collect()
    }

    fn components(&self) -> Object {
        let parameters = Some(self.shared_parameters()).filter(|parameters| !parameters.is_empty());
        let schemas = self.bodies().and(self.declared()).and(self.failed());
        Object::default()
            .with("schemas", schemas)
            .maybe("parameters", parameters)
            .maybe("securitySchemes", self.bearer().map(|bearer| Object::default().with("bearer", bearer)))
    }

    /// Returns the access token: a bearer, because the fetch is no exchange of OAuth 2.0, whose requests are forms.
    fn bearer(&self) -> Option<Object> {
        let contract = self.contract;
        let bearer = contract.api.bearer.as_ref()?;
        let endpoint = contract.endpoints.get(bearer.endpoint)?;
        let wire = |fields: &[alignet_spec::contract::Field], index: usize| {
            fields.get(index).map(|field| field.wire.clone())
        };
        let reply = contract.reply_fields(endpoint);
        let fetched = Object::default()
            .with("endpoint", &endpoint.name)
            .maybe("scope", wire(endpoint.body.as_deref().unwrap_or_default(), bearer.scope))
            .maybe("token", wire(reply, bearer.token))
            .maybe("kind", wire(reply, bearer.kind))
            .maybe("always", bearer.always.as_ref());
        let mut doc = format!("An access token from `{}`.", endpoint.name);
        if !contract.scopes.is_empty() {
            doc.push_str(" Its scopes:\n");
        }
        contract
            .scopes
            .iter()
            .for_each(|scope| doc.push_str(&format!("\n- `{}`: {}", scope.name, scope.doc)));
        let scopes: Object = contract.scopes.iter().map(|scope| (scope.name.clone(), &scope.doc)).collect();
        Some(
            Object::default()
                .with("type", "http")
                .with("scheme", "bearer")
                .with("description", doc)
                .with("x-alignet-bearer", fetched)
                .with("x-alignet-scopes", scopes),
        )
    }

    fn origins(&self) -> Object {
        self.contract.api.origins.iter().map(|origin| (origin.name.clone(), &origin.doc)).collect()
    }

    fn environment(&self) -> Object {
        let keys = self.contract.api.environment.iter();
        keys.map(|key| {
            let held = match key.holds {
                Holds::String => Json::from(&key.doc),
                Holds::Keys => {
                    Object::default().with("doc", &key.doc).with("type", key.holds.as_str()).into()
                }
            };
            (key.name.clone(), held)
        })
        .collect()
    }

    fn environments(&self) -> Object {
        let api = &self.contract.api;
        let environments = self.contract.environments.iter();
        environments
            .map(|environment| {
                let origins = api.origins.iter().zip(&environment.origins);
                let origins: Object = origins.map(|(origin, url)| (origin.name.clone(), url)).collect();
                let values = api.environment.iter().zip(&environment.values);
                let values: Object = values.map(|(key, value)| (key.name.clone(), held(value))).collect();
                let described = Object::default().with("doc", &environment.doc).with("origins", origins);
                (environment.name.clone(), described.and(values))
            })
            .collect()
    }
}

fn held(value: &EnvironmentValue) -> Json {
    match value {
        EnvironmentValue::String(text) => Json::from(text),
        EnvironmentValue::Keys(keys) => {
            keys.iter().map(|key| Json::from(&key.value)).collect::<Vec<_>>().into()
        }
    }
}
