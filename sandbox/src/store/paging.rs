//! Pages of a list: the part that a request asks for, and the place of cursors in requests and replies.

use alignet_spec::contract::{Contract, Endpoint, Field, Primitive, Shape};
use http::StatusCode;
use serde_json::{Map, Value as Json};

use super::{
    cursors::Position,
    records::Extent,
    spelling,
    values::{Values, text},
};
use crate::{
    behaviour::{RecordUse, scalar::Class},
    random,
    reply::{example, refusal::Refusal},
    request::Accepted,
    state::State,
};

/// The most records of a page, if nothing says otherwise: enough for most tests to get one page.
const PAGE: usize = 100;

/// Returns true for a field of the request that turns pages, and says nothing about records.
pub(super) fn turns(endpoint: &Endpoint, one: &RecordUse, wire: &str) -> bool {
    let cursor = endpoint.cursor.as_ref().filter(|_| one.lists());
    let limit = one.limit.as_ref().is_some_and(|limit| limit.value == wire);
    cursor.is_some_and(|cursor| limit || cursor.field == wire)
}

/// Returns the part of a list that the request asks for.
pub(super) fn extent(
    state: &State,
    one: &RecordUse,
    accepted: &Accepted,
    wanted: &Values,
) -> Result<Extent, Refusal> {
    let endpoint = state.endpoint(one.endpoint);
    let Some(cursor) = &endpoint.cursor else { return Ok(Extent::All) };
    let most = most(endpoint, one, accepted)?;
    let Some(sent) = sent(endpoint, accepted, &cursor.field) else {
        return Ok(Extent::Page { after: 0, most });
    };
    match state.records().cursors.position(&sent) {
        Some(known) if known.endpoint == one.endpoint && known.wanted == *wanted => {
            Ok(Extent::Page { after: known.after, most })
        }
        Some(_) => Err(of_another(&cursor.field)),
        None => Err(unknown(&cursor.field)),
    }
}

/// Returns the most records of a page.
fn most(endpoint: &Endpoint, one: &RecordUse, accepted: &Accepted) -> Result<usize, Refusal> {
    let page = one.page.as_ref().and_then(|page| usize::try_from(page.value).ok()).unwrap_or(PAGE);
    let limit = one.limit.as_ref().map(|limit| limit.value.as_str());
    let Some((limit, asked)) = limit.and_then(|limit| Some((limit, sent(endpoint, accepted, limit)?))) else {
        return Ok(page);
    };
    match asked.parse::<usize>() {
        Ok(asked) if asked > 0 => Ok(page.min(asked)),
        _ => Err(Refusal::new(StatusCode::BAD_REQUEST, &format!("`{limit}` must be 1 or more"))),
    }
}

/// Makes a cursor for the page behind a record.
pub(super) fn cursor(
    state: &State,
    one: &RecordUse,
    wanted: Values,
    after: u64,
) -> Result<String, getrandom::Error> {
    let endpoint = state.endpoint(one.endpoint);
    let textual = endpoint.cursor.as_ref().is_some_and(|cursor| are_text(endpoint, &cursor.field));
    let cursor = if textual { random::id()? } else { state.records().number().to_string() };
    let position = Position { endpoint: one.endpoint, wanted, after };
    state.records().cursors.keep(cursor.clone(), position);
    Ok(cursor)
}

/// Returns the value of a field at the top of the query or the body.
fn sent(endpoint: &Endpoint, accepted: &Accepted, wire: &str) -> Option<String> {
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

fn unknown(field: &str) -> Refusal {
    let text = format!("`{field}` is no cursor of a page: no reply had it, or its records were deleted");
    Refusal::new(StatusCode::BAD_REQUEST, &text)
}

fn of_another(field: &str) -> Refusal {
    let text =
        format!("`{field}` is the cursor of another list: send it with the values of the request before");
    Refusal::new(StatusCode::BAD_REQUEST, &text)
}

/// Returns true if cursors are text, and false if they are numbers.
fn are_text(endpoint: &Endpoint, field: &str) -> bool {
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
            let value = spelling::spelled(contract, &field.shape, next, object.get(first));
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
