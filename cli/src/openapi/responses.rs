//! The responses to a call.

use alignet_spec::contract::{Endpoint, Field, Repeat, Reply};

use super::{
    export::{Export, Role, reference},
    field::described as described_field,
    scalar::Place,
    version::Version,
};
use crate::json::{Json, Object};

impl Export<'_> {
    /// Returns the responses of an endpoint, by their status.
    pub(super) fn responses(&self, index: usize) -> Object {
        let endpoint = &self.contract.endpoints[index];
        let success = endpoint.success.unwrap_or(200).to_string();
        let mut responses = Object::default().with(success, self.accepted(index, endpoint));
        for (status, told) in self.refusals(index, endpoint) {
            responses.set(status, self.refused(index, told));
        }
        for error in &endpoint.errors {
            let doc = &self.contract.types[error.of].doc;
            let body = match self.version {
                Version::V3_0 => reference(&self.failures[index]),
                Version::V3_1 => self.reference(error.of, Role::Output),
            };
            let response = Object::default().with("description", doc).with("content", json(body, None));
            let of = &self.contract.types[error.of].name;
            responses.set(error.status.to_string(), response.with("x-alignet-type", of));
        }
        responses.entries.sort_by(|(one, _), (other, _)| one.cmp(other));
        responses
    }

    /// Returns the response of a success.
    fn accepted(&self, index: usize, endpoint: &Endpoint) -> Object {
        let described = Object::default()
            .with("description", described(endpoint))
            .maybe("headers", self.headers(endpoint));
        let example = endpoint.example.reply.as_ref();
        let content = match (&endpoint.reply, self.replied(index, endpoint)) {
            (Reply::Document(media), _) => {
                let example = example.map(|text| Json::from(&text.value));
                self.bytes(media, example).maybe("application/json", self.failed_with_success(index))
            }
            (_, Some(schema)) => json(schema, example.and_then(|reply| Json::parse(&reply.value).ok())),
            (_, None) => return described,
        };
        let links = self.links(index);
        described.with("content", content).maybe("links", (!links.is_empty()).then_some(links))
    }

    /// Returns the content of a document. Since 3.1, bytes have no schema.
    fn bytes(&self, media: &str, example: Option<Json>) -> Object {
        let bytes = Object::default().with("type", "string").with("format", "binary");
        let schema = (self.version == Version::V3_0).then_some(bytes);
        let body = Object::default().maybe("schema", schema).maybe("example", example);
        Object::default().with(media.to_owned(), body)
    }

    /// Returns the body of a failure that has the HTTP status of a success.
    fn failed_with_success(&self, index: usize) -> Option<Object> {
        let schema = || Object::default().with("schema", reference(&self.failures[index]));
        (self.version == Version::V3_1).then(schema)
    }

    /// Returns the headers of a success.
    fn headers(&self, endpoint: &Endpoint) -> Option<Object> {
        let fields = self.contract.fields(endpoint.reply_header?).iter();
        let header = |field: &Field| {
            // A client reads any text.
            let schema = self.value(field, Role::Output, Place::Query);
            Object::default()
                .maybe("required", (!field.optional).then_some(true))
                .and(described_field(field))
                .with("schema", self.shown(schema, field))
                .and(self.keys(field))
        };
        Some(fields.map(|field| (field.wire.clone(), header(field))).collect())
    }

    /// Returns the statuses of refusals, each with its reason.
    fn refusals(&self, index: usize, endpoint: &Endpoint) -> Vec<(&'static str, String)> {
        let mut refusals = vec![("400", "The request is invalid.".to_owned())];
        let exchanged = self.contract.api.bearer.as_ref().is_some_and(|bearer| bearer.endpoint == index);
        if exchanged {
            refusals.push(("401", "The credentials are not accepted.".to_owned()));
        }
        if let Some(scopes) = &endpoint.scopes {
            refusals.push(("401", "The access token is absent, unknown or expired.".to_owned()));
            let list = scopes.split(' ').map(|scope| format!("`{scope}`")).collect::<Vec<_>>().join(", ");
            refusals.push(("403", format!("The access token lacks a scope. The call needs {list}.")));
        }
        if endpoint.key.is_some() {
            refusals.push(("409", "A call with the same key is under way.".to_owned()));
            refusals.push(("422", "The key belongs to another request.".to_owned()));
        }
        refusals.push(("4XX", "The service refused the request for another reason.".to_owned()));
        let unknown = match endpoint.repeat {
            Repeat::Never => " It may have been carried out: query it before another attempt.",
            Repeat::Keyed => " It may have been carried out: a repetition has the same key.",
            Repeat::Safe | Repeat::Harmless => "",
        };
        refusals.push(("5XX", format!("The service failed.{unknown}")));
        refusals
    }

    fn refused(&self, index: usize, told: String) -> Object {
        Object::default()
            .with("description", told)
            .with("content", json(reference(&self.failures[index]), None))
    }
}

/// Returns the content of a JSON body.
pub(super) fn json(schema: Object, example: Option<Json>) -> Object {
    let body = Object::default().with("schema", schema).maybe("example", example);
    Object::default().with("application/json", body)
}

/// Describes a success: the meaning of its codes, which never is that money moved.
fn described(endpoint: &Endpoint) -> String {
    let mut text = match (&endpoint.reply, endpoint.status.path.is_empty()) {
        (Reply::Nothing(_) | Reply::List(_) | Reply::Document(_), _) => "The call succeeded.".to_owned(),
        (Reply::Object(_), true) => "The call was processed. It succeeded if `success` is true.".to_owned(),
        (Reply::Object(_), false) => format!(
            "The call was processed. It succeeded if `success` is true and the code in `{}` is `00`.",
            endpoint.status.path.join(".")
        ),
    };
    if let Some(partial) = &endpoint.partial {
        text.push_str(&format!(" With the code `{}`, a part may have been done.", partial.value));
    }
    if !endpoint.codes.is_empty() {
        text.push_str("\n\nOther codes:\n");
    }
    for code in &endpoint.codes {
        let open = if code.open { " It is unknown what was done." } else { "" };
        text.push_str(&format!("\n- `{}`: {}{open}", code.wire, code.doc));
    }
    text
}
