//! Generates JSON that a contract allows, with every field or with as few as possible. The build script turns
//! such requests into calls, and tests answer with such replies.

use alignet_spec::{
    contract::{Contract, Endpoint, Field, Fill, Kind, Literal, Primitive, Shape},
    validate,
};
use serde_json::{Map, Value as Json, json};

/// The fields that a sample has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Much {
    /// Every field. Of several variants or values, the one with this number, modulo their number.
    Whole(usize),
    /// Only the required fields, with null for those that may be null.
    Least,
}

/// The deepest nesting of lists. A type may contain a list of itself, without end.
const DEPTH: usize = 4;

/// The samples that cover these fields: as many as the largest union has variants, and the smallest sample.
pub fn each<'c>(contract: &'c Contract, fields: impl Iterator<Item = &'c Field>) -> Vec<Much> {
    let mut seen = vec![false; contract.types.len()];
    let mut ahead: Vec<usize> = fields.filter_map(|field| field.shape.named()).collect();
    let mut variants = 1;
    while let Some(index) = ahead.pop() {
        if !std::mem::replace(&mut seen[index], true) {
            ahead.extend(contract.types[index].named());
            if let Kind::Union(union) = &contract.types[index].kind {
                variants = variants.max(union.variants.len());
            }
        }
    }
    (0..variants).map(Much::Whole).chain([Much::Least]).collect()
}

/// The fields of a request that callers set, by name on the wire.
pub fn request(contract: &Contract, endpoint: &Endpoint, much: Much) -> Map<String, Json> {
    Maker { contract, much, reply: false, number: 0 }.object(endpoint.fields(), 0)
}

/// A successful reply.
pub fn reply(contract: &Contract, endpoint: &Endpoint, much: Much) -> Json {
    let fields = contract.reply_fields(endpoint);
    let mut reply = Maker { contract, much, reply: true, number: 0 }.object(fields.iter(), 0);
    let flag = fields.iter().any(|field| field.wire == "success" && field.shape.is(Primitive::Flag));
    let success = if flag && much != Much::Least { Json::from("true") } else { Json::from(true) };
    reply.insert("success".to_owned(), success);
    let mut reply = Json::Object(reply);
    if let Some(code) = reply.pointer_mut(&format!("/{}/code", endpoint.status.path.join("/"))) {
        *code = Json::from("00");
    }
    reply
}

/// A lifetime in seconds, longer than any test.
const LIFETIME: u32 = 600;

/// Moments in several spellings.
const MOMENTS: [&str; 3] =
    ["2026-01-31T09:30:00-05:00", "2026-01-31T14:30:00.120Z", "2016-12-31T18:59:60.5-05:00"];

struct Maker<'c> {
    contract: &'c Contract,
    much: Much,
    reply: bool,
    /// Counts values, so that each value is unique.
    number: u32,
}

impl Maker<'_> {
    fn object<'f>(&mut self, fields: impl Iterator<Item = &'f Field>, depth: usize) -> Map<String, Json> {
        // Callers set no fixed value, and a reply has it.
        let reply = self.reply;
        let fields = fields.filter(|field| reply || !field.fill.is_fixed());
        let made = fields.filter_map(|field| Some((field.wire.clone(), self.field(field, depth)?)));
        made.collect()
    }

    fn field(&mut self, field: &Field, depth: usize) -> Option<Json> {
        let least = self.much == Much::Least;
        match (&field.fill, &field.shape) {
            (Fill::Const(value), shape) => Some(validate::filled(shape, value)),
            (Fill::Default(_), _) if least && !self.reply => None,
            // A generated string would not be an existing scope.
            (Fill::Default(Literal::String(text)), Shape::Primitive(Primitive::Scopes)) => {
                Some(Json::from(text.as_str()))
            }
            (_, Shape::Nullable(_)) if least => Some(Json::Null),
            _ if least && field.optional => None,
            (_, shape) => Some(self.value(&field.wire, shape, depth)),
        }
    }

    fn value(&mut self, wire: &str, shape: &Shape, depth: usize) -> Json {
        self.number += 1;
        let number = self.number;
        let choice = if let Much::Whole(choice) = self.much { choice } else { 0 };
        // A value that may be written in two ways is written in both, in alternate samples.
        let (digits, other) = (Json::from(number.to_string()), self.reply && choice % 2 == 1);
        match shape {
            Shape::Primitive(Primitive::String | Primitive::Secret) => Json::from(format!("{wire}-{number}")),
            Shape::Primitive(Primitive::Scopes) => Json::from("post:charges"),
            Shape::Primitive(Primitive::Integer) => Json::from(number),
            Shape::Primitive(Primitive::Numeric | Primitive::Amount) if other => Json::from(number),
            Shape::Primitive(Primitive::Numeric | Primitive::Amount) => digits,
            Shape::Primitive(Primitive::Date) => {
                Json::from(["2026-02-28", "0000-01-01", "9999-12-31"][choice % 3])
            }
            Shape::Primitive(Primitive::DateTime) => Json::from(MOMENTS[choice % MOMENTS.len()]),
            Shape::Primitive(Primitive::Decimal) if other => Json::from(format!("{number}.25")),
            Shape::Primitive(Primitive::Decimal) => Json::from(f64::from(number) + 0.25),
            Shape::Primitive(Primitive::Seconds) if other => Json::from(LIFETIME + number),
            Shape::Primitive(Primitive::Seconds) => Json::from((LIFETIME + number).to_string()),
            Shape::Primitive(Primitive::Currency) => Json::from(["604", "840", "999"][choice % 3]),
            Shape::Primitive(Primitive::Boolean) => Json::from(number % 2 == 0),
            Shape::Primitive(Primitive::Flag) if other => {
                Json::from(if number % 2 == 0 { "true" } else { "false" })
            }
            Shape::Primitive(Primitive::Flag) => Json::from(number % 2 == 0),
            Shape::Primitive(Primitive::Json) => json!({ "free": [number, null, "text"] }),
            Shape::Nullable(_) if self.much == Much::Least => Json::Null,
            Shape::Nullable(inner) => self.value(wire, inner, depth),
            Shape::List(_) if self.much == Much::Least || depth >= DEPTH => json!([]),
            Shape::List(item) => json!([self.value(wire, item, depth + 1)]),
            Shape::Map(_) if self.much == Much::Least || depth >= DEPTH => json!({}),
            Shape::Map(item) => json!({ "a key": self.value(wire, item, depth + 1) }),
            Shape::Named(index) => self.named(*index, choice, depth),
        }
    }

    fn named(&mut self, index: usize, choice: usize, depth: usize) -> Json {
        let contract = self.contract;
        match &contract.types[index].kind {
            Kind::Object(fields) => Json::Object(self.object(fields.iter(), depth)),
            Kind::Enumeration(values) => contract.types[index].json(&values[choice % values.len()].wire),
            Kind::Union(union) => {
                let variant = &union.variants[choice % union.variants.len()];
                let held = self.object(contract.fields(variant.of).iter(), depth);
                let mut object = match &union.content {
                    None => held,
                    Some(_) if union.content_optional && self.much == Much::Least => Map::new(),
                    Some(content) => Map::from_iter([(content.clone(), Json::Object(held))]),
                };
                object.insert(union.tag.clone(), Json::from(variant.wire.as_str()));
                Json::Object(object)
            }
        }
    }
}
