//! Writes the values of records into the example of a reply.

use alignet_spec::{
    contract::{Contract, Field, Kind, Primitive, Shape},
    exact,
};
use serde_json::{Map, Value as Json};

use super::values::{Values, lacks};
use crate::{behaviour::scalar, reply::example};

/// Writes a record's values into the fields of a reply.
pub(super) fn object(contract: &Contract, fields: &[Field], values: &Values, object: &mut Map<String, Json>) {
    fields_of(contract, "", fields, values, object);
}

/// Writes a record's values into the fields of the object that the field `wire` holds.
fn fields_of(
    contract: &Contract,
    wire: &str,
    fields: &[Field],
    values: &Values,
    object: &mut Map<String, Json>,
) {
    empty_content_of_another_tag(contract, fields, values, object);
    for field in fields.iter().filter(|field| scalar::is_set_by_caller(field)) {
        if lacks(values, &field.wire) {
            match (&field.shape, field.optional) {
                (_, true) => drop(object.remove(&field.wire)),
                (Shape::Nullable(_), false) => drop(object.insert(field.wire.clone(), Json::Null)),
                _ => {}
            }
            continue;
        }
        if let Some(class) = scalar::class(contract, &field.shape) {
            let whole = values.get(&(format!("{wire}.{}", field.wire), class));
            if let Some(text) = whole.or_else(|| values.get(&(field.wire.clone(), class))) {
                // An object that the example lacks has its numbers as numbers.
                let number = Json::from(0);
                let example = object.get(&field.wire).or_else(|| whole.map(|_| &number));
                let value = spelled(contract, &field.shape, text, example);
                if value.is_null() && field.optional && !matches!(field.shape, Shape::Nullable(_)) {
                    object.remove(&field.wire);
                } else {
                    object.insert(field.wire.clone(), value);
                }
            }
            continue;
        }
        if is_told_of(values, &field.wire) && object.get(&field.wire).is_none_or(Json::is_null) {
            object.insert(field.wire.clone(), Json::Object(Map::new()));
        }
        if let Some(value) = object.get_mut(&field.wire) {
            inside(contract, &field.wire, &field.shape, values, value);
            if field.optional && value.as_object().is_some_and(Map::is_empty) {
                object.remove(&field.wire);
            }
        }
    }
}

/// Returns true if the record has values that are named by the object that holds them: `expiration_date.utc_time`.
fn is_told_of(values: &Values, wire: &str) -> bool {
    values.keys().any(|(name, _)| name.strip_prefix(wire).is_some_and(|rest| rest.starts_with('.')))
}

/// Empties a union's content in a reply that has the union's tag and content as two separate fields, if
/// the record's tag differs from the example's: the example's content belongs to another variant.
fn empty_content_of_another_tag(
    contract: &Contract,
    fields: &[Field],
    values: &Values,
    object: &mut Map<String, Json>,
) {
    for one in &contract.types {
        let Kind::Union(union) = &one.kind else { continue };
        let Some(content) = &union.content else { continue };
        if !fields.iter().any(|field| field.wire == *content && field.optional) {
            continue;
        }
        let tagged = |field: &&Field| {
            field.wire == union.tag
                && scalar::class(contract, &field.shape) == Some(scalar::tag_class(contract, union))
        };
        let Some(tag) = fields.iter().find(tagged) else { continue };
        let known = values.get(&(tag.wire.clone(), scalar::tag_class(contract, union)));
        let example = object.get(&tag.wire).and_then(Json::as_str);
        if known.is_some_and(|known| example != Some(known)) {
            // What the record knows of it is written into an empty one.
            object.insert(content.clone(), Json::Object(Map::new()));
        }
    }
}

/// Writes a record's values into a nested value.
fn inside(contract: &Contract, wire: &str, shape: &Shape, values: &Values, json: &mut Json) {
    match (shape, json) {
        (Shape::Nullable(inner), json) => inside(contract, wire, inner, values, json),
        // The last element of a list, such as the history of a state, is the current one.
        (Shape::List(item), Json::Array(items)) => {
            if let Some(last) = items.last_mut() {
                inside(contract, wire, item, values, last);
            }
        }
        (Shape::Named(index), Json::Object(map)) => named(contract, wire, *index, values, map),
        _ => {}
    }
}

fn named(contract: &Contract, wire: &str, index: usize, values: &Values, map: &mut Map<String, Json>) {
    match contract.types.get(index).map(|one| &one.kind) {
        Some(Kind::Object(fields)) => fields_of(contract, wire, fields, values, map),
        Some(Kind::Union(union)) => {
            let Some(variant) = union.variant_of(map) else { return };
            let fields = contract.fields(variant.of);
            match &union.content {
                None => fields_of(contract, wire, fields, values, map),
                Some(content) => {
                    if let Some(Json::Object(object)) = map.get_mut(content) {
                        fields_of(contract, content, fields, values, object);
                    }
                }
            }
        }
        _ => {}
    }
}

/// Builds the list `each` of a reply, with one element for each record.
pub(super) fn list(
    contract: &Contract,
    fields: &[Field],
    each: &str,
    records: &[Values],
    reply: &mut Map<String, Json>,
) {
    let Some(field) = fields.iter().find(|field| field.wire == each) else { return };
    let Some(element) = scalar::elements(contract, field) else { return };
    items(contract, each, element, records, reply.entry(each).or_insert_with(|| Json::Array(Vec::new())));
}

/// Replaces the list that the field `each` holds by one with an element for each record. The first element is the example of
/// each.
pub(super) fn items(contract: &Contract, each: &str, element: &Shape, records: &[Values], list: &mut Json) {
    let example = list.as_array().and_then(|items| items.first()).cloned();
    let example = example.unwrap_or_else(|| example::value(contract, element, 0));
    let one = |values: &Values| {
        let mut one = example.clone();
        inside(contract, each, element, values, &mut one);
        one
    };
    *list = Json::Array(records.iter().map(one).collect());
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
