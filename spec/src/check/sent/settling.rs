//! Checks the queries that settle calls.

use crate::{
    contract::{Contract, Endpoint, Field, Repeat, Reply, Settle},
    diagnostic::{Diagnostic, Report},
    primitive::Use,
};

fn settled(contract: &Contract) -> impl Iterator<Item = (&Endpoint, &Settle)> {
    contract.endpoints.iter().filter_map(|endpoint| Some((endpoint, endpoint.settle.as_ref()?)))
}

pub(super) fn what_is_repeated_needs_no_settling(contract: &Contract, report: &Report) {
    for (endpoint, settle) in settled(contract).filter(|(endpoint, _)| !endpoint.repeat.is_costly()) {
        report.push(
            Diagnostic::new(
                settle.endpoint_span,
                format!("a call of `{}` may be repeated, so there is nothing to settle", endpoint.name),
            )
            .help("remove `settle` and `reference`, or write `repeat = \"never\"`"),
        );
    }
}

pub(super) fn settling_is_safe(contract: &Contract, report: &Report) {
    for (_, settle) in settled(contract) {
        let asked = &contract.endpoints[settle.endpoint];
        if asked.repeat != Repeat::Safe {
            let safe = contract.endpoints.iter().filter(|endpoint| endpoint.repeat == Repeat::Safe);
            report.push(
                Diagnostic::new(
                    settle.endpoint_span,
                    format!("asking `{}` is not safe, so it can't settle anything", asked.name),
                )
                .suggest(
                    &asked.name,
                    "safe ones",
                    safe.map(|endpoint| endpoint.name.as_str()),
                ),
            );
        }
    }
}

/// A client does not look into a document.
pub(super) fn settling_tells_something(contract: &Contract, report: &Report) {
    for (_, settle) in settled(contract) {
        let asked = &contract.endpoints[settle.endpoint];
        if let Reply::Document(media) = &asked.reply {
            report.push(
                Diagnostic::new(
                    settle.endpoint_span,
                    format!("`{}` replies with `{media}`, in which no call is found", asked.name),
                )
                .help("name an endpoint whose reply is an object or a list"),
            );
        }
    }
}

pub(super) fn references_are_known_to_both(contract: &Contract, report: &Report) {
    for (endpoint, settle) in settled(contract) {
        for owner in [endpoint, &contract.endpoints[settle.endpoint]] {
            let fields = contract.sent_fields(owner);
            let mut named = fields.iter().filter(|field| field.wire == settle.reference);
            if fields.iter().any(|field| field.lost) || named.any(|field| is_plain(field)) {
                continue;
            }
            let valid = fields.iter().filter(|field| is_plain(field)).map(|field| field.wire.as_str());
            report.push(
                Diagnostic::new(
                    settle.reference_span,
                    format!("`{}` sends no field `{}` to know a call by", owner.name, settle.reference),
                )
                .suggest(&settle.reference, "fields that it does send", valid)
                .help("the call and the endpoint that settles it have it in common: callers set it, and it is a `string` or a number"),
            );
        }
    }
}

/// Returns true if callers set the field, to a value that fits into one line.
fn is_plain(field: &Field) -> bool {
    let primitive = field.shape.without_null().primitive();
    !field.fill.is_fixed() && primitive.is_some_and(|one| one.serves(Use::Reference))
}

/// An error shows every value of this name, and a fixed one is the same in all calls.
pub(super) fn references_are_set_by_callers(contract: &Contract, report: &Report) {
    for (endpoint, settle) in settled(contract) {
        for owner in [endpoint, &contract.endpoints[settle.endpoint]] {
            let fields = contract.sent_fields(owner);
            let named = || fields.iter().filter(|field| field.wire == settle.reference);
            // Another rule reports a request without such a field that callers set.
            if named().any(|field| is_plain(field)) && named().any(|field| field.fill.is_fixed()) {
                report.push(
                    Diagnostic::new(
                        settle.reference_span,
                        format!("the contract fixes a `{}` in the request of `{}`", settle.reference, owner.name),
                    )
                    .help("a fixed value is the same in every call: name a field that callers set wherever the request has it"),
                );
            }
        }
    }
}

pub(super) fn references_are_no_secrets(contract: &Contract, report: &Report) {
    for (endpoint, settle) in settled(contract) {
        let fields = contract.sent_fields(endpoint);
        let mut named = fields.iter().filter(|field| field.wire == settle.reference);
        if named.any(|field| field.shape.is_secret()) {
            report.push(
                Diagnostic::new(
                    settle.reference_span,
                    format!(
                        "`{}` is a secret, so nothing may show what a call is known by",
                        settle.reference
                    ),
                )
                .help("name a field that is no secret anywhere in the request: errors and logs show it"),
            );
        }
    }
}
