//! The headers of a response: how to read its body, and the id that the service gave the request.

use http::{
    HeaderMap, HeaderName,
    header::{CONTENT_ENCODING, CONTENT_TYPE, Entry},
};

use crate::{codegen::endpoint::Operation, redact::Secrets};

/// Returns the media type of a response, without parameters. It is empty if it is not text.
pub(super) fn media_type(headers: &HeaderMap) -> Option<&str> {
    let kind = headers.get(CONTENT_TYPE)?.to_str().unwrap_or_default();
    Some(kind.split(';').next().unwrap_or_default().trim())
}

/// True if the content type is JSON or absent. Parsing then finds a body that is not JSON.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let Some(kind) = media_type(headers) else { return true };
    let suffix = kind.rsplit_once('+').map_or("", |(_, suffix)| suffix);
    kind.eq_ignore_ascii_case("application/json") || suffix.eq_ignore_ascii_case("json")
}

/// True if a response is compressed, although the request did not ask for that.
pub(super) fn is_encoded(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity")
}

/// The headers that may hold the service's id of a request. Gateways use different names.
static REQUEST_IDS: [HeaderName; 3] = [
    HeaderName::from_static("x-request-id"),
    HeaderName::from_static("x-amzn-requestid"),
    HeaderName::from_static("x-correlation-id"),
];

/// Returns the id that the service gave a request.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    let id = REQUEST_IDS.iter().find_map(|name| headers.get(name));
    id.filter(|id| !id.is_sensitive()).and_then(|id| id.to_str().ok())
}

/// Returns the id that an error shows: the first that repeats no secret of the request.
pub(crate) fn told_id<'h>(headers: &'h HeaderMap, secrets: &Secrets<'_>) -> Option<&'h str> {
    let ids = REQUEST_IDS.iter().filter_map(|name| headers.get(name)?.to_str().ok());
    ids.into_iter().find(|id| !secrets.are_in(id))
}

/// Marks the secret headers of a reply, so that `Debug` hides them.
pub(super) fn mark_secrets(headers: &mut HeaderMap, operation: &Operation) {
    for name in operation.secret_headers.split('\n').filter(|name| !name.is_empty()) {
        if let Ok(Entry::Occupied(mut values)) = headers.try_entry(name) {
            values.iter_mut().for_each(|value| value.set_sensitive(true));
        }
    }
}

/// Removes ids that repeat a secret of the client, because a response shows its id.
pub(super) fn forget_telling_ids(headers: &mut HeaderMap, secrets: &Secrets<'_>) {
    for name in &REQUEST_IDS {
        let id = headers.get(name).and_then(|value| value.to_str().ok());
        if id.is_some_and(|id| secrets.of_client_are_in(id)) {
            headers.remove(name);
        }
    }
}
