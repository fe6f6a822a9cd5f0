//! Checks single fields: the sources of their values, the values, and secrecy.

use super::{corrections, headers};
use crate::{
    contract::{Contract, Field, Fill, Literal, Primitive, Shape, Type},
    diagnostic::{Diagnostic, Report},
    name,
    primitive::Use,
    scopes, secret_names,
};

pub(super) fn request_fields(contract: &Contract) -> impl Iterator<Item = &Field> {
    let endpoints = contract.endpoints.iter().flat_map(|endpoint| endpoint.fields());
    endpoints.chain(&contract.api.header).filter(|field| !field.lost)
}

pub(super) fn type_fields(contract: &Contract, which: fn(&Type) -> bool) -> impl Iterator<Item = &Field> {
    let types = contract.types.iter().filter(move |one| which(one));
    types.flat_map(Type::fields).filter(|field| !field.lost)
}

/// Returns the fields of requests, those of types among them.
fn sent_fields(contract: &Contract) -> impl Iterator<Item = &Field> {
    request_fields(contract).chain(type_fields(contract, |one| one.in_request))
}

pub(super) fn values_to_send_fit(contract: &Contract, report: &Report) {
    let received = type_fields(contract, |one| one.in_reply && !one.in_request);
    let lives = received.filter(|field| field.shape.is(Primitive::Seconds));
    for field in sent_fields(contract).chain(lives) {
        let (Fill::Const(literal) | Fill::Default(literal)) = &field.fill else { continue };
        if let (true, Literal::String(text)) = (field.shape.is(Primitive::Scopes), literal) {
            let mistake = scopes::mistake(text, field.marks.fill, &contract.scopes, &contract.sources);
            mistake.into_iter().for_each(|mistake| report.push(mistake));
        }
        let mistake = corrections::fraction(contract, field, literal)
            .or_else(|| corrections::misfit(contract, field, literal));
        mistake.into_iter().for_each(|mistake| report.push(mistake));
    }
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
    // Other rules report what no type can have.
    let nested = type_fields(contract, |one| one.in_request);
    let nested = nested.filter(|field| matches!(field.fill, Fill::Const(_) | Fill::Default(_)));
    let nested = nested.filter(|field| !field.shape.is(Primitive::Seconds));
    let filled = request_fields(contract).filter(|field| field.fill != Fill::Caller).chain(nested);
    for field in filled.filter(|field| field.optional) {
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
    for field in sent_fields(contract) {
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
        let (written, secret) = corrections::types(contract, field);
        let secret = if in_url {
            format!("URLs end up in logs: move it to a header or the body as `{wire} = \"{secret}\"`")
        } else if field.doc.is_empty() {
            format!("write `{wire} = \"{secret}\"`, so that it is never logged")
        } else {
            format!("write `type = \"{secret}\"`, so that it is never logged")
        };
        let public = match written.filter(|_| field.doc.is_empty()) {
            Some(written) => format!("write `{wire} = {{ type = \"{written}\", secret = false }}`"),
            None => "add `secret = false`".to_owned(),
        };
        let help = format!("{secret}, or {public} when anyone may see it");
        report.push(Diagnostic::new(field.span, message).help(help));
    }
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
