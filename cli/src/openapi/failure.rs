//! The schemas of failures: the envelope of an endpoint, which a refusal has, and a success of HTTP that is none.

use alignet_spec::contract::{Endpoint, Reply};

use super::{
    declared::SUCCESS,
    export::{Export, Role, reference},
    scalar,
    version::Version,
};
use crate::json::{Json, Object};

impl Export<'_> {
    /// Returns the schemas of failures, one for each endpoint.
    pub(super) fn failed(&self) -> Object {
        let endpoints = self.contract.endpoints.iter().zip(&self.failures);
        endpoints.map(|(endpoint, name)| (name.clone(), self.failure(endpoint))).collect()
    }

    /// Returns the schema of the failures of an endpoint. In 3.0 it includes the bodies of single statuses, because
    /// generators give all errors of a call one type.
    fn failure(&self, endpoint: &Endpoint) -> Object {
        let described = Object::default()
            .with("description", format!("A failure of `{}`, with the code and the reason.", endpoint.name));
        let inherited = Object::default().maybe("x-alignet-inherited", endpoint.inherited.then_some(true));
        if self.version == Version::V3_1 || endpoint.errors.is_empty() {
            return described.and(self.envelope(endpoint)).and(inherited);
        }
        let bodies = endpoint.errors.iter().map(|error| self.reference(error.of, Role::Output));
        let any: Vec<Object> = bodies.chain([self.envelope(endpoint)]).collect();
        described.with("anyOf", any).and(inherited)
    }

    /// Returns the schema of an envelope without success.
    fn envelope(&self, endpoint: &Endpoint) -> Object {
        let fields = self.contract.reply_fields(endpoint);
        let declared =
            fields.iter().find(|field| field.wire == SUCCESS).and_then(|field| field.shape.primitive());
        let verdict = scalar::verdict(self.version, declared, false);
        let mut required = vec![SUCCESS];
        let mut properties = Object::default().with(SUCCESS, verdict);
        if let [first, rest @ ..] = endpoint.status.path.as_slice() {
            required.extend((!endpoint.status.optional).then_some(first.as_str()));
            let status = self.status_type(endpoint).map(|index| self.reference(index, Role::Output));
            let nested = rest.iter().rev().fold(status.unwrap_or_else(undeclared), |inner, name| {
                Object::default()
                    .with("type", "object")
                    .with("required", [name.as_str()])
                    .with("properties", Object::default().with(name.clone(), inner))
            });
            properties.set(first.clone(), nested);
        }
        let schema = Object::default()
            .with("type", "object")
            .with("required", required)
            .with("properties", properties);
        self.version.example(schema, self.failed_example(endpoint).into())
    }

    /// Returns the schema of the JSON of a success, if it has any. The success and the failure of HTTP 200 are told apart by
    /// `success`, or because one is a list.
    pub(super) fn replied(&self, index: usize, endpoint: &Endpoint) -> Option<Object> {
        let success = match endpoint.reply {
            Reply::Object(of) => self.reference(of, Role::Success),
            Reply::List(item) => {
                Object::default().with("type", "array").with("items", self.reference(item, Role::Output))
            }
            Reply::Document(_) | Reply::Nothing(_) => return None,
        };
        Some(match self.version {
            Version::V3_0 => success,
            Version::V3_1 => Object::default().with("oneOf", [success, reference(&self.failures[index])]),
        })
    }

    /// Returns an example of a failure.
    fn failed_example(&self, endpoint: &Endpoint) -> Object {
        let message = Object::default().with("locale", "en_US").with("value", "The request is invalid.");
        let status = Object::default().with("code", "01").with("message_ilgn", [message]);
        let textual = endpoint.example.reply.as_ref().and_then(|reply| Json::parse(&reply.value).ok());
        let textual = match textual {
            Some(Json::Object(reply)) => reply.get(SUCCESS) == Some(&Json::from("true")),
            _ => false,
        };
        let success = if textual { Json::from("false") } else { Json::from(false) };
        let body = Object::default().with(SUCCESS, success);
        match endpoint.status.path.as_slice() {
            [] => body,
            [first, rest @ ..] => {
                let nested =
                    rest.iter().rev().fold(status, |inner, name| Object::default().with(name.clone(), inner));
                body.with(first.clone(), nested)
            }
        }
    }
}

/// Returns the schema of a status object that no type declares.
fn undeclared() -> Object {
    let text = || Object::default().with("type", "string");
    let message = Object::default()
        .with("type", "object")
        .with("required", ["locale", "value"])
        .with("properties", Object::default().with("locale", text()).with("value", text()));
    let messages = Object::default().with("type", "array").with("items", message);
    Object::default()
        .with("type", "object")
        .with("required", ["code", "message_ilgn"])
        .with("properties", Object::default().with("code", text()).with("message_ilgn", messages))
}
