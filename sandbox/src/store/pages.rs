//! Pages of a list: the place of cursors in requests and replies.

use alignet_spec::contract::{Contract, Endpoint, Field, Primitive, Shape};
use http::StatusCode;
use serde_json::{Map, Value as Json};

use super::{render, values::text};
use crate::{
    behaviour::scalar::Class,
    reply::{example, refusal::Refusal},
    request::Accepted,
};

/// Returns the value of a field at the top of the query or the body.
pub(super) fn sent(endpoint: &Endpoint, accepted: &Accepted, wire: &str) -> Option<String> {
    let in_query = endpoint.query.iter().any(|field| field.wire == wire);
    let place = if in_query { &accepted.query } else { &accepted.body };
    place.get(wire).and_then(|json| text(Class::Text, json))
}

/// Refuses a request with a cursor where the list comes whole.
pub(crate) fn refuse_any(endpoint: &Endpoint, accepted: &Accepted) -> Result<(), Refusal> {
    let Some(cursor) = &endpoint.cursor else { return Ok(()) };
    match sent(endpoint, accepted, &cursor.field) {
        Some(_) => Err(unknown(&cursor.field)),
        None => Ok(()),
    }
}

pub(super) fn unknown(field: &str) -> Refusal {
    let text = format!("`{field}` is no cursor of a page: no reply had it, or its records were deleted");
    Refusal::new(StatusCode::BAD_REQUEST, &text)
}

pub(super) fn of_another(field: &str) -> Refusal {
    let text =
        format!("`{field}` is the cursor of another list: send it with the values of the request before");
    Refusal::new(StatusCode::BAD_REQUEST, &text)
}

/// Returns true if cursors are text, and false if they are numbers.
pub(super) fn are_text(endpoint: &Endpoint, field: &str) -> bool {
    let mut fields = endpoint.query.iter().chain(endpoint.body.iter().flatten());
    fields.any(|one| one.wire == field && one.shape.without_null().is(Primitive::String))
}

/// Writes the cursor of the next page into an object of a reply. Without one, it removes the cursor, or the object around
/// it. Returns false if this object can't lack it.
pub(crate) fn write(
    contract: &Contract,
    fields: &[Field],
    path: &[String],
    next: Option<&str>,
    object: &mut Map<String, Json>,
) -> bool {
    let Some((first, rest)) = path.split_first() else { return true };
    let Some(field) = fields.iter().find(|field| field.wire == *first) else { return true };
    match (rest, next) {
        ([], Some(next)) => {
            let value = render::spelled(contract, &field.shape, next, object.get(first));
            object.insert(first.clone(), value);
            return true;
        }
        ([], None) => {}
        (rest, next) => {
            let Some(of) = field.shape.named() else { return true };
            if next.is_some() && !object.get(first).is_some_and(Json::is_object) {
                object.insert(first.clone(), example::value(contract, &Shape::Named(of), 0));
            }
            let Some(Json::Object(inner)) = object.get_mut(first) else { return true };
            if write(contract, contract.fields(of), rest, next, inner) {
                return true;
            }
        }
    }
    if field.optional {
        object.remove(first);
    } else if matches!(field.shape, Shape::Nullable(_)) {
        object.insert(first.clone(), Json::Null);
    } else {
        return false;
    }
    true
}
