//! Checks a contract: one function per rule, and every rule on every run.

mod api;
mod examples;
mod inherited;
mod names;
mod received;
mod sent;
mod types;

use crate::{contract::Contract, diagnostic::Report};

/// Applies every rule.
pub(crate) fn check(contract: &Contract, report: &Report) {
    // An unread part may use a name that seems unused, so some rules need a contract that was read whole.
    let whole = report.losses() == 0;

    api::check(contract, report, whole);
    sent::check(contract, report);
    received::check(contract, report, whole);

    names::types_are_distinct(contract, report);
    names::methods_are_free(contract, report);
    names::fields_are_distinct(contract, report);
    names::members_are_distinct(contract, report);
    names::setters_are_free(contract, report);
    inherited::types_keep_their_sides(contract, report);
    types::types_have_members(contract, report);
    types::numbers_are_plain(contract, report);
    types::variants_are_objects(contract, report);
    types::tags_stand_alone(contract, report);
    types::types_are_finite(contract, report);
    if whole {
        types::types_are_used(contract, report);
        examples::requests_fit(contract, report);
        examples::replies_fit(contract, report);
        examples::notifications_fit(contract, report);
    }
}
