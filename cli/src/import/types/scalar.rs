//! Strings by their format or pattern, and what a field says besides its type.

use alignet_spec::secret_names;

use crate::import::{
    document::{Json, Schema},
    draft::{Field, Shape, Value, sentence, shown},
};

/// Returns the type of a string.
pub(crate) fn string(schema: &Schema<'_>, wire: &str) -> &'static str {
    match schema.format {
        Some("date") => return "date",
        Some("date-time") => return "date-time",
        Some("password") => return "secret",
        _ => {}
    }
    let named = |words: &[&str]| {
        let wire = wire.to_lowercase();
        words.iter().any(|word| wire.contains(word))
    };
    match schema.pattern {
        Some("^[0-9]{3}$" | r"^\d{3}$") if named(&["currency", "moneda"]) => "currency",
        Some(pattern) if is_digits(pattern) && named(&["amount", "monto", "importe"]) => "amount",
        _ => "string",
    }
}

/// Returns the type of a single value.
pub(crate) fn word(schema: &Schema<'_>, wire: &str) -> &'static str {
    match schema.types.first() {
        Some(&"integer") => "integer",
        Some(&"number") => "decimal",
        Some(&"boolean") => "boolean",
        _ => string(schema, wire),
    }
}

/// Returns true for a pattern of digits alone, of any length.
fn is_digits(pattern: &str) -> bool {
    let inner = pattern.strip_prefix('^').and_then(|rest| rest.strip_suffix('$'));
    let Some(inner) = inner else { return false };
    let Some(count) = inner.strip_prefix("[0-9]").or_else(|| inner.strip_prefix(r"\d")) else { return false };
    let range = count.strip_prefix("{1,").and_then(|rest| rest.strip_suffix('}'));
    count == "+"
        || range.is_some_and(|most| !most.is_empty() && most.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Adds the documentation of a field, and if it is deprecated.
pub(crate) fn describe(field: &mut Field, schema: &Schema<'_>, doc: Option<&str>) {
    field.set("doc", doc.and_then(sentence).map(Value::Text));
    if schema.deprecated && field.optional {
        field.set("deprecated", Some(Value::text(DEPRECATED)));
    } else if schema.deprecated {
        field.comments.push("deprecated in the document, but required".to_owned());
    }
}

/// Mentions the default of a field, which a draft never sends: a service assumes it by itself, and many documents have
/// placeholders there.
pub(crate) fn mention_default(field: &mut Field, schema: &Schema<'_>) {
    let default = schema.default.map(|default| format!("The default of the document: {}", shown(default)));
    field.comments.extend(default);
}

/// The reason for a deprecation, of which OpenAPI only says that there is one.
pub(crate) const DEPRECATED: &str = "The service asks not to use it any more.";

/// Returns a value that a contract can write in one line.
pub(crate) fn literal(json: &Json, shape: &Shape) -> Option<Value> {
    match (shape.without_null(), json) {
        (Shape::Word("string"), Json::String(text)) => Some(Value::Text(text.clone())),
        (Shape::Word("integer") | Shape::Named(_), Json::Number(_)) => json.integer().map(Value::Integer),
        (Shape::Word("boolean"), Json::Bool(truth)) => Some(Value::Boolean(*truth)),
        (Shape::Named(_), Json::String(text)) => Some(Value::Text(text.clone())),
        _ => None,
    }
}

/// Returns the example of a field beside the body, if it can be shown.
pub(crate) fn example(json: &Json, field: &Field, in_header: bool) -> Option<Value> {
    let hidden = secret_names::telling(&field.wire).is_some();
    let value = literal(json, &field.shape).filter(|_| !hidden)?;
    match &value {
        Value::Text(text) => {
            let plain = text.chars().all(|char| char.is_ascii_graphic() || char == ' ');
            let shows = !text.trim().is_empty() && !text.chars().any(crate::import::document::is_invisible);
            (shows && (plain || !in_header)).then_some(value)
        }
        _ => Some(value),
    }
}
