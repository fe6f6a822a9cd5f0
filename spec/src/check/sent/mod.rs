//! Checks endpoints, the fields of requests, and the objects for browsers.

mod browsers;
mod conversions;
mod corrections;
mod deprecation;
mod endpoints;
mod fields;
mod headers;
mod nested;
mod places;
mod settling;
mod undoing;

pub use headers::HEADERS_OF_CLIENT;

use crate::{contract::Contract, diagnostic::Report};

/// Applies these rules.
pub(super) fn check(contract: &Contract, report: &Report) {
    apply! { contract, report;
        endpoints::path_fields_are_used_once,
        endpoints::routes_are_distinct,
        endpoints::reads_have_no_body,
        endpoints::keys_are_of_keyed_calls,
        places::places_hold_what_they_can_carry,
        places::lists_have_a_style,
        places::paths_are_filled_by_callers,
        places::urls_hold_no_secrets,
        headers::header_names_are_tokens,
        headers::header_names_are_free,
        headers::headers_are_distinct,
        headers::header_values_are_visible,
        nested::sources_stand_in_calls,
        nested::values_are_sent,
        nested::values_prove_nothing,
        fields::values_to_send_fit,
        fields::sources_are_strings,
        fields::fixed_fields_are_present,
        fields::requests_have_one_spelling,
        fields::suspicious_names_are_settled,
        browsers::browsers_get_one_secret,
        browsers::browsers_get_whole_objects,
        conversions::conversions_keep_everything,
        deprecation::deprecated_fields_can_be_left_out,
        deprecation::defaults_are_current,
        settling::what_is_repeated_needs_no_settling,
        settling::settling_is_safe,
        settling::settling_tells_something,
        settling::references_are_known_to_both,
        settling::references_are_set_by_callers,
        settling::references_are_no_secrets,
        undoing::undoing_is_no_read,
        undoing::undoing_ends,
        undoing::undoing_takes_what_is_kept,
    }
}
