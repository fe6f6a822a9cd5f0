//! Checks what all endpoints share, and the environments.

mod bearer;
mod environments;
mod public_keys;
mod settings;

use crate::{contract::Contract, diagnostic::Report};

/// Applies these rules. Some of them need a contract that was read whole.
pub(super) fn check(contract: &Contract, report: &Report, whole: bool) {
    apply! { contract, report;
        settings::environment_keys_are_names,
        settings::common_headers_are_fixed,
        bearer::bearer_is_minted_soundly,
        bearer::token_fetches_need_no_caller,
        environments::environments_are_constants,
        environments::origins_are_safe,
        public_keys::public_keys_are_keys,
        public_keys::public_keys_are_distinct,
    }
    if whole {
        apply! { contract, report;
            bearer::bearer_is_declared,
        }
    }
}
