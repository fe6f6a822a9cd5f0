//! Checks the keys `const`, `default` and `from` of the fields of declared types.

use super::{corrections, fields::type_fields};
use crate::{
    contract::{Contract, Field, Fill, Primitive, Type},
    diagnostic::{Diagnostic, Report},
    direction,
};

/// Only a call knows its environment and its credentials: a part of a request is made before.
pub(super) fn sources_stand_in_calls(contract: &Contract, report: &Report) {
    let sources = |field: &&Field| field.fill.is_fixed() && key(field).is_none();
    for field in type_fields(contract, |_| true).filter(sources) {
        report.push(
            Diagnostic::new(
                field.marks.fill,
                format!("`from` has no meaning for `{}`, a field of a type", field.wire),
            )
            .help("only a call knows its environment and its credentials: write the field in the `query`, `header` or `body` of an endpoint, or let callers set it here"),
        );
    }
}

pub(super) fn values_are_sent(contract: &Contract, report: &Report) {
    // Another rule checks the lifetime of a secret in a reply that lacks one.
    let lives = |field: &Field| field.shape.is(Primitive::Seconds) && matches!(field.fill, Fill::Default(_));
    let received = type_fields(contract, |one| one.in_reply && !one.in_request);
    for field in received.filter(|field| !lives(field)) {
        let Some(key) = key(field) else { continue };
        let message = format!("`{}` occurs in replies alone, where `{key}` has no meaning", field.wire);
        let help = if field.shape.is(Primitive::Seconds) {
            "only the lifetime of a secret has a value here: a `default`, for a reply that does not say"
        } else {
            "it says what a request sends, and a reply has what the service sends"
        };
        let diagnostic = Diagnostic::new(field.marks.fill, message).help(help);
        report.push(diagnostic.help(corrections::type_alone(contract, field)));
    }
}

/// A value of the contract is no proof, and a client has no field for a fixed value.
pub(super) fn values_prove_nothing(contract: &Contract, report: &Report) {
    let told =
        contract.types.iter().enumerate().filter_map(|(index, one)| Some((index, one.outcome.as_ref()?)));
    let told = told.flat_map(|(index, proof)| {
        proof.fields.iter().chain(&proof.reason).map(move |field| (index, *field))
    });
    let mut places: Vec<(usize, usize)> = told.collect();
    places.extend(direction::proving(contract));
    places.extend(direction::leading_to_codes(contract));
    places.sort_unstable();
    places.dedup();
    let is_shared = |one: &Type| one.in_request && one.in_reply;
    for (object, place) in places.into_iter().filter(|(object, _)| is_shared(&contract.types[*object])) {
        let field = contract.fields(object).get(place).filter(|field| !field.lost);
        let Some((field, key)) = field.and_then(|field| Some((field, key(field)?))) else { continue };
        report.push(
            Diagnostic::new(
                field.marks.fill,
                format!("`{}` is part of what a reply proves, so it can't have a `{key}`", field.wire),
            )
            .help(format!(
                "a client must read it from what the service sends: remove `{key}`, or declare another type for the reply than for the request"
            )),
        );
    }
}

/// Returns the key with the value of a field.
fn key(field: &Field) -> Option<&'static str> {
    match field.fill {
        Fill::Const(_) => Some("const"),
        Fill::Default(_) => Some("default"),
        _ => None,
    }
}
