//! Names the places of declarations in the contract.

use alignet_spec::{VERSION, source::Span};

use crate::read::Found;

/// The folder of the shipped contract, as messages name it.
const SHIPPED: &str = "spec/";

/// Names the file and the line of a declaration, for readers who want to change it.
pub(crate) fn declared(found: &Found, span: Span) -> String {
    format!("Declared in `{}`.", found.contract.sources.location(span))
}

/// Names the place of a declaration as a link, if the file is published: as a part of the crate `alignet-spec`.
pub(crate) fn linked(found: &Found, span: Span) -> String {
    let place = found.contract.sources.location(span);
    match place.strip_prefix(SHIPPED).and_then(|place| place.split_once(':')).filter(|_| found.shipped) {
        Some((file, line)) => {
            format!(
                "Declared in [`{place}`](https://docs.rs/crate/alignet-spec/{VERSION}/source/{file}#{line})."
            )
        }
        None => declared(found, span),
    }
}
