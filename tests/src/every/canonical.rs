//! Converts replies to a canonical form: values that the contract lets a service write in several ways are
//! written in one way, and fields that the contract does not declare are left out.

use alignet_spec::contract::{Contract, Endpoint, Field, Fill, Kind, Primitive, Reading, Shape};
use serde_json::{Map, Value as Json};

/// A function for each scalar value: called with its field's name, its shape, and the value.
type Leaf<'l> = &'l mut dyn FnMut(&str, &Shape, &mut Json);

/// Converts a reply to the canonical form.
pub fn reply(contract: &Contract, endpoint: &Endpoint, reply: &Json) -> Json {
    let mut reply = reply.clone();
    let mut walk = Walk { contract, leaf: &mut spell, clean: true, secrets: true };
    walk.object(contract.reply_fields(endpoint), &mut reply, None);
    reply
}

/// Converts a reply to the canonical form without its secrets, as an application stores it.
pub fn stored(contract: &Contract, endpoint: &Endpoint, reply: &Json) -> Json {
    let mut reply = reply.clone();
    let mut walk = Walk { contract, leaf: &mut spell, clean: true, secrets: false };
    walk.object(contract.reply_fields(endpoint), &mut reply, None);
    reply
}

/// Calls `leaf` for each scalar value of a reply.
pub fn each_leaf(contract: &Contract, endpoint: &Endpoint, reply: &mut Json, leaf: Leaf<'_>) {
    let mut walk = Walk { contract, leaf, clean: false, secrets: true };
    walk.object(contract.reply_fields(endpoint), reply, None);
}

fn spell(_: &str, shape: &Shape, json: &mut Json) {
    let parsed = match (shape, &*json) {
        (Shape::Primitive(Primitive::Flag), Json::String(text)) => text.parse().ok().map(Json::Bool),
        (Shape::Primitive(Primitive::Numeric | Primitive::Seconds), Json::String(text)) => {
            text.parse::<i64>().ok().map(Json::from)
        }
        (Shape::Primitive(Primitive::Amount), Json::Number(number)) => Some(Json::from(number.to_string())),
        (Shape::Primitive(Primitive::Amount), Json::String(text)) => {
            text.parse::<u64>().ok().map(|minor| minor.to_string()).map(Json::from)
        }
        (Shape::Primitive(Primitive::Decimal), Json::String(text)) => text.parse().ok(),
        (Shape::Primitive(Primitive::Scopes), Json::String(text)) => {
            Some(Json::from(text.split_whitespace().collect::<Vec<_>>().join(" ")))
        }
        _ => None,
    };
    if let Some(parsed) = parsed {
        *json = parsed;
    }
}

struct Walk<'c, 'l> {
    contract: &'c Contract,
    leaf: Leaf<'l>,
    /// True if undeclared fields, and nulls that mean "absent", are removed.
    clean: bool,
    /// False if secrets are removed.
    secrets: bool,
}

impl<'c> Walk<'c, '_> {
    fn object(&mut self, fields: &'c [Field], json: &mut Json, tag: Option<&str>) {
        let Json::Object(map) = json else { return };
        for field in fields {
            if let Some(json) = map.get_mut(&field.wire) {
                self.value(&field.wire, &field.shape, json);
            }
        }
        if self.clean {
            tidy(fields, map, tag);
        }
        if !self.secrets {
            map.retain(|wire, _| !fields.iter().any(|field| field.wire == *wire && field.shape.is_secret()));
        }
    }

    fn value(&mut self, wire: &str, shape: &'c Shape, json: &mut Json) {
        match (shape, json) {
            (Shape::Nullable(_), Json::Null) => {}
            (Shape::Nullable(inner), json) => self.value(wire, inner, json),
            (Shape::List(item), Json::Array(items)) => {
                items.iter_mut().for_each(|json| self.value(wire, item, json));
            }
            (Shape::Map(item), Json::Object(map)) => {
                map.values_mut().for_each(|json| self.value(wire, item, json));
            }
            (Shape::Named(index), json) => self.named(wire, *index, json),
            (shape, json) => (self.leaf)(wire, shape, json),
        }
    }

    fn named(&mut self, wire: &str, index: usize, json: &mut Json) {
        let contract = self.contract;
        match &contract.types[index].kind {
            Kind::Object(fields) => self.object(fields, json, None),
            Kind::Enumeration(_) => (self.leaf)(wire, &Shape::Named(index), json),
            Kind::Union(union) => {
                let tag = json[&union.tag].as_str();
                let variant = union.variants.iter().find(|variant| Some(variant.wire.as_str()) == tag);
                let Some(fields) = variant.map(|variant| contract.fields(variant.of)) else { return };
                match &union.content {
                    None => self.object(fields, json, Some(&union.tag)),
                    Some(content) => {
                        if let Some(held) = json.get_mut(content) {
                            self.object(fields, held, None);
                        }
                    }
                }
            }
        }
    }
}

fn tidy(fields: &[Field], map: &mut Map<String, Json>, tag: Option<&str>) {
    map.retain(|wire, json| {
        let field = fields.iter().find(|field| field.wire == *wire);
        let absent = |field: &Field| {
            let informs = !field.optional && field.reading != Reading::Strict;
            let optional = field.optional
                && !matches!(field.shape, Shape::Nullable(_) | Shape::Primitive(Primitive::Json));
            json.is_null() && (informs || optional)
        };
        tag == Some(wire) || field.is_some_and(|field| !absent(field))
    });
    for field in fields {
        // A secret without its lifetime counts as expired and reads as null, unless the contract has a
        // default.
        let says = |lifetime: &String| {
            let assumed = fields.iter().any(|one| one.wire == *lifetime && one.fill != Fill::Caller);
            assumed || map.contains_key(lifetime)
        };
        if field.lifetime.as_ref().is_some_and(|lifetime| !says(lifetime)) {
            map.insert(field.wire.clone(), Json::Null);
        }
    }
}
