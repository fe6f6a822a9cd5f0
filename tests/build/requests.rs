//! Generates the calls: each sample of each endpoint's request, as the Rust code that sends it.

use alignet_spec::{
    Contract,
    contract::{Endpoint, Field, Kind, Primitive, Shape},
    name, validate,
};
use serde_json::{Map, Value as Json};

use crate::{
    path,
    sample::{self, Much},
};

/// Generates the calls of every endpoint, as one constant.
pub(crate) fn calls(contract: &Contract) -> String {
    let calls = contract.endpoints.iter().flat_map(|endpoint| {
        let samples = samples(contract, endpoint);
        samples.into_iter().map(move |(name, request)| call(contract, endpoint, &name, &request))
    });
    format!("pub(super) const CALLS: &[Call] = &[{}];\n", calls.collect::<String>())
}

/// The samples of a request by name: the contract's example, if there is one, and generated values.
fn samples(contract: &Contract, endpoint: &Endpoint) -> Vec<(String, Map<String, Json>)> {
    let made = sample::each(contract, endpoint.fields()).into_iter();
    let made = made.map(|much| (format!("{much:?}"), sample::request(contract, endpoint, much)));
    let example = endpoint.example.request.as_ref().map(|example| {
        let json: Map<String, Json> = serde_json::from_str(&example.value).expect("an example is an object");
        let body = endpoint.body.iter().flatten().filter(|field| !field.fill.is_fixed());
        let body = body.filter_map(|field| Some((field.wire.clone(), json.get(&field.wire)?.clone())));
        let beside = sample::request(contract, &without_body(endpoint), Much::Whole(0));
        let shown = without_body(endpoint);
        let shown = shown.fields().filter_map(|field| {
            Some((field.wire.clone(), validate::filled(&field.shape, field.example.as_ref()?)))
        });
        let beside: Map<String, Json> = beside.into_iter().chain(shown).collect();
        ("the example".to_owned(), beside.into_iter().chain(body).collect())
    });
    example.into_iter().chain(made).collect()
}

fn without_body(endpoint: &Endpoint) -> Endpoint {
    let mut endpoint = endpoint.clone();
    endpoint.body = None;
    endpoint
}

fn call(contract: &Contract, endpoint: &Endpoint, name: &str, request: &Map<String, Json>) -> String {
    let start = if endpoint.inherited {
        format!("client.{}()", endpoint.name)
    } else {
        format!("crate::synthetic::{}::new(client)", name::camel(&endpoint.name))
    };
    let setters = setters(contract, endpoint.fields(), request, "");
    let operation = &endpoint.name;
    let json = Json::Object(request.clone()).to_string();
    format!(
        "Call {{ operation: {operation:?}, sample: {name:?}, request: {json:?}, run: |client, caller| Box::pin(async move {{
            let reply = {start}{setters}.timeout(caller.timeout).send().await?;
            Ok(Replied {{ shown: debugged(&reply), stored: Stored::of(&reply), json: encode_{}(reply) }})
        }}) }},\n",
        endpoint.reply.whole().expect("the tests of every endpoint read objects")
    )
}

fn setters<'f>(
    contract: &Contract,
    fields: impl Iterator<Item = &'f Field>,
    values: &Map<String, Json>,
    above: &str,
) -> String {
    let set = fields.filter_map(|field| Some((field, values.get(&field.wire)?)));
    let setters = set.map(|(field, json)| {
        let place = format!("{above}{}", field.wire);
        let value = match (&field.shape, json) {
            (Shape::Nullable(_), Json::Null) if field.optional => "alignet::Nullable::Null".to_owned(),
            (Shape::Nullable(inner), json) if field.optional => {
                format!("alignet::Nullable::Value({})", value(contract, inner, json, &place))
            }
            (shape, json) => value(contract, shape, json, &place),
        };
        format!(".{}({value})", field.name)
    });
    setters.collect()
}

/// Generates an expression of the Rust type that the shape has.
fn value(contract: &Contract, shape: &Shape, json: &Json, place: &str) -> String {
    let text = || json.as_str().unwrap_or_else(|| panic!("`{place}` is no string"));
    match shape {
        Shape::Primitive(Primitive::String) => format!("String::from({:?})", text()),
        Shape::Primitive(Primitive::Secret) => {
            format!("alignet::Secret::new(caller.secret({place:?}, {:?}))", text())
        }
        Shape::Primitive(Primitive::Scopes) => format!("alignet::Scopes::from({:?})", text()),
        Shape::Primitive(Primitive::Integer) => format!("{json}_i64"),
        Shape::Primitive(Primitive::Numeric) => {
            format!("{}_i64", json.as_str().map_or_else(|| json.to_string(), str::to_owned))
        }
        Shape::Primitive(Primitive::Amount) => format!("alignet::Amount::from_minor({})", text()),
        Shape::Primitive(Primitive::Decimal) => format!("\"{json}\".parse::<alignet::Decimal>()?"),
        Shape::Primitive(Primitive::Date) => format!("{:?}.parse::<alignet::Date>()?", text()),
        Shape::Primitive(Primitive::DateTime) => format!("{:?}.parse::<alignet::DateTime>()?", text()),
        Shape::Primitive(Primitive::Currency) => format!("{:?}.parse::<alignet::Currency>()?", text()),
        Shape::Primitive(Primitive::Boolean) => json.to_string(),
        Shape::Primitive(Primitive::Json) => format!("free({:?})", json.to_string()),
        Shape::Nullable(_) if json.is_null() => "None".to_owned(),
        Shape::Nullable(inner) => format!("Some({})", value(contract, inner, json, place)),
        Shape::List(item) => {
            let items = json.as_array().into_iter().flatten().enumerate();
            let items = items.map(|(at, json)| value(contract, item, json, &format!("{place}.{at}")));
            format!("vec![{}]", items.collect::<Vec<_>>().join(", "))
        }
        Shape::Map(item) => {
            let entries = json.as_object().into_iter().flatten().map(|(key, json)| {
                format!("({key:?}.to_owned(), {})", value(contract, item, json, &format!("{place}.{key}")))
            });
            format!("std::collections::BTreeMap::from_iter([{}])", entries.collect::<Vec<_>>().join(", "))
        }
        Shape::Named(index) => named(contract, *index, json, place),
        Shape::Primitive(Primitive::Flag | Primitive::Seconds) => panic!("`{place}` can't be in a request"),
    }
}

fn named(contract: &Contract, index: usize, json: &Json, place: &str) -> String {
    let one = &contract.types[index];
    let path = path(one);
    match &one.kind {
        Kind::Object(fields) => object(contract, &path, fields, json, place),
        Kind::Enumeration(values) => {
            let value = values.iter().find(|value| one.json(&value.wire) == *json);
            format!("{path}::{}", value.expect("samples hold listed values").name)
        }
        Kind::Union(union) => {
            let tag = json[&union.tag].as_str();
            let variant = union.variants.iter().find(|variant| Some(variant.wire.as_str()) == tag);
            let variant = variant.expect("samples hold listed tags");
            let (held, below) = match &union.content {
                None => (Some(json), place.to_owned()),
                Some(content) => (json.get(content), format!("{place}.{content}")),
            };
            let held = held.map(|held| named(contract, variant.of, held, &below));
            let held = match held {
                Some(held) if union.content_optional => format!("Some({held})"),
                held => held.unwrap_or_else(|| "None".to_owned()),
            };
            format!("{path}::{}({held})", variant.name)
        }
    }
}

fn object(contract: &Contract, path: &str, fields: &[Field], json: &Json, place: &str) -> String {
    let values = json.as_object().unwrap_or_else(|| panic!("`{place}` is no object"));
    let setters = setters(contract, fields.iter(), values, &format!("{place}."));
    format!("caller.see({path}::builder(){setters}.build())")
}
