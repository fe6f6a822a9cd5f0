//! Refusals: the status of an invalid request, and the vendor's envelope that names the mistakes.

use alignet_spec::{
    contract::{Endpoint, Fill, Primitive},
    validate,
};
use http::{HeaderName, HeaderValue, StatusCode};
use serde_json::{Map, Value as Json, json};

use crate::{reply::example, request::Mistake, state::State};

/// The path of the status in a failure that belongs to no endpoint.
const STATUS_PATH: [&str; 2] = ["meta", "status"];

/// The longest text of a refusal, in characters. It may list names that the caller chose.
const LONGEST: usize = 2_000;

/// The answer to a request that is not served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    /// The code in the envelope, `01` if it is `None`.
    pub(crate) code: Option<String>,
    /// Names the mistakes and never shows a value; one line of visible characters.
    pub(crate) text: String,
    /// The same mistakes one by one. They are as many as the text shows.
    pub(crate) mistakes: Box<[Mistake]>,
    pub(crate) header: Option<Box<(HeaderName, HeaderValue)>>,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, text: &str) -> Self {
        let text = visible(text);
        let mistakes = Box::new([Mistake { at: None, text: text.clone() }]);
        Self { status, code: None, mistakes, text, header: None }
    }

    /// Sets the code.
    pub(crate) fn with_code(self, code: Option<&str>) -> Self {
        Self { code: code.map(str::to_owned), ..self }
    }

    /// Says where the mistakes are that name no place.
    pub(crate) fn at(mut self, at: Option<(&'static str, String)>) -> Self {
        for mistake in self.mistakes.iter_mut().filter(|mistake| mistake.at.is_none()) {
            mistake.at.clone_from(&at);
        }
        self
    }

    /// The refusal for these mistakes.
    pub(crate) fn of(status: StatusCode, mistakes: Vec<Mistake>) -> Self {
        let texts: Vec<&str> = mistakes.iter().map(|mistake| mistake.text.as_str()).collect();
        let refusal = Self::new(status, &texts.join("; "));
        let mut room = LONGEST;
        let fits = |mistake: &Mistake| {
            let fits = room > 0;
            room = room.saturating_sub(mistake.text.len());
            fits
        };
        let shown = |Mistake { at, text }| Mistake {
            at: at.map(|(place, field): (&'static str, String)| (place, visible(&field))),
            text: visible(&text),
        };
        Self { mistakes: mistakes.into_iter().take_while(fits).map(shown).collect(), ..refusal }
    }

    pub(crate) fn with(self, name: HeaderName, value: HeaderValue) -> Self {
        Self { header: Some(Box::new((name, value))), ..self }
    }
}

/// Cuts a text to the longest, and replaces its control characters.
fn visible(text: &str) -> String {
    let visible = |char: char| if char.is_control() { '\u{fffd}' } else { char };
    text.chars().take(LONGEST).map(visible).collect()
}

/// The refusal if no secret can be generated.
pub(crate) fn no_randomness() -> Refusal {
    Refusal::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "this machine has no random numbers to generate a value from",
    )
}

/// The body of a failure: the vendor's envelope, as the endpoint declares it, in the body that the
/// endpoint declares for the status.
pub(crate) fn body(state: &State, endpoint: Option<usize>, refusal: &Refusal) -> Json {
    let told = status(refusal.code.as_deref().unwrap_or("01"), &refusal.text);
    let Some(index) = endpoint else {
        return Json::Object(Map::from_iter([
            ("success".to_owned(), Json::from(false)),
            nested(&STATUS_PATH, told),
        ]));
    };
    let endpoint = state.endpoint(index);
    let declared = endpoint.errors.iter().find(|error| error.status == refusal.status.as_u16());
    let mut envelope = declared.map(|error| example::error(state.contract(), error.of)).unwrap_or_default();
    envelope.extend(constants(state, endpoint));
    // An example with the string "true" has the string "false" in its failures.
    let textual = state.settings.replies[index].get("success").is_some_and(Json::is_string);
    envelope.insert("success".to_owned(), if textual { Json::from("false") } else { Json::from(false) });
    let (name, value) = nested(&endpoint.status.path, told);
    envelope.insert(name, value);
    Json::Object(envelope)
}

/// The status object of an envelope.
pub(crate) fn status(code: &str, text: &str) -> Json {
    json!({ "code": code, "message_ilgn": [{ "locale": "en_US", "value": text }] })
}

/// The fields of a reply that repeat a constant of the request.
fn constants(state: &State, endpoint: &Endpoint) -> Map<String, Json> {
    let mut constants = Map::new();
    let reply = state.contract().reply_fields(endpoint);
    for field in reply.iter().filter(|field| field.shape.is(Primitive::String)) {
        let sent = endpoint.fields().find(|sent| sent.wire == field.wire).map(|sent| &sent.fill);
        if let Some(Fill::Const(literal)) = sent {
            constants.insert(field.wire.clone(), validate::literal(literal));
        }
    }
    constants
}

/// Nests `value` at the end of a path; returns the first name and its value.
pub(crate) fn nested<S: AsRef<str>>(path: &[S], value: Json) -> (String, Json) {
    let Some((first, inner)) = path.split_first() else { return (String::new(), value) };
    let value = inner.iter().rev().fold(value, |value, name| json!({ name.as_ref(): value }));
    (first.as_ref().to_owned(), value)
}
