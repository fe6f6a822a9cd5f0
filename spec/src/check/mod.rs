//! Checks a contract: one function per rule, and every rule on every run.

mod api;
mod bearer;
mod codes;
mod echoes;
mod endpoints;
mod environments;
mod examples;
mod fields;
mod headers;
mod inherited;
mod lifetimes;
mod names;
mod notifications;
mod outcomes;
mod places;
mod public_keys;
mod replies;
mod settling;
mod status;
mod types;

use crate::{contract::Contract, diagnostic::Report};

/// Applies every rule.
pub(crate) fn check(contract: &Contract, report: &Report) {
    // An unread part may use a name that seems unused, so some rules need a contract that was read whole.
    let whole = report.losses() == 0;

    names::types_are_distinct(contract, report);
    names::methods_are_free(contract, report);
    names::fields_are_distinct(contract, report);
    names::members_are_distinct(contract, report);
    names::setters_are_free(contract, report);

    api::keys_are_names(contract, report);
    api::headers_are_fixed(contract, report);
    bearer::bearer_is_minted_soundly(contract, report);
    bearer::others_need_nobody(contract, report);
    environments::names_are_constants(contract, report);
    environments::origins_are_safe(contract, report);
    public_keys::keys_are_keys(contract, report);
    public_keys::keys_are_distinct(contract, report);

    endpoints::path_fields_are_used_once(contract, report);
    endpoints::routes_are_distinct(contract, report);
    endpoints::reads_have_no_body(contract, report);
    places::places_hold_what_they_can_carry(contract, report);
    places::paths_are_filled_by_callers(contract, report);
    places::urls_hold_no_secrets(contract, report);
    headers::names_are_tokens(contract, report);
    headers::names_are_free(contract, report);
    headers::names_are_distinct(contract, report);
    headers::values_are_visible(contract, report);
    status::status_is_found(contract, report);
    status::partial_codes_differ(contract, report);
    codes::codes_are_told_apart(contract, report);

    fields::fills_stand_in_requests(contract, report);
    fields::literals_fit(contract, report);
    fields::sources_are_strings(contract, report);
    fields::fixed_fields_are_present(contract, report);
    fields::requests_have_one_spelling(contract, report);
    fields::suspicious_names_are_settled(contract, report);

    replies::replies_are_objects(contract, report);
    replies::success_is_declared(contract, report);
    replies::reply_keys_stand_in_replies(contract, report);
    replies::secrets_live_and_are_used(contract, report);
    lifetimes::lifetimes_are_beside(contract, report);
    lifetimes::defaults_are_of_lifetimes(contract, report);
    lifetimes::defaults_are_for_absent_fields(contract, report);
    lifetimes::lives_are_known(contract, report);

    settling::what_is_repeated_needs_no_settling(contract, report);
    settling::settling_is_safe(contract, report);
    settling::references_are_known_to_both(contract, report);
    settling::references_are_no_secrets(contract, report);

    echoes::echoes_are_received(contract, report);
    echoes::echoes_are_sent(contract, report);
    echoes::echoes_are_plain(contract, report);
    echoes::items_are_found_in_lists(contract, report);
    echoes::echoes_are_distinct(contract, report);
    echoes::echoes_lead_through_no_map(contract, report);
    echoes::echoes_are_set_by_callers(contract, report);
    echoes::sent_names_have_no_dots(contract, report);

    outcomes::fields_tell_an_outcome(contract, report);
    outcomes::outcomes_end(contract, report);
    outcomes::outcome_names_have_no_dots(contract, report);
    outcomes::reasons_are_strings(contract, report);
    outcomes::outcomes_are_received(contract, report);

    status::notifications_have_a_status(contract, report);
    notifications::names_are_words(contract, report);
    notifications::merchants_are_named(contract, report);
    notifications::successes_are_told(contract, report);
    notifications::identities_tell_apart(contract, report);
    notifications::identities_say_enough(contract, report);

    inherited::types_keep_their_sides(contract, report);
    types::types_have_members(contract, report);
    types::variants_are_objects(contract, report);
    types::tags_stand_alone(contract, report);
    types::types_are_finite(contract, report);
    if whole {
        outcomes::values_agree_to_say(contract, report);
        bearer::bearer_is_declared(contract, report);
        types::types_are_used(contract, report);
        examples::requests_fit(contract, report);
        examples::replies_fit(contract, report);
        examples::notifications_fit(contract, report);
    }
}
