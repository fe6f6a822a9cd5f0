//! Spells values in the JSON type of their fields.

use alignet_spec::{
    contract::{Contract, Field, Primitive, Shape},
    exact,
};
use serde_json::{Map, Value as Json};

use crate::{
    behaviour::scalar::{self, Class},
    clock,
};

/// A time: as text, as a number, or as an object of such fields.
pub(super) fn moment(contract: &Contract, shape: &Shape, seconds: u64) -> Option<Json> {
    match scalar::class(contract, shape) {
        Some(Class::Text) => Some(Json::from(clock::utc(seconds))),
        Some(Class::Number) => Some(Json::from(seconds)),
        Some(_) => None,
        None => {
            let fields = contract.fields(shape.without_null().named()?).iter();
            let inner = |field: &Field| Some((field.wire.clone(), moment(contract, &field.shape, seconds)?));
            Some(Json::Object(fields.filter_map(inner).collect()))
        }
    }
}

/// Writes a number into a field of a reply.
pub(super) fn number(
    contract: &Contract,
    fields: &[Field],
    wire: &str,
    number: usize,
    reply: &mut Map<String, Json>,
) {
    let Some(field) = fields.iter().find(|field| field.wire == wire) else { return };
    if scalar::class(contract, &field.shape).is_some() {
        let value = spelled(contract, &field.shape, &number.to_string(), reply.get(wire));
        reply.insert(wire.to_owned(), value);
    }
}

/// A value in the JSON type of its field; if the field allows several types, in the type of the example.
pub(super) fn spelled(contract: &Contract, shape: &Shape, text: &str, example: Option<&Json>) -> Json {
    let textual = example.is_none_or(|example| example.is_string() || example.is_null());
    match shape.without_null() {
        Shape::Primitive(Primitive::Json) | Shape::Map(_) => {
            exact::parse(text.as_bytes()).unwrap_or_default()
        }
        Shape::Primitive(primitive) => primitive.json(text, textual),
        Shape::Named(index) => contract.types[*index].json(text),
        _ => Json::from(text),
    }
}
