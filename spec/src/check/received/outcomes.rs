//! Checks outcomes: all values of an enumeration have one or none, and the fields of `outcome` lead to one.

use std::collections::{BTreeSet, HashSet};

use crate::{
    contract::{Contract, Kind, Primitive, Proof, Shape, Type, reached},
    diagnostic::{Diagnostic, Report},
    source::Span,
};

/// Returns the objects that have an outcome.
fn proofs(contract: &Contract) -> impl Iterator<Item = (&Type, &Proof)> {
    contract.types.iter().filter_map(|one| Some((one, one.outcome.as_ref()?)))
}

pub(super) fn outcomes_are_of_all_values(contract: &Contract, report: &Report) {
    for one in &contract.types {
        let Kind::Enumeration(values) = &one.kind else { continue };
        let silent = values.iter().find(|value| value.outcome.is_none());
        if let (Some(silent), true) = (silent, values.iter().any(|value| value.outcome.is_some())) {
            report.push(
                Diagnostic::new(
                    silent.span,
                    format!(
                        "other values of `{}` say what they prove, and `{}` doesn't",
                        one.name, silent.wire
                    ),
                )
                .help(format!(
                    "write `{} = {{ doc = \"…\", outcome = \"unknown\" }}`, or what it does prove",
                    silent.wire
                )),
            );
        }
    }
}

pub(super) fn outcome_fields_tell_one(contract: &Contract, report: &Report) {
    for (index, one) in contract.types.iter().enumerate() {
        let Some(proof) = &one.outcome else { continue };
        let fields = contract.fields(index);
        for (field, span) in proof.fields.iter().zip(&proof.spans) {
            let Some(field) = fields.get(*field).filter(|field| !field.lost) else { continue };
            if tells(contract, &field.shape) {
                continue;
            }
            let valid = fields.iter().filter(|field| tells(contract, &field.shape));
            report.push(
                Diagnostic::new(*span, format!("`{}` tells no outcome", field.wire))
                    .suggest(&field.wire, "fields that do", valid.map(|field| field.wire.as_str()))
                    .help("it takes an enumeration whose values say `outcome`, or an object that has one; alone, nullable or in a list"),
            );
        }
    }
}

/// Returns true if a shape has an outcome: an enumeration or an object that has one, or a list of such.
fn tells(contract: &Contract, shape: &Shape) -> bool {
    match shape {
        Shape::List(inner) | Shape::Nullable(inner) => tells(contract, inner),
        Shape::Named(index) => contract.types.get(*index).is_some_and(|one| match &one.kind {
            _ if one.lost => true,
            Kind::Object(_) => one.outcome.is_some(),
            Kind::Enumeration(values) => values.iter().any(|value| value.outcome.is_some()),
            Kind::Union(_) => false,
        }),
        _ => false,
    }
}

/// A state at any depth would be on no path, and so go unseen.
pub(super) fn outcomes_end(contract: &Contract, report: &Report) {
    let mut blamed: HashSet<usize> = HashSet::new();
    for (index, one) in contract.types.iter().enumerate() {
        let Some(proof) = one.outcome.as_ref().filter(|_| !blamed.contains(&index)) else { continue };
        for (place, span) in proof.fields.iter().zip(&proof.spans) {
            let Some(field) = contract.fields(index).get(*place) else { continue };
            let Some(next) = field.shape.named() else { continue };
            let loops = led_to(contract, next);
            if !loops.contains(&index) {
                continue;
            }
            // Every type of the circle leads back to itself; breaking it in one place is enough.
            blamed.extend(loops.into_iter().filter(|other| led_to(contract, *other).contains(&index)));
            report.push(
                Diagnostic::new(*span, format!("`{}` leads back to the outcome of `{}`", field.wire, one.name))
                    .help(format!("the states of what `{}` holds in turn would go unseen: give it a type of its own, whose `outcome` does not lead back, or leave it out", field.wire)),
            );
        }
    }
}

/// Returns a type, and the types that its outcome leads to.
fn led_to(contract: &Contract, index: usize) -> BTreeSet<usize> {
    reached(vec![index], |next| {
        let fields = contract.types[next].outcome.iter().flat_map(|proof| &proof.fields);
        let fields = fields.filter_map(|field| contract.fields(next).get(*field));
        fields.filter_map(|field| field.shape.named()).collect()
    })
}

/// A client splits the path to a state at its dots.
pub(super) fn outcome_names_have_no_dots(contract: &Contract, report: &Report) {
    for (index, one) in contract.types.iter().enumerate() {
        let Some(proof) = &one.outcome else { continue };
        for (field, span) in proof.fields.iter().zip(&proof.spans) {
            let Some(field) = contract.fields(index).get(*field) else { continue };
            if field.wire.contains('.') {
                report.push(
                    Diagnostic::new(*span, format!("`{}` has a dot in its name, so no path leads to it", field.wire))
                        .help("a path is split at its dots, so the state would go unseen: leave the field out of `outcome`"),
                );
            }
        }
    }
}

pub(super) fn reasons_are_strings(contract: &Contract, report: &Report) {
    for (index, one) in contract.types.iter().enumerate() {
        let Some(proof) = &one.outcome else { continue };
        let reason = proof.reason.and_then(|reason| contract.fields(index).get(reason));
        let Some(reason) = reason.filter(|reason| !reason.lost) else { continue };
        if !reason.shape.without_null().is(Primitive::String) {
            report.push(
                Diagnostic::new(
                    proof.reason_span,
                    format!("`{}` is no `string`, so it can't be a reason", reason.wire),
                )
                .help("a reason is shown to people: name a `string`, which may be absent or null"),
            );
        }
    }
}

/// A type that is only sent can't have an outcome.
pub(super) fn outcomes_are_received(contract: &Contract, report: &Report) {
    let objects = proofs(contract).filter_map(|(one, proof)| Some((one, *proof.spans.first()?)));
    let enumerations = contract.types.iter().filter_map(|one| match &one.kind {
        Kind::Enumeration(values) => {
            values.iter().find(|value| value.outcome.is_some()).map(|value| (one, value.span))
        }
        _ => None,
    });
    let sent = |(one, _): &(&Type, Span)| one.in_request && !one.in_reply;
    for (one, span) in objects.chain(enumerations).filter(sent) {
        report.push(
            Diagnostic::new(span, format!("`{}` is part of requests only, which have no outcome", one.name))
                .help("say in what is received what a payment came to, and remove `outcome` here"),
        );
    }
}
