//! What a call that is not served gets: a status, and the vendor's envelope saying what is wrong.

use alignet_spec::{
    contract::{Endpoint, Fill, Shape},
    validate,
};
use http::{HeaderName, HeaderValue, StatusCode};
use serde_json::{Map, Value as Json, json};

use crate::state::State;

/// Where the status of a failure stands when no endpoint says so.
const STATUS_PATH: [&str; 2] = ["meta", "status"];

/// The longest text of a refusal, in characters: it may list names that the caller chose.
const LONGEST: usize = 2_000;

/// Why a call is not served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    /// Names what is wrong, never its value; one line of visible characters.
    pub(crate) text: String,
    pub(crate) header: Option<(HeaderName, HeaderValue)>,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, text: &str) -> Self {
        let visible = |char: char| if char.is_control() { '\u{fffd}' } else { char };
        Self { status, text: text.chars().take(LONGEST).map(visible).collect(), header: None }
    }

    pub(crate) fn with(self, name: HeaderName, value: HeaderValue) -> Self {
        Self { header: Some((name, value)), ..self }
    }
}

/// Why nothing could be minted.
pub(crate) fn no_randomness() -> Refusal {
    Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "this machine has no randomness to mint a value from")
}

/// The vendor's envelope of a failure, as the endpoint declares it.
pub(crate) fn envelope(state: &State, endpoint: Option<usize>, text: &str) -> Json {
    let status = json!({ "code": "01", "message_ilgn": [{ "locale": "en_US", "value": text }] });
    let Some(index) = endpoint else {
        return Json::Object(Map::from_iter([
            ("success".to_owned(), Json::from(false)),
            nested(&STATUS_PATH, status),
        ]));
    };
    let endpoint = state.endpoint(index);
    let mut envelope = constants(state, endpoint);
    // A reply that writes "true" writes "false" as well.
    let textual = state.settings.replies[index].get("success").is_some_and(Json::is_string);
    envelope.insert("success".to_owned(), if textual { Json::from("false") } else { Json::from(false) });
    let (name, value) = nested(&endpoint.status.path, status);
    envelope.insert(name, value);
    Json::Object(envelope)
}

/// What a reply repeats from the request, as far as the contract fixes it.
fn constants(state: &State, endpoint: &Endpoint) -> Map<String, Json> {
    let mut constants = Map::new();
    let reply = state.contract().fields(endpoint.reply);
    for field in reply.iter().filter(|field| field.shape == Shape::String && !field.on_success) {
        let sent = endpoint.fields().find(|sent| sent.wire == field.wire).map(|sent| &sent.fill);
        if let Some(Fill::Const(literal)) = sent {
            constants.insert(field.wire.clone(), validate::literal(literal));
        }
    }
    constants
}

/// `value` at the end of a path, as the first name and what it holds.
pub(crate) fn nested<S: AsRef<str>>(path: &[S], value: Json) -> (String, Json) {
    let Some((first, inner)) = path.split_first() else { return (String::new(), value) };
    let value = inner.iter().rev().fold(value, |value, name| json!({ name.as_ref(): value }));
    (first.as_ref().to_owned(), value)
}
