//! Checks endpoints and the fields of requests.

mod corrections;
mod deprecation;
mod endpoints;
mod fields;
mod headers;
mod nested;
mod places;
mod settling;

use crate::{contract::Contract, diagnostic::Report};

/// Applies these rules.
pub(super) fn check(contract: &Contract, report: &Report) {
    endpoints::path_fields_are_used_once(contract, report);
    endpoints::routes_are_distinct(contract, report);
    endpoints::reads_have_no_body(contract, report);
    endpoints::keys_are_of_keyed_calls(contract, report);
    places::places_hold_what_they_can_carry(contract, report);
    places::lists_have_a_style(contract, report);
    places::paths_are_filled_by_callers(contract, report);
    places::urls_hold_no_secrets(contract, report);
    headers::names_are_tokens(contract, report);
    headers::names_are_free(contract, report);
    headers::names_are_distinct(contract, report);
    headers::values_are_visible(contract, report);
    nested::sources_stand_in_calls(contract, report);
    nested::values_are_sent(contract, report);
    nested::values_prove_nothing(contract, report);
    fields::literals_fit(contract, report);
    fields::sources_are_strings(contract, report);
    fields::fixed_fields_are_present(contract, report);
    fields::requests_have_one_spelling(contract, report);
    fields::suspicious_names_are_settled(contract, report);
    deprecation::fields_can_be_left_out(contract, report);
    deprecation::defaults_are_current(contract, report);
    settling::what_is_repeated_needs_no_settling(contract, report);
    settling::settling_is_safe(contract, report);
    settling::settling_tells_something(contract, report);
    settling::references_are_known_to_both(contract, report);
    settling::references_are_set_by_callers(contract, report);
    settling::references_are_no_secrets(contract, report);
}
