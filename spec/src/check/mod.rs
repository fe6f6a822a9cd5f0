//! Whether a contract is sound: one function per rule, every rule every time.

mod api;
mod endpoints;
mod examples;
mod fields;
mod names;
mod replies;
mod types;

use crate::{contract::Contract, diagnostic::Report};

/// Applies every rule. `whole` says that no declaration was left out, so that what nobody names is
/// unused indeed.
pub(crate) fn check(contract: &Contract, whole: bool, report: &Report) {
    names::endpoints_are_distinct(contract, report);
    names::types_are_distinct(contract, report);
    names::environments_are_distinct(contract, report);
    names::fields_are_distinct(contract, report);
    names::members_are_distinct(contract, report);
    names::setters_are_free(contract, report);

    api::environments_have_safe_origins(contract, report);
    api::headers_are_fixed(contract, report);
    api::bearer_is_minted_soundly(contract, report);

    endpoints::path_fields_are_used_once(contract, report);
    endpoints::routes_are_distinct(contract, report);
    endpoints::reads_have_no_body(contract, report);
    endpoints::places_hold_what_they_can_carry(contract, report);
    endpoints::headers_are_free(contract, report);
    endpoints::status_is_found(contract, report);

    fields::fills_stand_in_requests(contract, report);
    fields::literals_fit(contract, report);
    fields::sources_are_strings(contract, report);
    fields::defaults_are_present(contract, report);
    fields::suspicious_names_are_settled(contract, report);

    replies::replies_are_objects(contract, report);
    replies::success_is_declared(contract, report);
    replies::reply_keys_stand_in_replies(contract, report);
    replies::lifetimes_are_beside(contract, report);

    types::enumerations_have_values(contract, report);
    types::unions_tell_variants_apart(contract, report);
    types::types_are_finite(contract, report);
    if whole {
        api::bearer_is_declared(contract, report);
        types::types_are_used(contract, report);
        examples::examples_fit(contract, report);
    }
}
