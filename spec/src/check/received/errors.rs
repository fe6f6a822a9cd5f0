//! Checks the bodies of errors.

use crate::{
    contract::{Contract, Kind},
    diagnostic::{Diagnostic, Report},
};

pub(super) fn errors_are_objects(contract: &Contract, report: &Report) {
    for error in contract.endpoints.iter().flat_map(|endpoint| &endpoint.errors) {
        let one = &contract.types[error.of];
        if !matches!(one.kind, Kind::Object(_)) {
            report.push(
                Diagnostic::new(error.span, format!("the body of a {} is not an object", error.status))
                    .help(format!("name a type that has `fields`, or one that holds a `{}`", one.name)),
            );
        }
    }
}

/// An error keeps its JSON without secrets, so a type with one could not be read from it.
pub(super) fn errors_hold_no_secret(contract: &Contract, report: &Report) {
    for error in contract.endpoints.iter().flat_map(|endpoint| &endpoint.errors) {
        let fields = contract.received_fields(error.of);
        let Some(secret) = fields.into_iter().find(|field| field.shape.is_secret()) else { continue };
        report.push(
            Diagnostic::new(
                error.span,
                format!("the body of a {} holds the secret `{}`", error.status, secret.wire),
            )
            .help("an error shows no secret: declare a type of its own without that field"),
        );
    }
}
