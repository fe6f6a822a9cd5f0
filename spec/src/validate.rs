//! Validates JSON against a contract: examples at compile time, and the requests that the sandbox
//! receives.

use serde_json::{Map, Value as Json};

use crate::{
    contract::{Contract, Field, Fill, Kind, Literal, Primitive, Shape, Union},
    exact, suggestion,
};

pub use crate::primitive::Side;

/// A place where JSON differs from the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The path from the top, as in `payment_method.phone`; empty for the whole value.
    pub path: String,
    /// The mistake. The message never quotes a value, because it may be secret.
    pub message: String,
}

/// Validates a JSON object against its declared fields.
pub fn object(contract: &Contract, fields: &[Field], json: &Json, side: Side) -> Vec<Mismatch> {
    let mut check = Check { contract, side, path: Vec::new(), found: Vec::new() };
    check.object(fields, json, None);
    check.found
}

/// Validates a value against its declared shape.
pub fn value(contract: &Contract, shape: &Shape, json: &Json, side: Side) -> Vec<Mismatch> {
    let mut check = Check { contract, side, path: Vec::new(), found: Vec::new() };
    check.shape(shape, json);
    check.found
}

/// Converts a literal to JSON.
pub fn literal(literal: &Literal) -> Json {
    match literal {
        Literal::String(text) => Json::from(text.as_str()),
        Literal::Integer(integer) => Json::from(*integer),
        Literal::Boolean(boolean) => Json::from(*boolean),
    }
}

/// Converts the literal of a field of this shape to JSON.
pub fn filled(shape: &Shape, one: &Literal) -> Json {
    match one {
        Literal::String(text) if shape.is(Primitive::Decimal) => exact::number(text),
        other => literal(other),
    }
}

/// Returns the text of an enumeration's value; `None` if the JSON is of another type.
fn enumerated(contract: &Contract, index: usize, json: &Json) -> Option<String> {
    match contract.types.get(index)?.integer {
        true => json.as_i64().map(|number| number.to_string()),
        false => json.as_str().map(str::to_owned),
    }
}

struct Check<'c> {
    contract: &'c Contract,
    side: Side,
    path: Vec<String>,
    found: Vec<Mismatch>,
}

impl Check<'_> {
    /// Validates an object. `tag` is a field besides the declared ones that is known to be present.
    fn object(&mut self, fields: &[Field], json: &Json, tag: Option<&str>) {
        let Json::Object(map) = json else { return self.expected("an object", json) };
        let wires: Vec<&str> = fields.iter().map(|field| field.wire.as_str()).chain(tag).collect();
        for field in fields {
            match map.get(&field.wire) {
                Some(value) => self.at(&field.wire, |check| check.field(field, value)),
                None if field.optional || self.is_mistyped(map, &wires, &field.wire) => {}
                None => self.at(&field.wire, |check| check.wrong("is required, but absent")),
            }
        }
        self.only(map, &wires);
    }

    fn field(&mut self, field: &Field, json: &Json) {
        // Many replies write null for a field that is optional and absent.
        if json.is_null() && field.optional && self.side == Side::Reply {
            return;
        }
        if let Fill::Const(expected) = &field.fill {
            let expected = filled(&field.shape, expected);
            if !exact::same(json, &expected) {
                self.wrong(&format!("must be {}", exact::write(&expected)));
            }
            return;
        }
        self.shape(&field.shape, json);
        let normalised = json.as_str().is_some_and(|text| ["", ".", ".."].contains(&text));
        if normalised && self.side == Side::Request && self.contract.stands_in_path(field) {
            self.wrong("must not be empty, `.` or `..`: it stands in a path");
        }
    }

    fn shape(&mut self, shape: &Shape, json: &Json) {
        let plain = exact::plain(json);
        let json = if shape.is(Primitive::Decimal) { json } else { &*plain };
        match shape {
            Shape::Primitive(Primitive::Secret) if self.side == Side::Reply && json.as_str() == Some("") => {
                self.wrong("must be a string that is not empty");
            }
            Shape::Primitive(primitive) => {
                if let Some(expected) = primitive.mismatch(json, self.side) {
                    self.expected(expected, json);
                }
            }
            Shape::Nullable(_) if json.is_null() => {}
            Shape::Nullable(inner) => self.shape(inner, json),
            Shape::List(item) => match json {
                Json::Array(items) => {
                    for (index, json) in items.iter().enumerate() {
                        self.at(&index.to_string(), |check| check.shape(item, json));
                    }
                }
                _ => self.expected("a list", json),
            },
            Shape::Map(item) => match json {
                Json::Object(map) => {
                    for (key, json) in map {
                        self.at(key, |check| check.shape(item, json));
                    }
                }
                _ => self.expected("an object", json),
            },
            Shape::Named(index) => self.named(*index, json),
        }
    }

    fn named(&mut self, index: usize, json: &Json) {
        let contract = self.contract;
        match contract.types.get(index).map(|one| &one.kind) {
            Some(Kind::Object(fields)) => self.object(fields, json, None),
            Some(Kind::Union(union)) => self.union(union, json),
            Some(Kind::Enumeration(values)) => match enumerated(contract, index, json) {
                None if contract.types[index].integer => self.expected("an integer", json),
                None => self.expected("a string", json),
                Some(text)
                    if self.side == Side::Request && !values.iter().any(|value| value.wire == text) =>
                {
                    let valid: Vec<&str> = values.iter().map(|value| value.wire.as_str()).collect();
                    self.wrong(&format!("must be one of {}", suggestion::list(&valid)));
                }
                Some(_) => {}
            },
            None => {}
        }
    }

    fn union(&mut self, union: &Union, json: &Json) {
        let contract = self.contract;
        let Json::Object(map) = json else { return self.expected("an object", json) };
        if !map.get(&union.tag).is_some_and(Json::is_string) {
            return self.at(&union.tag, |check| check.wrong("is required, a string that names the variant"));
        }
        let Some(variant) = union.variant_of(map) else {
            if self.side == Side::Request {
                let valid: Vec<&str> = union.variants.iter().map(|variant| variant.wire.as_str()).collect();
                self.at(&union.tag, |check| {
                    check.wrong(&format!("must be one of {}", suggestion::list(&valid)))
                });
            }
            return;
        };
        let fields = contract.fields(variant.of);
        let Some(content) = &union.content else { return self.object(fields, json, Some(&union.tag)) };
        let wires = [union.tag.as_str(), content.as_str()];
        match map.get(content) {
            Some(Json::Null) if union.content_optional && self.side == Side::Reply => {}
            Some(json) => self.at(content, |check| check.object(fields, json, None)),
            None if union.content_optional || self.is_mistyped(map, &wires, content) => {}
            None => self.at(content, |check| check.wrong("is required, but absent")),
        }
        self.only(map, &wires);
    }

    /// Reports the fields of a request that are not declared.
    fn only(&mut self, map: &Map<String, Json>, valid: &[&str]) {
        for key in self.unknown(map, valid) {
            let help = suggestion::suggest(key, "allowed", valid.iter().copied());
            self.at(key, |check| check.wrong(&format!("is not a field here; {help}")));
        }
    }

    /// Returns true if an unknown field is probably a misspelling of this absent one.
    fn is_mistyped(&self, map: &Map<String, Json>, valid: &[&str], absent: &str) -> bool {
        self.unknown(map, valid).any(|key| suggestion::nearest(key, [absent]).is_some())
    }

    /// Returns the fields that a request may not have. A reply may have any field.
    fn unknown<'m>(
        &self,
        map: &'m Map<String, Json>,
        valid: &'m [&str],
    ) -> impl Iterator<Item = &'m String> + use<'m> {
        let closed = self.side == Side::Request;
        map.keys().filter(move |key| closed && !valid.contains(&key.as_str()))
    }

    fn at(&mut self, step: &str, check: impl FnOnce(&mut Self)) {
        self.path.push(step.to_owned());
        check(self);
        self.path.pop();
    }

    fn expected(&mut self, expected: &str, json: &Json) {
        let found = match &*exact::plain(json) {
            Json::Null => "null",
            Json::Bool(_) => "a boolean",
            Json::Number(_) => "a number",
            Json::String(_) if expected.contains("string") => "another string",
            Json::String(_) => "a string",
            Json::Array(_) => "a list",
            Json::Object(_) => "an object",
        };
        self.wrong(&format!("must be {expected}, but is {found}"));
    }

    fn wrong(&mut self, message: &str) {
        self.found.push(Mismatch { path: self.path.join("."), message: message.to_owned() });
    }
}
