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

pub use headers::HEADERS_OF_TRANSFER;

use crate::{
    contract::{Contract, Field},
    diagnostic::{Diagnostic, Report},
    source::Span,
};

/// Returns the field that a step of a path names in a type, or the mistake of a step that names none, which says what follows
/// from it. Returns `None` for a part that was not read.
fn field_of<'c>(
    contract: &'c Contract,
    of: usize,
    wire: &str,
    at: Span,
    so: &str,
) -> Option<Result<&'c Field, Diagnostic>> {
    let fields = contract.fields(of);
    let found = fields.iter().find(|field| field.wire == *wire);
    if contract.types[of].lost || found.is_some_and(|field| field.lost) {
        return None;
    }
    Some(found.ok_or_else(|| {
        let valid = fields.iter().map(|field| field.wire.as_str());
        Diagnostic::new(at, format!("`{wire}` is no field there, so {so}")).suggest(
            wire,
            "fields there",
            valid,
        )
    }))
}

/// Applies these rules. Some of them need a contract that was read whole.
pub(super) fn check(contract: &Contract, report: &Report, whole: bool) {
    apply! { contract, report;
        status::status_is_found,
        status::partial_codes_differ,
        codes::codes_are_told_apart,
        errors::errors_are_objects,
        errors::errors_hold_no_secret,
        success::replies_are_objects,
        success::statuses_have_bodies,
        success::success_is_declared,
        success::reply_keys_stand_in_replies,
        success::secrets_live_and_are_used,
        lifetimes::lifetimes_are_beside,
        lifetimes::defaults_are_of_lifetimes,
        lifetimes::defaults_are_for_absent_fields,
        lifetimes::lives_are_known,
        echoes::echoes_are_received,
        echoes::echoes_are_sent,
        echoes::echoes_are_plain,
        echoes::items_are_found_in_lists,
        echoes::echoes_are_distinct,
        echoes::echoes_lead_through_no_map,
        echoes::echoes_are_set_by_callers,
        echoes::echoes_are_no_lists_of_queries,
        echoes::sent_names_have_no_dots,
        cursors::cursors_are_sent,
        cursors::cursors_are_received,
        cursors::cursors_end,
        headers::reply_header_names_are_free,
        headers::reply_headers_are_distinct,
        headers::dates_of_http_are_strings,
        outcomes::outcome_fields_tell_one,
        outcomes::outcomes_end,
        outcomes::outcome_names_have_no_dots,
        outcomes::reasons_are_strings,
        outcomes::outcomes_are_received,
        notifications::notification_names_are_words,
        notifications::merchants_are_named,
        notifications::successes_are_told,
        notifications::identities_tell_apart,
        notifications::identities_say_enough,
        returns::form_fields_have_plain_names,
        returns::forms_have_two_fields,
        returns::orders_are_told,
    }
    if whole {
        apply! { contract, report;
            success::replies_without_proof_are_of_reads,
            status::notifications_have_a_status,
            status::declined_values_are_of_parts,
            outcomes::outcomes_are_of_all_values,
        }
    }
}
