//! Explains a failure from its body: the code, the messages for people, and the whole body as JSON without
//! secrets.

use serde_json::{Map, Value as Json};

use crate::{
    codegen::endpoint::Operation,
    error::Error,
    limits::EXPLANATION,
    redact::{
        Secrets,
        secret_names::{is_telling, mentions},
    },
    reply::verdict::CODE,
};

/// The field of a status object that holds sentences for people.
const MESSAGES: &str = "message_ilgn";

/// The most messages that are read. An error keeps no more.
const MOST_MESSAGES: usize = 8;

/// Other paths of the status object, in the body of a failure that is only explanation.
const USUAL: &[&[&str]] = &[&["meta", "status"], &["status"]];

/// Adds a reply to its error.
pub(crate) fn with_reply(error: Error, operation: &Operation, body: &[u8], secrets: &Secrets<'_>) -> Error {
    secrets.learn(body);
    let Ok(json) = serde_json::from_slice(body) else { return error };
    keep(error, operation, body.len(), json, secrets)
}

/// Adds a reply to its error, with its code and messages. For a reply that reports a failure, not a wrong reply.
pub(crate) fn with_code(error: Error, operation: &Operation, body: &[u8], secrets: &Secrets<'_>) -> Error {
    secrets.learn(body);
    let Ok(json) = serde_json::from_slice(body) else { return error };
    let (code, messages) = status(&json, operation.status, secrets);
    keep(error.vendor(code, messages), operation, body.len(), json, secrets)
}

fn keep(error: Error, operation: &Operation, length: usize, json: Json, secrets: &Secrets<'_>) -> Error {
    // An error keeps no longer reply.
    if length > EXPLANATION {
        error
    } else {
        error.reply_is(Redaction { operation, secrets }.of(json, Place::top(operation)))
    }
}

/// Returns the code and the messages of the first status object, at its own path or at the usual paths.
fn status(json: &Json, path: &[&str], secrets: &Secrets<'_>) -> (Option<String>, Vec<(String, String)>) {
    let at =
        |path: &[&str]| path.iter().try_fold(json, |json, step| json.get(step)).and_then(Json::as_object);
    let status = std::iter::once(path).chain(USUAL.iter().copied()).find_map(at);
    let hide = |text: &str| secrets.hide(text.to_owned());
    let code = status.and_then(|status| match status.get(CODE)? {
        Json::String(code) => Some(hide(code)),
        Json::Number(code) => Some(hide(&code.to_string())),
        _ => None,
    });
    let messages = status.and_then(|status| status.get(MESSAGES)).and_then(Json::as_array);
    let message = |message: &Json| {
        let text = |key| message.get(key).and_then(Json::as_str).map(hide);
        Some((text("locale").unwrap_or_default(), text("value")?))
    };
    (code, messages.into_iter().flatten().filter_map(message).take(MOST_MESSAGES).collect())
}

/// The text in the place of a secret.
const REDACTED: &str = "[redacted]";

/// Replaces the secrets in JSON.
struct Redaction<'r> {
    operation: &'r Operation,
    secrets: &'r Secrets<'r>,
}

/// The place of a value in a reply, as far as redaction needs it.
#[derive(Clone, Copy)]
struct Place {
    /// True if a name on the path sounds like that of a secret.
    telling: bool,
    /// The path from here to the status object, if it is here or below.
    to_status: Option<&'static [&'static str]>,
    /// True inside a text that is JSON itself.
    in_text: bool,
}

impl Place {
    fn top(operation: &Operation) -> Self {
        Self { telling: false, to_status: Some(operation.status), in_text: false }
    }

    fn item(self) -> Self {
        Self { to_status: None, ..self }
    }

    fn field(self, name: &str) -> Self {
        let step = self.to_status.and_then(|path| path.split_first());
        let to_status = step.filter(|(first, _)| **first == name).map(|(_, rest)| rest);
        Self { telling: self.telling || is_telling(name), to_status, ..self }
    }

    /// Returns the place for the fields inside. Names above the status object do not make its fields secret, as
    /// in `nonce_creation.meta.status`.
    fn inside(self) -> Self {
        Self { telling: self.telling && self.to_status != Some(&[]), ..self }
    }
}

impl Redaction<'_> {
    fn of(&self, json: Json, place: Place) -> Json {
        match json {
            Json::String(_) | Json::Number(_) if place.telling => REDACTED.into(),
            Json::String(text) => self.text(text, place),
            Json::Number(number) => {
                let text = number.to_string();
                if self.secrets.hide(text.clone()) == text { Json::Number(number) } else { REDACTED.into() }
            }
            Json::Array(items) => items.into_iter().map(|item| self.of(item, place.item())).collect(),
            Json::Object(fields) => Json::Object(self.fields(fields, place.inside())),
            Json::Null | Json::Bool(_) => json,
        }
    }

    fn fields(&self, fields: Map<String, Json>, place: Place) -> Map<String, Json> {
        let field = |(name, value): (String, Json)| {
            let value =
                if self.is_declared(&name) { REDACTED.into() } else { self.of(value, place.field(&name)) };
            (self.secrets.hide(name), value)
        };
        fields.into_iter().map(field).collect()
    }

    /// Redacts a text. A text that is JSON itself is redacted as JSON, and JSON text inside it is hidden whole.
    fn text(&self, text: String, place: Place) -> Json {
        let json = text.trim_start().starts_with(['{', '[', '"']).then(|| serde_json::from_str(&text).ok());
        match json.flatten() {
            Some(_) if place.in_text => REDACTED.into(),
            Some(json) => {
                let place = Place { telling: false, to_status: None, in_text: true };
                self.secrets.hide(self.of(json, place).to_string()).into()
            }
            None if mentions(&text) => REDACTED.into(),
            None => self.secrets.hide(text).into(),
        }
    }

    /// True if the contract says that a field of this name is secret.
    fn is_declared(&self, name: &str) -> bool {
        let names = [self.operation.secrets, self.operation.reply_secrets];
        names.into_iter().flat_map(|names| names.split('\n')).any(|one| one == name)
    }
}
