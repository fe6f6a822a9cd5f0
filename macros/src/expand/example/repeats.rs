//! Finds objects that occur several times in an example, so that the example writes each of them once.

use alignet_spec::{
    contract::{Endpoint, Kind, Shape},
    name,
};
use serde_json::Value as Json;

use super::json::{is_set, variant};
use crate::read::Found;

/// An object of an example.
pub(super) struct Repeat {
    /// The type of the object.
    pub(super) of: usize,
    pub(super) json: Json,
    /// The number of times that it must still be written.
    pub(super) count: usize,
    /// The variable for the object.
    pub(super) variable: String,
}

/// Returns the objects that occur more than once in the body; objects inside others come first.
pub(super) fn repeats(found: &Found, endpoint: &Endpoint, request: &Json) -> Vec<Repeat> {
    let mut seen = Vec::new();
    for field in endpoint.body.iter().flatten() {
        if let Some(json) = request.get(&field.wire).filter(|json| is_set(field, Some(json))) {
            count(found, &field.shape, json, &mut seen);
        }
    }
    seen.retain(|one| one.count > 1);
    seen.sort_by_key(|one| one.json.to_string().len());
    for index in 0..seen.len() {
        let base = name::snake(&found.type_at(seen[index].of).name);
        let namesakes = seen[..index].iter().filter(|other| other.of == seen[index].of).count();
        seen[index].variable = if namesakes == 0 { base } else { format!("{base}_{}", namesakes + 1) };
    }
    seen
}

fn count(found: &Found, shape: &Shape, json: &Json, seen: &mut Vec<Repeat>) {
    match (shape, json) {
        (Shape::List(inner), Json::Array(items)) => {
            items.iter().for_each(|item| count(found, inner, item, seen));
        }
        (Shape::Map(inner), Json::Object(map)) => {
            map.values().for_each(|value| count(found, inner, value, seen));
        }
        (Shape::Nullable(inner), json) if !json.is_null() => count(found, inner, json, seen),
        (Shape::Named(index), json) => match &found.type_at(*index).kind {
            Kind::Object(fields) => {
                if let Some(known) = seen.iter_mut().find(|one| one.of == *index && one.json == *json) {
                    // Its inner objects are written once, as part of it.
                    known.count += 1;
                    return;
                }
                seen.push(Repeat { of: *index, json: json.clone(), count: 1, variable: String::new() });
                for field in fields {
                    if let Some(json) = json.get(&field.wire) {
                        count(found, &field.shape, json, seen);
                    }
                }
            }
            Kind::Union(union) => {
                if let Some((variant, held)) = variant(union, json) {
                    count(found, &Shape::Named(variant.of), held, seen);
                }
            }
            Kind::Enumeration(_) => {}
        },
        _ => {}
    }
}
