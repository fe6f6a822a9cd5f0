//! Checks replies, notifications and returns.

mod codes;
mod cursors;
mod echoes;
mod errors;
mod headers;
mod lifetimes;
mod notifications;
mod outcomes;
mod returns;
mod status;
mod success;

use crate::{contract::Contract, diagnostic::Report};

/// Applies these rules. Some of them need a contract that was read whole.
pub(super) fn check(contract: &Contract, report: &Report, whole: bool) {
    status::status_is_found(contract, report);
    status::partial_codes_differ(contract, report);
    codes::codes_are_told_apart(contract, report);
    errors::errors_are_objects(contract, report);
    errors::errors_hold_no_secret(contract, report);
    success::replies_are_objects(contract, report);
    success::statuses_have_bodies(contract, report);
    success::success_is_declared(contract, report);
    success::reply_keys_stand_in_replies(contract, report);
    success::secrets_live_and_are_used(contract, report);
    lifetimes::lifetimes_are_beside(contract, report);
    lifetimes::defaults_are_of_lifetimes(contract, report);
    lifetimes::defaults_are_for_absent_fields(contract, report);
    lifetimes::lives_are_known(contract, report);
    echoes::echoes_are_received(contract, report);
    echoes::echoes_are_sent(contract, report);
    echoes::echoes_are_plain(contract, report);
    echoes::items_are_found_in_lists(contract, report);
    echoes::echoes_are_distinct(contract, report);
    echoes::echoes_lead_through_no_map(contract, report);
    echoes::echoes_are_set_by_callers(contract, report);
    echoes::echoes_are_no_lists_of_queries(contract, report);
    echoes::sent_names_have_no_dots(contract, report);
    cursors::cursors_are_sent(contract, report);
    cursors::cursors_are_received(contract, report);
    cursors::cursors_end(contract, report);
    headers::names_are_free(contract, report);
    headers::names_are_distinct(contract, report);
    headers::dates_of_http_are_strings(contract, report);
    outcomes::fields_tell_an_outcome(contract, report);
    outcomes::outcomes_end(contract, report);
    outcomes::outcome_names_have_no_dots(contract, report);
    outcomes::reasons_are_strings(contract, report);
    outcomes::outcomes_are_received(contract, report);
    notifications::names_are_words(contract, report);
    notifications::merchants_are_named(contract, report);
    notifications::successes_are_told(contract, report);
    notifications::identities_tell_apart(contract, report);
    notifications::identities_say_enough(contract, report);
    returns::form_fields_have_plain_names(contract, report);
    returns::forms_have_two_fields(contract, report);
    returns::orders_are_told(contract, report);
    if whole {
        success::replies_without_proof_are_of_reads(contract, report);
        status::notifications_have_a_status(contract, report);
        outcomes::values_agree_to_say(contract, report);
    }
}
