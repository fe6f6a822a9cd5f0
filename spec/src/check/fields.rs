//! Single fields: who fills them, with what, and whether they are secret.

use crate::{
    contract::{Contract, Field, Fill, Kind, Literal, Shape},
    diagnostic::{Diagnostic, Report},
    name,
};

/// Words that suggest a secret.
const SUSPICIOUS: [&str; 13] = [
    "authorization",
    "credential",
    "credentials",
    "cvv",
    "key",
    "nonce",
    "otp",
    "pan",
    "password",
    "pin",
    "secret",
    "security",
    "token",
];

fn request_fields(contract: &Contract) -> impl Iterator<Item = &Field> {
    contract.endpoints.iter().flat_map(|endpoint| endpoint.fields()).chain(&contract.api.header)
}

fn type_fields(contract: &Contract) -> impl Iterator<Item = &Field> {
    contract
        .types
        .iter()
        .filter_map(|one| match &one.kind {
            Kind::Object(fields) => Some(fields.iter()),
            _ => None,
        })
        .flatten()
}

pub(super) fn fills_stand_in_requests(contract: &Contract, report: &Report) {
    for field in type_fields(contract).filter(|field| field.fill != Fill::Caller) {
        report.push(
            Diagnostic::new(
                field.span,
                format!("`const`, `from` and `default` have no meaning for `{}`", field.wire),
            )
            .help("they say what an endpoint sends: write them in its `query`, `header` or `body`"),
        );
    }
}

pub(super) fn literals_fit(contract: &Contract, report: &Report) {
    for field in request_fields(contract) {
        let (Fill::Const(literal) | Fill::Default(literal)) = &field.fill else { continue };
        let values: &[_] = match &field.shape {
            Shape::Named(index) => match &contract.types[*index].kind {
                Kind::Enumeration(values) => values,
                _ => &[],
            },
            _ => &[],
        };
        let fits = match (&field.shape, literal) {
            (Shape::String | Shape::Scopes, Literal::String(_)) => true,
            (Shape::Integer, Literal::Integer(_)) | (Shape::Boolean, Literal::Boolean(_)) => true,
            (Shape::Named(_), Literal::String(text)) => values.iter().any(|value| value.wire == *text),
            _ => false,
        };
        if fits {
            continue;
        }
        let message = format!("the value of `{}` doesn't fit its type", field.wire);
        let help = match (&field.shape, literal) {
            (Shape::Named(_), Literal::String(text)) if !values.is_empty() => {
                name::suggest(text, "values", values.iter().map(|value| value.wire.as_str()))
            }
            _ => "strings, scopes, integers, booleans and enumerations can have a `const` or a `default`"
                .to_owned(),
        };
        report.push(Diagnostic::new(field.span, message).help(help));
    }
}

pub(super) fn sources_are_strings(contract: &Contract, report: &Report) {
    for field in request_fields(contract) {
        let expected = match field.fill {
            Fill::Environment(_) | Fill::ClientId => Shape::String,
            Fill::ClientSecret => Shape::Secret,
            _ => continue,
        };
        if field.shape != expected {
            let word = if expected == Shape::Secret { "secret" } else { "string" };
            report.push(
                Diagnostic::new(field.span, format!("what `{}` is filled from is a {word}", field.wire))
                    .help("leave `type` out: it follows from `from`"),
            );
        }
    }
}

pub(super) fn defaults_are_present(contract: &Contract, report: &Report) {
    for field in request_fields(contract).filter(|field| field.optional && field.fill != Fill::Caller) {
        report.push(
            Diagnostic::new(field.span, format!("`{}` is always sent, so it can't be optional", field.wire))
                .help("remove the `?`, or remove `const`, `from` or `default`"),
        );
    }
}

pub(super) fn suspicious_names_are_settled(contract: &Contract, report: &Report) {
    for field in request_fields(contract).chain(type_fields(contract)) {
        let suspicious =
            name::words(&field.wire).into_iter().find(|word| SUSPICIOUS.contains(&word.as_str()));
        let settled = field.public || matches!(field.fill, Fill::Const(_)) || !can_leak(&field.shape);
        if let (Some(word), false) = (suspicious, settled) {
            report.push(
                Diagnostic::new(field.span, format!("`{}` sounds secret (`{word}`), but is not of type `secret`", field.wire))
                    .help("write `type = \"secret\"`, so that it is never logged, or `secret = false` when anyone may see it"),
            );
        }
    }
}

/// Whether the shape itself shows its value; a declared type settles that for each of its fields.
fn can_leak(shape: &Shape) -> bool {
    match shape {
        Shape::Secret | Shape::Named(_) | Shape::Boolean | Shape::Flag | Shape::Seconds => false,
        Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => can_leak(inner),
        Shape::String | Shape::Scopes | Shape::Integer | Shape::Numeric | Shape::Json => true,
    }
}
