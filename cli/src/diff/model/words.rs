//! Parts of a contract as a contract spells them.

use alignet_spec::contract::{Contract, Fill, Kind, Literal, Shape, Style};

/// Returns a type expression, given the names of the declared types.
pub(crate) fn shape(shape: &Shape, names: &[String]) -> String {
    match shape {
        Shape::Primitive(primitive) => primitive.as_str().to_owned(),
        Shape::Named(index) => names.get(*index).cloned().unwrap_or_default(),
        Shape::List(inner) => format!("[{}]", self::shape(inner, names)),
        Shape::Map(inner) => format!("{{{}}}", self::shape(inner, names)),
        Shape::Nullable(inner) => format!("{}|null", self::shape(inner, names)),
    }
}

/// Returns the kind of a type, with its article.
pub(crate) fn kind(kind: &Kind) -> &'static str {
    match kind {
        Kind::Object(_) => "an object",
        Kind::Enumeration(_) => "an enumeration",
        Kind::Union(_) => "a union",
    }
}

pub(crate) fn literal(literal: &Literal) -> String {
    match literal {
        Literal::String(text) => format!("{text:?}"),
        Literal::Integer(integer) => integer.to_string(),
        Literal::Boolean(boolean) => boolean.to_string(),
    }
}

/// Returns the source of a field's value.
pub(crate) fn fill(contract: &Contract, fill: &Fill) -> String {
    match fill {
        Fill::Caller => "the caller".to_owned(),
        Fill::Default(value) => format!("`default = {}`", literal(value)),
        Fill::Const(value) => format!("`const = {}`", literal(value)),
        Fill::Environment(index) => {
            let name = contract.api.environment.get(*index).map_or("", |key| key.name.as_str());
            format!("`from = \"environment.{name}\"`")
        }
        Fill::ClientId => "`from = \"credentials.client_id\"`".to_owned(),
        Fill::ClientSecret => "`from = \"credentials.client_secret\"`".to_owned(),
    }
}

pub(crate) fn style(style: Option<Style>) -> String {
    match style {
        None => "no style".to_owned(),
        Some(Style::Repeated) => "`repeated`".to_owned(),
        Some(Style::Separated(sign)) => format!("`{sign}`"),
    }
}

/// Returns names in code style, with commas.
pub(crate) fn list<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}
