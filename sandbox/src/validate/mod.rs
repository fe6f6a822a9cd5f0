//! Validates a request against the contract. The first stage that finds a mistake refuses the request.

mod bearer;
mod deployed;
mod digits;
mod fills;
mod places;

use alignet_spec::{contract::Endpoint, exact};
use http::{HeaderMap, StatusCode, header};
use serde_json::{Map, Value as Json};

use crate::{
    reply::refusal::Refusal,
    request::{Accepted, BODY_LIMIT, Mistake, Received},
    state::State,
    vault::Scopes,
};

/// A mistake, and the status that a request with this mistake alone gets.
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    pub(crate) mistake: Mistake,
}

impl Problem {
    fn new(status: StatusCode, place: &'static str, field: &str, text: String) -> Self {
        Self { status, mistake: Mistake { at: Some((place, field.to_owned())), text } }
    }

    fn bad_request(place: &'static str, field: &str, text: String) -> Self {
        Self::new(StatusCode::BAD_REQUEST, place, field, text)
    }

    /// A mistake that is in no single field.
    fn of_place(text: String) -> Self {
        Self { status: StatusCode::BAD_REQUEST, mistake: Mistake { at: None, text } }
    }
}

/// Validates the requests of one endpoint.
pub(crate) struct Validator<'s> {
    pub(crate) state: &'s State,
    pub(crate) index: usize,
    pub(crate) endpoint: &'s Endpoint,
}

impl Validator<'_> {
    pub(crate) fn validate(&self, received: &Received) -> Result<Accepted, Refusal> {
        self.shared_headers(received)?;
        let scopes = self.bearer(&received.headers)?;
        let body = self.body(received)?;
        self.fields(received, body, scopes.as_ref())
    }

    /// Validates the headers that every call must have.
    fn shared_headers(&self, received: &Received) -> Result<(), Refusal> {
        let shared: Vec<_> = self.state.contract().shared_headers(self.endpoint).cloned().collect();
        let (_, problems) = self.headers(&shared, &received.headers);
        refuse(problems)
    }

    /// Parses the body as JSON; `None` if the endpoint takes no body.
    fn body(&self, received: &Received) -> Result<Option<Json>, Refusal> {
        let bad = |text: &str| Refusal::new(StatusCode::BAD_REQUEST, text);
        let Some(bytes) = &received.body else {
            let text = format!("the body is longer than {BODY_LIMIT} bytes");
            return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, &text));
        };
        if self.endpoint.body.is_none() {
            return if bytes.is_empty() { Ok(None) } else { Err(bad("this call takes no body")) };
        }
        if !is_json(&received.headers) {
            return Err(bad("header `Content-Type` must be `application/json`, once"));
        }
        // The parser's own message is left out: it may quote a secret.
        exact::parse(bytes).map(Some).map_err(|error| {
            bad(&format!("the body is not JSON, at line {}, column {}", error.line(), error.column()))
        })
    }

    /// Validates every field of every place, and reports all mistakes at once.
    fn fields(
        &self,
        received: &Received,
        body: Option<Json>,
        scopes: Option<&Scopes>,
    ) -> Result<Accepted, Refusal> {
        let (path, mut problems) = self.path(received.path.as_deref());
        let (query, more) = self.query(&received.query);
        problems.extend(more);
        let (header, more) = self.headers(&self.endpoint.header, &received.headers);
        problems.extend(more);
        let (body, more) = self.object(body);
        problems.extend(more);
        for (place, fields, values) in [
            ("query field", self.endpoint.query.as_slice(), &query),
            ("header", &self.endpoint.header, &header),
            ("body field", self.endpoint.body.as_deref().unwrap_or_default(), &body),
        ] {
            problems.extend(self.scopes(place, fields, values, scopes));
        }
        self.digits(&body, &mut problems);
        refuse(problems)?;
        Ok(Accepted { path, query, body, again: false })
    }

    /// Validates the body alone, of a call that no merchant makes.
    pub(crate) fn body_alone(&self, body: Map<String, Json>) -> Result<Accepted, Refusal> {
        let (body, mut problems) = self.object(Some(Json::Object(body)));
        self.digits(&body, &mut problems);
        refuse(problems)?;
        Ok(Accepted { body, ..Accepted::default() })
    }
}

/// Refuses with the status that all mistakes share, or with 400 if they differ.
fn refuse(problems: Vec<Problem>) -> Result<(), Refusal> {
    let Some(first) = problems.first() else { return Ok(()) };
    let alike = problems.iter().all(|problem| problem.status == first.status);
    let status = if alike { first.status } else { StatusCode::BAD_REQUEST };
    Err(Refusal::of(status, problems.into_iter().map(|problem| problem.mistake).collect()))
}

fn is_json(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return false };
    let essence = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/json")
}
