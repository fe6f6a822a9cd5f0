//! The corrections of fields with a value that does not belong there.

use super::fields::{misfit, types};
use crate::contract::{Contract, Field, Fill, Literal, Primitive, Shape};

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

/// Returns the mistake in a number with a fraction, which stands without quotes, and the help for it.
pub(super) fn fraction(contract: &Contract, field: &Field, literal: &Literal) -> Option<(String, String)> {
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
        _ => misfit(contract, field, literal).map(|(_, help)| help)?,
    };
    Some((format!("the value of `{}` is a number with a fraction", field.wire), help))
}
