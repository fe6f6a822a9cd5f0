//! Builds a plausible reply or notification from the contract's types, for a contract without an example.

use alignet_spec::{
    contract::{Contract, Endpoint, Field, Fill, Kind, Notification, Reply, Shape, StatusPath},
    validate::filled,
};
use serde_json::{Map, Value as Json, json};

/// The deepest nesting of lists. A type may contain a list of itself, without end.
const DEPTH: usize = 8;

/// Builds a successful reply with every required field; null for one that is not JSON.
pub(crate) fn reply(contract: &Contract, endpoint: &Endpoint) -> Json {
    match endpoint.reply {
        Reply::Object(index) => body(contract, index, &endpoint.status),
        Reply::List(item) => Json::Array(vec![named(contract, item, 0)]),
        Reply::Document(_) | Reply::Nothing(_) => Json::Null,
    }
}

/// Builds a notification with every required field.
pub(crate) fn notification(contract: &Contract, notification: &Notification) -> Json {
    body(contract, notification.body, &notification.status)
}

/// Builds the body of a refusal with every required field.
pub(crate) fn error(contract: &Contract, of: usize) -> Map<String, Json> {
    object(contract, contract.fields(of), 0)
}

fn body(contract: &Contract, of: usize, status: &StatusPath) -> Json {
    let mut body = object(contract, contract.fields(of), 0);
    let message = json!({ "locale": "en_US", "value": "Processed" });
    let processed = json!({ "code": "00", "message_ilgn": [message] });
    place(&mut body, &status.path, processed);
    Json::Object(body)
}

/// Puts `value` at the end of a path, and keeps the other values along it.
pub(crate) fn place(object: &mut Map<String, Json>, path: &[String], value: Json) {
    match path {
        [] => {}
        [last] => {
            object.insert(last.clone(), value);
        }
        [first, inner @ ..] => {
            let next = object.entry(first.clone()).or_insert_with(|| Json::Object(Map::new()));
            if let Json::Object(next) = next {
                place(next, inner, value);
            }
        }
    }
}

fn object(contract: &Contract, fields: &[Field], depth: usize) -> Map<String, Json> {
    let required = fields.iter().filter(|field| !field.optional);
    required.map(|field| (field.wire.clone(), shown(contract, field, depth))).collect()
}

/// Builds the value of a field: the one that the contract fixes, its example, or else a plausible one.
pub(super) fn shown(contract: &Contract, field: &Field, depth: usize) -> Json {
    match (&field.fill, &field.example) {
        (Fill::Const(given), _) | (_, Some(given)) | (Fill::Default(given), _) => filled(&field.shape, given),
        _ => value(contract, &field.shape, depth),
    }
}

pub(crate) fn value(contract: &Contract, shape: &Shape, depth: usize) -> Json {
    match shape {
        Shape::Primitive(primitive) => primitive.example(),
        Shape::Map(_) => json!({}),
        Shape::Nullable(_) => Json::Null,
        Shape::List(_) if depth >= DEPTH => json!([]),
        Shape::List(item) => Json::Array(vec![value(contract, item, depth + 1)]),
        Shape::Named(index) => named(contract, *index, depth),
    }
}

fn named(contract: &Contract, index: usize, depth: usize) -> Json {
    match contract.types.get(index).map(|one| &one.kind) {
        Some(Kind::Object(fields)) => Json::Object(object(contract, fields, depth)),
        Some(Kind::Enumeration(values)) => {
            values.first().map_or(Json::Null, |one| contract.types[index].json(&one.wire))
        }
        Some(Kind::Union(union)) => {
            let Some(variant) = union.variants.first() else { return Json::Null };
            let content = object(contract, contract.fields(variant.of), depth);
            let mut union_object = match &union.content {
                None => content,
                Some(wire) => Map::from_iter([(wire.clone(), Json::Object(content))]),
            };
            union_object.insert(union.tag.clone(), Json::from(variant.wire.as_str()));
            Json::Object(union_object)
        }
        None => Json::Null,
    }
}
