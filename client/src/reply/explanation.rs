//! What the body of a failure says about it: code and messages for people, and the whole of it as JSON
//! without its secrets.

use std::borrow::Cow;

use serde_json::{Map, Value as Json};

use crate::{
    codegen::endpoint::Operation, error::Error, limits::EXPLANATION, redact::Secrets, reply::verdict::CODE,
};

/// The field of a status object that holds sentences for people.
const MESSAGES: &str = "message_ilgn";

/// More messages than an error keeps are not looked at.
const MOST_MESSAGES: usize = 8;

/// Where the body of a failure is only explanation, the status object may also stand there.
const USUAL: &[&[&str]] = &[&["meta", "status"], &["status"]];

/// Adds to the error of a reply the reply itself.
pub(crate) fn with_reply(error: Error, operation: &Operation, body: &[u8], secrets: &Secrets<'_>) -> Error {
    let Ok(json) = serde_json::from_slice(body) else { return error };
    keep(error, operation, body.len(), json, secrets)
}

/// The same with the code and the messages of a reply that tells of a failure, rather than being wrong.
pub(crate) fn with_code(error: Error, operation: &Operation, body: &[u8], secrets: &Secrets<'_>) -> Error {
    let Ok(json) = serde_json::from_slice(body) else { return error };
    let (code, messages) = status(&json, operation.status, secrets);
    keep(error.vendor(code, messages), operation, body.len(), json, secrets)
}

fn keep(error: Error, operation: &Operation, length: usize, json: Json, secrets: &Secrets<'_>) -> Error {
    // A longer one is more than anyone looks into.
    if length > EXPLANATION { error } else { error.reply_is(Redaction { operation, secrets }.of(json)) }
}

/// The code and the messages of the first status object that there is, at its place or at the usual ones.
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

/// Words in the name of a field that holds a secret, whatever the contract knows of it.
const TELLING: [&str; 10] =
    ["authorization", "cvv", "nonce", "otp", "pan", "password", "pin", "secret", "security", "token"];

/// Stands for a secret.
const REDACTED: &str = "[redacted]";

/// Takes the secrets out of JSON.
struct Redaction<'r> {
    operation: &'r Operation,
    secrets: &'r Secrets<'r>,
}

impl Redaction<'_> {
    fn of(&self, json: Json) -> Json {
        match json {
            Json::String(text) => Json::String(self.secrets.hide(text)),
            Json::Number(number) => {
                let text = number.to_string();
                if self.secrets.hide(text.clone()) == text { Json::Number(number) } else { REDACTED.into() }
            }
            Json::Array(items) => items.into_iter().map(|item| self.of(item)).collect(),
            Json::Object(fields) => Json::Object(self.fields(fields)),
            Json::Null | Json::Bool(_) => json,
        }
    }

    fn fields(&self, fields: Map<String, Json>) -> Map<String, Json> {
        let field = |(name, value): (String, Json)| {
            let harmless = matches!(value, Json::Null | Json::Bool(_) | Json::Object(_) | Json::Array(_));
            let value = match self.is_secret(&name) {
                true if self.is_declared(&name) || !harmless => REDACTED.into(),
                _ => self.of(value),
            };
            (self.secrets.hide(name), value)
        };
        fields.into_iter().map(field).collect()
    }

    fn is_secret(&self, name: &str) -> bool {
        self.is_declared(name) || words(name).any(|word| TELLING.contains(&&*word))
    }

    /// Whether the contract says that a field of this name is secret.
    fn is_declared(&self, name: &str) -> bool {
        let names = [self.operation.secrets, self.operation.reply_secrets];
        names.into_iter().flat_map(|names| names.split('\n')).any(|one| one == name)
    }
}

/// The words of a name such as `access_token` or `accessToken`, in lower case.
fn words(name: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let mut starts = vec![0];
    let bytes = name.as_bytes();
    starts.extend((1..bytes.len()).filter(|at| {
        bytes[*at].is_ascii_uppercase() && !bytes[at - 1].is_ascii_uppercase()
            || !bytes[*at - 1].is_ascii_alphanumeric()
    }));
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([bytes.len()]).collect();
    starts.into_iter().zip(ends).filter_map(move |(start, end)| {
        let word = name.get(start..end)?.trim_matches(|char: char| !char.is_ascii_alphanumeric());
        Some(Cow::Owned(word.to_ascii_lowercase()))
    })
}
