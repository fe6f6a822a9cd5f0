//! Generates the code that converts each reply type back to JSON, from its public fields.

use alignet_spec::{
    Contract,
    contract::{Field, Fill, Kind, Primitive, Reading, Shape, Type},
    validate,
};

use crate::path;

/// Generates a function `encode_N` for each type N that a reply contains.
pub(crate) fn functions(contract: &Contract) -> String {
    let mut ahead: Vec<usize> =
        contract.endpoints.iter().filter_map(|endpoint| endpoint.reply.whole()).collect();
    let mut seen = vec![false; contract.types.len()];
    let mut code = String::new();
    while let Some(index) = ahead.pop() {
        if !std::mem::replace(&mut seen[index], true) {
            let one = &contract.types[index];
            ahead.extend(one.named());
            let (path, body) = (path(one), body(one));
            code += &format!("fn encode_{index}(value: {path}) -> Json {{ {body} }}\n");
        }
    }
    code
}

fn body(one: &Type) -> String {
    let path = path(one);
    match &one.kind {
        Kind::Object(fields) => {
            let fields: String = fields.iter().map(|one_field| field(one, one_field)).collect();
            format!("let mut map = Map::new(); {fields} Json::Object(map)")
        }
        Kind::Enumeration(_) if one.integer => "Json::from(value.as_i64())".to_owned(),
        Kind::Enumeration(values) => {
            let arms: String = values
                .iter()
                .map(|value| format!("{path}::{} => Json::from({:?}),", value.name, value.wire))
                .collect();
            format!(
                "match value {{ {arms} {path}::Unknown(text) => Json::from(text.as_str()), _ => Json::Null }}"
            )
        }
        Kind::Union(union) => {
            let arms = union.variants.iter().map(|variant| {
                let encode = format!("encode_{}", variant.of);
                let held = match union.content_optional {
                    true => format!("held.map({encode})"),
                    false => format!("Some({encode}(held))"),
                };
                let (tag, wire, content) = (&union.tag, &variant.wire, &union.content);
                format!("{path}::{}(held) => tagged({tag:?}, {wire:?}, {content:?}, {held}),", variant.name)
            });
            let arms: String = arms.collect();
            format!("match value {{ {arms} {path}::Unknown(json) => json, _ => Json::Null }}")
        }
    }
}

/// Generates the code that puts a field's value into the map, unless the field is absent.
fn field(one: &Type, field: &Field) -> String {
    let (name, wire) = (&field.name, &field.wire);
    if let Fill::Const(value) = &field.fill {
        // The type has no field for a fixed value.
        let value = validate::filled(&field.shape, value).to_string();
        return format!("put(&mut map, {wire:?}, free({value:?}));\n");
    }
    let shape = match &field.shape {
        Shape::Primitive(Primitive::Secret) if field.single_use || field.lifetime.is_some() => {
            "x.expose().map_or(Json::Null, Json::from)".to_owned()
        }
        Shape::Nullable(inner) if field.optional => {
            let value = value(inner, "x");
            return format!(
                "match value.{name} {{
                    alignet::Nullable::Absent => {{}}
                    alignet::Nullable::Null => put(&mut map, {wire:?}, Json::Null),
                    alignet::Nullable::Value(x) => put(&mut map, {wire:?}, {value}),
                }}"
            );
        }
        shape => value(shape, "x"),
    };
    let many = matches!(field.shape, Shape::List(_) | Shape::Map(_) | Shape::Nullable(_));
    let may_be_unread = !one.in_request && field.reading != Reading::Strict && !many;
    if matches!(field.shape, Shape::Nullable(_)) && !one.in_request && field.reading != Reading::Strict {
        // For a field that only informs, null and absent are the same.
        return format!(
            "if let Some(xx) = value.{name} {{ let x = Some(xx); put(&mut map, {wire:?}, {shape}); }}\n"
        );
    }
    if field.optional || may_be_unread {
        format!("if let Some(x) = value.{name} {{ put(&mut map, {wire:?}, {shape}); }}\n")
    } else {
        format!("{{ let x = value.{name}; put(&mut map, {wire:?}, {shape}); }}\n")
    }
}

/// Generates the expression of `x` as JSON, in the form that `every::canonical` gives it.
fn value(shape: &Shape, x: &str) -> String {
    let inner = |shape: &Shape| value(shape, &format!("{x}x"));
    match shape {
        Shape::Primitive(
            Primitive::String
            | Primitive::Integer
            | Primitive::Numeric
            | Primitive::Boolean
            | Primitive::Flag,
        ) => {
            format!("Json::from({x})")
        }
        Shape::Primitive(Primitive::Date) => format!("Json::from({x}.to_string())"),
        Shape::Primitive(Primitive::DateTime) => format!("Json::from({x}.as_str())"),
        Shape::Primitive(Primitive::Decimal) => format!("free(&{x}.to_string())"),
        Shape::Primitive(Primitive::Json) => x.to_owned(),
        Shape::Primitive(Primitive::Secret) => format!("Json::from({x}.expose())"),
        Shape::Primitive(Primitive::Scopes) => format!("Json::from({x}.as_str())"),
        Shape::Primitive(Primitive::Amount) => format!("Json::from({x}.minor().to_string())"),
        Shape::Primitive(Primitive::Currency) => format!("Json::from(format!(\"{{:03}}\", {x}.number()))"),
        Shape::Primitive(Primitive::Seconds) => format!("Json::from({x}.as_secs())"),
        Shape::Named(index) => format!("encode_{index}({x})"),
        Shape::Nullable(held) => format!("{x}.map_or(Json::Null, |{x}x| {})", inner(held)),
        Shape::List(held) => format!("{x}.into_iter().map(|{x}x| {}).collect::<Json>()", inner(held)),
        Shape::Map(held) => {
            format!("{x}.into_iter().map(|(key, {x}x)| (key, {})).collect::<Json>()", inner(held))
        }
    }
}
