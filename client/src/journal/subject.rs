//! The payment that a call or a notification is about.

use crate::{
    codegen::endpoint::Operation,
    request::{EncodedRequest, fields::values},
};

/// Returns the merchant of a request; empty if it names none.
pub(super) fn merchant(operation: &Operation, sent: &EncodedRequest) -> String {
    let found = operation.merchant.map(|wire| values(operation, sent, wire, false)).unwrap_or_default();
    found.first().map(|value| value.to_string()).unwrap_or_default()
}

/// Returns the values that identify a call, each once and in order, so that two calls write their entries in one order. `None`
/// stands for a call without any.
pub(super) fn references(operation: &Operation, sent: &EncodedRequest) -> Vec<Option<String>> {
    let found = operation.settled_by.map(|by| values(operation, sent, by.reference, false));
    let mut found: Vec<_> = found.unwrap_or_default().iter().map(|value| Some(value.to_string())).collect();
    found.sort();
    found.dedup();
    if found.is_empty() { vec![None] } else { found }
}
