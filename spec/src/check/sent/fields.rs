//! Checks single fields: the sources of their values, the values, and secrecy.

use super::headers;
use crate::{
    contract::{Contract, Field, Fill, Kind, Literal, Primitive, Shape, Type},
    diagnostic::{Diagnostic, Report},
    name,
    primitive::Use,
    scopes, secret_names, suggestion,
};

pub(super) fn request_fields(contract: &Contract) -> impl Iterator<Item = &Field> {
    let endpoints = contract.endpoints.iter().flat_map(|endpoint| endpoint.fields());
    endpoints.chain(&contract.api.header).filter(|field| !field.lost)
}

pub(super) fn type_fields(contract: &Contract, which: fn(&Type) -> bool) -> impl Iterator<Item = &Field> {
    let types = contract.types.iter().filter(move |one| which(one));
    types.flat_map(Type::fields).filter(|field| !field.lost)
}

pub(super) fn fills_stand_in_requests(contract: &Contract, report: &Report) {
    let lives = |field: &&Field| field.shape.is(Primitive::Seconds) && matches!(field.fill, Fill::Default(_));
    let filled = type_fields(contract, |_| true).filter(|field| field.fill != Fill::Caller);
    for field in filled.filter(|field| !lives(field)) {
        report.push(
            Diagnostic::new(
                field.marks.fill,
                format!("`const`, `from` and `default` have no meaning for `{}`", field.wire),
            )
            .help("they say what an endpoint sends: write them in its `query`, `header` or `body`, and here only the type; only `seconds` in a reply can have a `default`, for a reply that does not say"),
        );
    }
}

pub(super) fn literals_fit(contract: &Contract, report: &Report) {
    let received =
        type_fields(contract, |one| one.in_reply).filter(|field| field.shape.is(Primitive::Seconds));
    for field in request_fields(contract).chain(received) {
        let (Fill::Const(literal) | Fill::Default(literal)) = &field.fill else { continue };
        if let (true, Literal::String(text)) = (field.shape.is(Primitive::Scopes), literal) {
            let mistake = scopes::mistake(text, field.marks.fill, &contract.scopes, &contract.sources);
            mistake.into_iter().for_each(|mistake| report.push(mistake));
        }
        if let Some((message, help)) = misfit(contract, field, literal) {
            report.push(Diagnostic::new(field.marks.fill, message).help(help));
        }
    }
}

/// Returns the mistake in a literal, and the help for it.
fn misfit(contract: &Contract, field: &Field, literal: &Literal) -> Option<(String, String)> {
    let help = match &field.shape {
        Shape::Primitive(primitive) if primitive.takes(literal) => return None,
        Shape::Primitive(primitive) => primitive.literals().map_or_else(types_with_literals, str::to_owned),
        Shape::Named(index) => match (&contract.types[*index].kind, literal) {
            _ if contract.types[*index].lost => return None,
            (Kind::Enumeration(values), Literal::String(text)) if !contract.types[*index].integer => {
                let wires = || values.iter().map(|value| value.wire.as_str());
                if wires().any(|wire| wire == text) {
                    return None;
                }
                let message = format!("`{text}` is not a value of the type of `{}`", field.wire);
                return Some((message, suggestion::suggest(text, "values", wires())));
            }
            (Kind::Enumeration(values), Literal::Integer(number)) if contract.types[*index].integer => {
                let text = number.to_string();
                let wires = || values.iter().map(|value| value.wire.as_str());
                if wires().any(|wire| wire == text) {
                    return None;
                }
                let message = format!("`{text}` is not a value of the type of `{}`", field.wire);
                return Some((message, suggestion::suggest(&text, "values", wires())));
            }
            (Kind::Enumeration(_), _) if contract.types[*index].integer => {
                "write one of the values of its type, without quotes".to_owned()
            }
            (Kind::Enumeration(_), _) => "write one of the values of its type, in quotes".to_owned(),
            _ => types_with_literals(),
        },
        Shape::List(_) | Shape::Map(_) | Shape::Nullable(_) => types_with_literals(),
    };
    Some((format!("the value of `{}` doesn't fit its type", field.wire), help))
}

fn types_with_literals() -> String {
    let list = Primitive::list(|one| one.literals().is_some() && one.instead_in_requests().is_none());
    format!("only {list} and enumerations can have a `const` or a `default`")
}

pub(super) fn sources_are_strings(contract: &Contract, report: &Report) {
    for field in request_fields(contract) {
        let expected = match field.fill {
            Fill::Environment(_) | Fill::ClientId => Primitive::String,
            Fill::ClientSecret => Primitive::Secret,
            _ => continue,
        };
        if !field.shape.is(expected) {
            let word = expected.as_str();
            report.push(
                Diagnostic::new(
                    field.marks.shape,
                    format!("what `{}` is filled from is a `{word}`", field.wire),
                )
                .help("leave `type` out: it follows from `from`"),
            );
        }
    }
}

pub(super) fn fixed_fields_are_present(contract: &Contract, report: &Report) {
    for field in request_fields(contract).filter(|field| field.optional && field.fill != Fill::Caller) {
        report.push(
            Diagnostic::new(
                field.marks.shape,
                format!("`{}` is always sent, so it can't be optional", field.wire),
            )
            .help("remove the `?`, or remove `const`, `from` or `default`"),
        );
    }
}

/// A `flag` and `seconds` have two notations in a reply, but a request needs a single one.
pub(super) fn requests_have_one_spelling(contract: &Contract, report: &Report) {
    for field in request_fields(contract).chain(type_fields(contract, |one| one.in_request)) {
        let Shape::Primitive(primitive) = field.shape.innermost() else { continue };
        let (word, Some(help)) = (primitive.as_str(), primitive.instead_in_requests()) else { continue };
        report.push(
            Diagnostic::new(
                field.marks.shape,
                format!("a request can't hold a `{word}`, as `{}` is", field.wire),
            )
            .help(format!("a `{word}` is read in two spellings, and a request needs one: {help}")),
        );
    }
}

pub(super) fn suspicious_names_are_settled(contract: &Contract, report: &Report) {
    let inside = type_fields(contract, |_| true).map(|field| (field, false));
    let sent = contract.api.header.iter().map(|field| (field, false));
    let sent = sent.chain(contract.endpoints.iter().flat_map(|endpoint| {
        let url = endpoint.path.iter().chain(&endpoint.query).map(|field| (field, true));
        url.chain(endpoint.header.iter().chain(endpoint.body.iter().flatten()).map(|field| (field, false)))
    }));
    for (field, in_url) in sent.filter(|(field, _)| !field.lost).chain(inside) {
        let settled = field.public || matches!(field.fill, Fill::Const(_)) || !can_leak(&field.shape);
        if settled || headers::is_refused(contract, field) {
            continue;
        }
        let wire = &field.wire;
        let Some(words) = sounds_secret(wire) else { continue };
        let words = if words == wire.to_lowercase() { String::new() } else { format!(" (`{words}`)") };
        let message = format!("`{wire}` sounds secret{words}, but is not of type `secret`");
        let (written, secret) = types(contract, field);
        let secret = if in_url {
            format!("URLs end up in logs: move it to a header or the body as `{wire} = \"{secret}\"`")
        } else {
            format!("write `{wire} = \"{secret}\"`, so that it is never logged")
        };
        let public = match written {
            Some(written) => format!("write `{wire} = {{ type = \"{written}\", secret = false }}`"),
            None => "add `secret = false`".to_owned(),
        };
        let help = format!("{secret}, or {public} when anyone may see it");
        report.push(Diagnostic::new(field.span, message).help(help));
    }
}

/// Returns the type of a field if it is written, and the type of a secret in its place.
fn types<'c>(contract: &'c Contract, field: &Field) -> (Option<&'c str>, String) {
    if field.marks.shape == field.span {
        return (None, "secret".to_owned());
    }
    let written = contract.sources.text(field.marks.shape).trim_matches(['"', '\'']);
    let word = written.split(|char: char| !char.is_alphanumeric()).find(|word| !word.is_empty());
    (Some(written), written.replace(word.unwrap_or(written), "secret"))
}

/// Returns the words of a name that suggest a secret. A client does not hide what is called `authorization`, because
/// `create_token` keeps its status object below that name.
fn sounds_secret(wire: &str) -> Option<String> {
    let last = name::words(wire).pop().filter(|last| last == "authorization");
    secret_names::telling(wire).or(last)
}

/// Returns true if a value of the shape can be exposed. A declared type decides this for its own fields.
fn can_leak(shape: &Shape) -> bool {
    shape.innermost().primitive().is_some_and(|one| one.serves(Use::Open))
}
