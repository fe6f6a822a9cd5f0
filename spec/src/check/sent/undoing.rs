//! Checks the calls that take others back.

use crate::{
    contract::{Contract, Endpoint, Repeat, Undo, takes_more_than_its_path},
    diagnostic::{Diagnostic, Report},
};

fn undone(contract: &Contract) -> impl Iterator<Item = (&Endpoint, Undo, &Endpoint)> {
    let undone = contract.endpoints.iter().filter_map(|endpoint| Some((endpoint, endpoint.undo?)));
    undone.map(|(endpoint, undo)| (endpoint, undo, &contract.endpoints[undo.endpoint]))
}

pub(super) fn undoing_is_no_read(contract: &Contract, report: &Report) {
    for (_, undo, by) in undone(contract).filter(|(.., by)| by.repeat == Repeat::Safe) {
        report.push(
            Diagnostic::new(undo.span, format!("`{}` only reads, so it takes nothing back", by.name))
                .help("name the endpoint that cancels such a call"),
        );
    }
}

/// A client that has lost the end of an undo would have to undo that.
pub(super) fn undoing_ends(contract: &Contract, report: &Report) {
    for (_, undo, by) in undone(contract).filter(|(.., by)| by.undo.is_some()) {
        report.push(
            Diagnostic::new(undo.span, format!("`{}` takes a call back, and is taken back itself", by.name))
                .help("remove one `undo`: an end that is lost must not begin the next"),
        );
    }
}

/// After a crash, a client knows of a call only what it wrote down.
pub(super) fn undoing_takes_what_is_kept(contract: &Contract, report: &Report) {
    for (endpoint, undo, by) in undone(contract).filter(|(endpoint, ..)| endpoint.settle.is_some()) {
        let unknown = contract.not_kept(endpoint, by);
        if let Some(field) = unknown.first() {
            report.push(
                Diagnostic::new(
                    undo.span,
                    format!("the path of `{}` takes `{}`, which nobody knows after a crash", by.name, field.wire),
                )
                .help("of a call, the merchant and the `reference` are written down: name an endpoint whose path has no other fields"),
            );
        } else if takes_more_than_its_path(by) {
            report.push(
                Diagnostic::new(
                    undo.span,
                    format!("`{}` takes more than its path, and nobody knows it after a crash", by.name),
                )
                .help("name an endpoint whose fields beside the path are optional"),
            );
        }
    }
}
