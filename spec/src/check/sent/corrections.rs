//! The corrections of fields with a value that does not belong there.

use crate::{
    contract::{Contract, Field, Fill, Kind, Literal, Primitive, Shape, Value},
    diagnostic::Diagnostic,
};

/// Returns the field as it is written without a value to send.
pub(super) fn type_alone(contract: &Contract, field: &Field) -> String {
    let wire = &field.wire;
    let written = types(contract, field).0.or(match &field.shape {
        Shape::Primitive(primitive) => Some(primitive.as_str()),
        _ => None,
    });
    match written {
        Some(written) if field.doc.is_empty() => {
            let required = written.trim_end_matches('?');
            format!("write `{wire} = \"{required}\"`, or `{wire} = \"{required}?\"` if it may be absent")
        }
        _ => "keep only its `type`, with a `?` at its end if it may be absent, and its `doc`".to_owned(),
    }
}

/// Returns the mistake in a number with a fraction, which stands without quotes.
pub(super) fn fraction(contract: &Contract, field: &Field, literal: &Literal) -> Option<Diagnostic> {
    let Literal::String(number) = literal else { return None };
    if contract.sources.text(field.marks.fill).starts_with(['"', '\'']) {
        return None;
    }
    let key = if matches!(field.fill, Fill::Const(_)) { "const" } else { "default" };
    let minor = number.split_once('.').filter(|(_, decimals)| decimals.len() <= 2);
    let minor = minor.map(|(whole, decimals)| format!("{whole}{decimals:0<2}"));
    let minor = minor.as_deref().map(|minor| minor.trim_start_matches('0'));
    let minor = minor.filter(|minor| !minor.is_empty() && minor.chars().all(|char| char.is_ascii_digit()));
    let amount =
        minor.map(|minor| format!("`{key} = \"{minor}\"`, in minor units of a currency with two decimals"));
    let help = match (&field.shape, amount) {
        (Shape::Primitive(Primitive::Amount), Some(amount)) => format!("write {amount}"),
        (_, Some(amount)) if types(contract, field).0.is_none() => {
            format!(
                "for an amount of money, add `type = \"amount\"` and write {amount}; for a text, write `{key} = \"{number}\"`"
            )
        }
        (Shape::Primitive(one), _) if one.takes(literal) => {
            format!("write it in quotes: `{key} = \"{number}\"`")
        }
        _ => misfit(contract, field, literal)?.help.pop()?,
    };
    let message = format!("the value of `{}` is a number with a fraction", field.wire);
    Some(Diagnostic::new(field.marks.fill, message).help(help))
}

/// Returns the mistake in a literal.
pub(super) fn misfit(contract: &Contract, field: &Field, literal: &Literal) -> Option<Diagnostic> {
    let help = match &field.shape {
        Shape::Primitive(primitive) if primitive.takes(literal) => return None,
        Shape::Primitive(primitive) => primitive.literals().map_or_else(types_with_literals, str::to_owned),
        Shape::Named(index) => match (&contract.types[*index].kind, literal) {
            _ if contract.types[*index].lost => return None,
            (Kind::Enumeration(values), Literal::String(text)) if !contract.types[*index].integer => {
                return unlisted(field, values, text);
            }
            (Kind::Enumeration(values), Literal::Integer(number)) if contract.types[*index].integer => {
                return unlisted(field, values, &number.to_string());
            }
            (Kind::Enumeration(_), _) if contract.types[*index].integer => {
                "write one of the values of its type, without quotes".to_owned()
            }
            (Kind::Enumeration(_), _) => "write one of the values of its type, in quotes".to_owned(),
            _ => types_with_literals(),
        },
        Shape::List(_) | Shape::Map(_) | Shape::Nullable(_) => types_with_literals(),
    };
    let message = format!("the value of `{}` doesn't fit its type", field.wire);
    Some(Diagnostic::new(field.marks.fill, message).help(help))
}

/// Returns the mistake in a value that an enumeration does not list.
fn unlisted(field: &Field, values: &[Value], text: &str) -> Option<Diagnostic> {
    let wires = || values.iter().map(|value| value.wire.as_str());
    let message = format!("`{text}` is not a value of the type of `{}`", field.wire);
    let mistake = || Diagnostic::new(field.marks.fill, message).suggest(text, "values", wires());
    (!wires().any(|wire| wire == text)).then(mistake)
}

fn types_with_literals() -> String {
    let list = Primitive::list(|one| one.literals().is_some() && one.instead_in_requests().is_none());
    format!("only {list} and enumerations can have a `const` or a `default`")
}

/// Returns the type of a field if it is written, and the type of a secret in its place.
pub(super) fn types<'c>(contract: &'c Contract, field: &Field) -> (Option<&'c str>, String) {
    if field.marks.shape == field.span {
        return (None, "secret".to_owned());
    }
    let written = contract.sources.text(field.marks.shape).trim_matches(['"', '\'']);
    let word = written.split(|char: char| !char.is_alphanumeric()).find(|word| !word.is_empty());
    (Some(written), written.replace(word.unwrap_or(written), "secret"))
}
