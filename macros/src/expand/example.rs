//! Rust that makes a value, for the example in an endpoint's documentation, which is compiled.

use alignet_spec::contract::{Endpoint, Field, Fill, Kind, Shape};

use crate::read::Found;

/// A call with every required field set.
pub(super) fn call(found: &Found, endpoint: &Endpoint, start: &str) -> String {
    let setters = setters(found, endpoint.fields(), "    ");
    let start = if setters.is_empty() {
        format!("let reply = {start}.send().await?;")
    } else {
        format!("let reply = {start}{setters}\n    .send()\n    .await?;")
    };
    let start = match &found.type_at(endpoint.reply).outcome {
        Some(_) => {
            format!("{start}\nlet proven = reply.outcome().is_authorised(); // nothing else proves funds")
        }
        None => start,
    };
    let single_use = found.contract.fields(endpoint.reply).iter().find(|field| field.single_use);
    single_use.map_or(start.clone(), |secret| {
        let name = &secret.name;
        format!("{start}\nlet left = reply.{name}.remaining();\nlet {name} = reply.{name}.expose()?; // consumes it")
    })
}

fn setters<'f>(found: &Found, fields: impl Iterator<Item = &'f Field>, indent: &str) -> String {
    fields
        .filter(|field| !field.optional && field.fill == Fill::Caller)
        .map(|field| format!("\n{indent}.{}({})", field.name, value(found, &field.shape, indent)))
        .collect()
}

fn value(found: &Found, shape: &Shape, indent: &str) -> String {
    match shape {
        Shape::String | Shape::Secret | Shape::Scopes => "\"…\"".to_owned(),
        Shape::Integer | Shape::Numeric => "1".to_owned(),
        Shape::Seconds => "std::time::Duration::from_secs(1)".to_owned(),
        Shape::Boolean | Shape::Flag => "true".to_owned(),
        Shape::Json => "alignet::Json::Null".to_owned(),
        Shape::Nullable(_) => "None".to_owned(),
        Shape::List(_) => "vec![]".to_owned(),
        Shape::Map(_) => "std::collections::BTreeMap::new()".to_owned(),
        Shape::Named(index) => {
            let one = found.type_at(*index);
            let name = format!(
                "{}{}",
                if found.emits(one.span) && !found.shipped { "" } else { "alignet::api::" },
                one.name
            );
            match &one.kind {
                Kind::Object(fields) => {
                    let deeper = format!("{indent}    ");
                    format!("{name}::builder(){}\n{deeper}.build()", setters(found, fields.iter(), &deeper))
                }
                Kind::Enumeration(values) => {
                    format!("{name}::{}", values.first().map_or("", |value| &value.name))
                }
                Kind::Union(union) => union.variants.first().map_or_else(String::new, |variant| {
                    let held = value(found, &Shape::Named(variant.of), indent);
                    if union.content_optional {
                        format!("{name}::{}(Some({held}))", variant.name)
                    } else {
                        format!("{name}::{}({held})", variant.name)
                    }
                }),
            }
        }
    }
}
