//! Checks what all endpoints share, and the environments.

mod bearer;
mod environments;
mod public_keys;
mod settings;

use crate::{contract::Contract, diagnostic::Report};

/// Applies these rules. Some of them need a contract that was read whole.
pub(super) fn check(contract: &Contract, report: &Report, whole: bool) {
    settings::keys_are_names(contract, report);
    settings::headers_are_fixed(contract, report);
    bearer::bearer_is_minted_soundly(contract, report);
    bearer::others_need_nobody(contract, report);
    environments::names_are_constants(contract, report);
    environments::origins_are_safe(contract, report);
    public_keys::keys_are_keys(contract, report);
    public_keys::keys_are_distinct(contract, report);
    if whole {
        bearer::bearer_is_declared(contract, report);
    }
}
