//! Looks up values in the JSON of an example.

use alignet_spec::{
    contract::{Field, Fill, Union, Variant},
    exact,
    source::Spanned,
    validate::filled,
};
use serde_json::Value as Json;

/// Returns true if the caller must set a field to reproduce the example.
pub(super) fn is_set(field: &Field, json: Option<&Json>) -> bool {
    match &field.fill {
        Fill::Caller => !field.optional || json.is_some(),
        Fill::Default(default) => json.is_some_and(|json| *json != filled(&field.shape, default)),
        _ => false,
    }
}

/// Returns the example as JSON. It is valid in a checked contract.
pub(super) fn parsed(example: Option<&Spanned<String>>) -> Json {
    example.and_then(|example| exact::parse(example.value.as_bytes()).ok()).unwrap_or_default()
}

/// Returns the first text or number under a key of this name, at any depth.
pub(super) fn anywhere(json: &Json, name: &str) -> Option<Json> {
    match json {
        Json::Object(map) => {
            let single = |value: &&Json| value.is_string() || exact::digits(value).is_some();
            let own = map.get(name).filter(single).cloned();
            own.or_else(|| map.values().find_map(|value| anywhere(value, name)))
        }
        Json::Array(items) => items.iter().find_map(|item| anywhere(item, name)),
        _ => None,
    }
}

/// Returns the variant that the JSON has, and the JSON of the variant's object.
pub(super) fn variant<'u, 'j>(union: &'u Union, json: &'j Json) -> Option<(&'u Variant, &'j Json)> {
    let variant = union.variant_of(json.as_object()?)?;
    let held = match &union.content {
        Some(content) => json.get(content).unwrap_or(&Json::Null),
        None => json,
    };
    Some((variant, held))
}
