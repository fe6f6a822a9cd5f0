//! Operations: one for each endpoint.

use alignet_spec::contract::{Code, Endpoint, StatusPath};

use super::{
    export::{Export, Role, reference},
    prose,
    responses::json,
    version::Version,
};
use crate::json::{Json, Object};

impl Export<'_> {
    /// Returns the paths with their operations. Another call of one method and path, which a fixed header or field tells
    /// apart, has its name behind the path as a fragment, which no client sends.
    pub(super) fn paths(&self) -> Object {
        let mut paths = Object::default();
        for (index, endpoint) in self.contract.endpoints.iter().enumerate() {
            let method = endpoint.method.as_str().to_lowercase();
            let item = |path: &str| match paths.get(path) {
                Some(Json::Object(item)) => item.clone(),
                _ => Object::default(),
            };
            let taken = item(&endpoint.route).get(&method).is_some();
            let path =
                if taken { format!("{}#{}", endpoint.route, endpoint.name) } else { endpoint.route.clone() };
            let item = item(&path).with(method, self.operation(index, endpoint));
            paths.set(path, item);
        }
        paths
    }

    fn operation(&self, index: usize, endpoint: &Endpoint) -> Object {
        let origin = &self.contract.api.origins[endpoint.origin].name;
        let parameters = self.parameters(endpoint);
        Object::default()
            .with("operationId", &endpoint.name)
            .with("summary", prose::summary(&endpoint.doc))
            .with("description", &endpoint.doc)
            .maybe("deprecated", endpoint.deprecated.is_some().then_some(true))
            .with("tags", [origin.as_str()])
            .with("servers", self.servers(endpoint.origin))
            .with("security", self.security(endpoint))
            .maybe("parameters", (!parameters.is_empty()).then_some(parameters))
            .maybe("requestBody", endpoint.body.is_some().then(|| self.body(index, endpoint)))
            .with("responses", self.responses(index))
            .and(self.meaning(endpoint))
    }

    /// Returns the scopes that a token must have. 3.0 allows no scopes of a bearer.
    fn security(&self, endpoint: &Endpoint) -> Vec<Object> {
        let bearer = |scopes: &String| match self.version {
            Version::V3_0 => Object::default().with("bearer", Vec::<&str>::new()),
            Version::V3_1 => Object::default().with("bearer", scopes.split(' ').collect::<Vec<_>>()),
        };
        endpoint.scopes.iter().map(bearer).collect()
    }

    fn body(&self, index: usize, endpoint: &Endpoint) -> Object {
        let example = endpoint.example.request.as_ref().and_then(|request| Json::parse(&request.value).ok());
        Object::default()
            .with("required", true)
            .with("content", json(reference(&self.requests[index]), example))
    }

    /// Returns the schemas of the bodies of requests.
    pub(super) fn bodies(&self) -> Object {
        let endpoints = self.contract.endpoints.iter().zip(&self.requests);
        endpoints
            .filter_map(|(endpoint, name)| {
                let described =
                    Object::default().with("description", format!("The body of `{}`.", endpoint.name));
                let schema = described.and(self.object(endpoint.body.as_ref()?, Role::Input));
                Some((name.clone(), schema.maybe("x-alignet-inherited", endpoint.inherited.then_some(true))))
            })
            .collect()
    }

    /// Returns what OpenAPI has no words for.
    fn meaning(&self, endpoint: &Endpoint) -> Object {
        let contract = self.contract;
        let settle = endpoint.settle.as_ref();
        let echoes = |any| {
            let echoes = endpoint.echoes.iter().filter(|echo| echo.any == any);
            Some(echoes.map(|echo| echo.path.join(".")).collect::<Vec<_>>()).filter(|paths| !paths.is_empty())
        };
        let cursor = endpoint.cursor.as_ref();
        let cursor = cursor.map(|cursor| Object::default().with(cursor.field.clone(), cursor.next.join(".")));
        let codes: Object = endpoint.codes.iter().map(|code| (code.wire.clone(), meaning(code))).collect();
        Object::default()
            .with("x-alignet-origin", &contract.api.origins[endpoint.origin].name)
            .maybe("x-alignet-scopes", endpoint.scopes.as_ref())
            .with("x-alignet-repeat", endpoint.repeat.as_str())
            .maybe("x-alignet-key", endpoint.key.as_ref())
            .maybe("x-alignet-settle", settle.map(|settle| &contract.endpoints[settle.endpoint].name))
            .maybe("x-alignet-reference", settle.map(|settle| &settle.reference))
            .maybe("x-alignet-undo", endpoint.undo.map(|undo| &contract.endpoints[undo.endpoint].name))
            .maybe("x-alignet-status", spelled(&endpoint.status))
            .maybe("x-alignet-success", endpoint.success.map(i64::from))
            .maybe("x-alignet-partial", endpoint.partial.as_ref().map(|partial| &partial.value))
            .maybe("x-alignet-codes", (!codes.is_empty()).then_some(codes))
            .maybe("x-alignet-echoes", echoes(false))
            .maybe("x-alignet-finds", echoes(true))
            .maybe("x-alignet-cursor", cursor)
            .maybe("x-alignet-deprecated", endpoint.deprecated.as_ref())
            .maybe("x-alignet-inherited", endpoint.inherited.then_some(true))
    }
}

/// Returns the path of the status object, with `?` at the end if a reply may lack it.
fn spelled(status: &StatusPath) -> Option<String> {
    let optional = if status.optional { "?" } else { "" };
    (!status.path.is_empty()).then(|| format!("{}{optional}", status.path.join(".")))
}

fn meaning(code: &Code) -> Json {
    match code.open {
        true => Object::default().with("doc", &code.doc).with("open", true).into(),
        false => Json::from(&code.doc),
    }
}
