//! Sample JSON of a contract's types, with every field, and its mutations.

use std::borrow::Cow;

use alignet_spec::{
    Contract,
    contract::{Field, Fill, Kind, Primitive, Shape},
    exact, validate,
};
use serde_json::{Map, Value as Json, json};

/// The values that replace others.
pub(crate) fn values() -> Vec<Json> {
    vec![
        json!(null),
        json!(true),
        json!("true"),
        json!(""),
        json!("abc"),
        json!("604"),
        json!("0604"),
        json!("-5"),
        json!("15000"),
        json!("2026-01-31"),
        json!("2026-02-30"),
        json!("2026-01-31T09:30:00-05:00"),
        json!(0),
        json!(1),
        json!(-1),
        json!(150.5),
        json!(9_223_372_036_854_775_808_u64),
        json!([]),
        json!({}),
        json!(["abc"]),
    ]
}

/// An object with every field; of unions, the variant of this number.
fn object(contract: &Contract, fields: &[Field], number: usize, depth: usize) -> Map<String, Json> {
    let shown = |field: &Field| match (&field.fill, &field.example) {
        (Fill::Const(literal) | Fill::Default(literal), _) | (_, Some(literal)) => {
            validate::filled(&field.shape, literal)
        }
        (Fill::Environment(key), _) => {
            let values = contract.environments.first().map(|environment| &environment.values[*key]);
            Json::from(values.and_then(|value| value.as_str()).unwrap_or("example"))
        }
        _ => value(contract, &field.shape, number, depth),
    };
    fields.iter().map(|field| (field.wire.clone(), shown(field))).collect()
}

/// JSON without the digits of its numbers, for tools that know only doubles.
pub(crate) fn plain(json: &Json) -> Cow<'_, Json> {
    fn is_plain(json: &Json) -> bool {
        match json {
            Json::Array(items) => items.iter().all(is_plain),
            Json::Object(map) => exact::digits(json).is_none() && map.values().all(is_plain),
            _ => true,
        }
    }
    if is_plain(json) {
        Cow::Borrowed(json)
    } else {
        Cow::Owned(serde_json::from_str(&exact::write(json)).unwrap())
    }
}

fn value(contract: &Contract, shape: &Shape, number: usize, depth: usize) -> Json {
    match shape {
        Shape::Primitive(Primitive::Scopes) => {
            Json::from(contract.scopes.first().map_or("read", |scope| scope.name.as_str()))
        }
        Shape::Primitive(primitive) => primitive.example(),
        Shape::Map(inner) | Shape::List(inner) if depth > 0 => match (shape, inner) {
            (Shape::Map(_), _) => json!({}),
            _ => json!([]),
        },
        Shape::Map(inner) => json!({ "key": value(contract, inner, number, depth + 1) }),
        Shape::List(inner) => json!([value(contract, inner, number, depth + 1)]),
        Shape::Nullable(inner) => value(contract, inner, number, depth),
        Shape::Named(index) => match &contract.types[*index].kind {
            Kind::Object(fields) => Json::Object(object(contract, fields, number, depth)),
            Kind::Enumeration(values) => contract.types[*index].json(&values[number % values.len()].wire),
            Kind::Union(union) => {
                let variant = &union.variants[number % union.variants.len()];
                let inner = object(contract, contract.fields(variant.of), number, depth);
                let mut whole = match &union.content {
                    Some(content) => Map::from_iter([(content.clone(), Json::Object(inner))]),
                    None => inner,
                };
                whole.insert(union.tag.clone(), Json::from(variant.wire.as_str()));
                Json::Object(whole)
            }
        },
    }
}

/// A change of JSON, and the name of the field that it changes.
pub(crate) struct Mutation {
    pub(crate) json: Json,
    pub(crate) path: Vec<String>,
    pub(crate) removed: bool,
}

/// The samples of an object that differ: one for each variant of its unions and value of its enumerations, up to six.
pub(crate) fn objects(contract: &Contract, fields: &[Field]) -> Vec<Json> {
    distinct(|number| Json::Object(object(contract, fields, number, 0)))
}

/// The same for a value.
pub(crate) fn values_of(contract: &Contract, shape: &Shape) -> Vec<Json> {
    distinct(|number| value(contract, shape, number, 0))
}

fn distinct(sample: impl Fn(usize) -> Json) -> Vec<Json> {
    let mut found: Vec<Json> = Vec::new();
    for sample in (0..6).map(sample) {
        if !found.contains(&sample) {
            found.push(sample);
        }
    }
    found
}

/// Every change of one place near the top: another value, a field less, a field more. Types inside have tests of their own.
pub(crate) fn mutations(json: &Json) -> Vec<Mutation> {
    let mut found = Vec::new();
    let mut change = |path: &[String], json, removed| {
        found.push(Mutation { json, path: path.to_vec(), removed });
    };
    walk(json, &mut Vec::new(), &mut |path, here| {
        let pointer: String =
            path.iter().map(|step| format!("/{}", step.replace('~', "~0").replace('/', "~1"))).collect();
        let with = |value: Json| {
            let mut changed = json.clone();
            *changed.pointer_mut(&pointer).unwrap() = value;
            changed
        };
        let scalar = !here.is_array() && !here.is_object();
        // Four kinds are enough for a value that has values inside.
        let others = values().into_iter().filter(|value| scalar || !(value.is_string() || value.is_number()));
        others.for_each(|value| change(path, with(value), false));
        if let Json::Object(map) = here
            && exact::digits(here).is_none()
        {
            let mut more = map.clone();
            more.insert("surplus".to_owned(), json!(1));
            change(path, with(Json::Object(more)), false);
            for key in map.keys() {
                let mut less = map.clone();
                less.remove(key);
                change(&[path, std::slice::from_ref(key)].concat(), with(Json::Object(less)), true);
            }
        }
    });
    found
}

fn walk(json: &Json, path: &mut Vec<String>, visit: &mut impl FnMut(&[String], &Json)) {
    visit(path, json);
    let inner: Vec<(String, &Json)> = match json {
        // A number with its digits.
        Json::Object(_) if exact::digits(json).is_some() => Vec::new(),
        Json::Object(map) => map.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Json::Array(items) => {
            items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect()
        }
        _ => Vec::new(),
    };
    let near = path.len() < 2;
    for (step, value) in inner.into_iter().filter(|_| near) {
        path.push(step);
        walk(value, path, visit);
        path.pop();
    }
}
