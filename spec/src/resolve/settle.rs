//! Resolves the query that settles a call, and the call that takes it back.

use crate::{
    contract::{Settle, Undo},
    diagnostic::Diagnostic,
    document::EndpointEntry,
    resolve::Resolver,
};

impl Resolver<'_> {
    pub(super) fn settle(&self, entry: &EndpointEntry) -> Option<Settle> {
        let lost = |key| entry.lost.contains(&key);
        match (&entry.settle, &entry.reference) {
            (Some(settle), Some(reference)) => {
                let endpoint = self.report.index_of(settle, "endpoint", self.endpoints.iter().map(String::as_str))?;
                return Some(Settle {
                    endpoint,
                    reference: reference.value.clone(),
                    endpoint_span: settle.span,
                    reference_span: reference.span,
                });
            }
            (Some(settle), None) if !lost("reference") => self.report("settle-needs-a-reference", 
                Diagnostic::new(settle.span, "`settle` without a `reference`")
                    .help("name the field of the request that the call is known by, as in `reference = \"merchant_operation_number\"`"),
            ),
            (None, Some(reference)) if !lost("settle") => self.report("settle-needs-a-reference", 
                Diagnostic::new(reference.span, "a `reference` without `settle`")
                    .help("name the endpoint that tells what became of the call, as in `settle = \"get_charge\"`"),
            ),
            _ => {}
        }
        None
    }

    pub(super) fn undo(&self, entry: &EndpointEntry) -> Option<Undo> {
        let undo = entry.undo.as_ref()?;
        if entry.settle.is_none() && !entry.lost.contains(&"settle") {
            self.report(
                "undo-needs-a-query",
                Diagnostic::new(undo.span, "`undo` without `settle`")
                    .help("a call is taken back by its `reference`, and a query proves that it was: add `settle` and `reference`"),
            );
        }
        let endpoint = self.report.index_of(undo, "endpoint", self.endpoints.iter().map(String::as_str))?;
        Some(Undo { endpoint, span: undo.span })
    }
}
