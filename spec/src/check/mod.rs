//! Checks a contract: one function per rule, and every rule on every run.

/// Applies rules. The name of each function becomes the id of its rule, as `RULES.md` lists it.
macro_rules! apply {
    ($contract:expr, $report:expr; $($module:ident::$rule:ident),* $(,)?) => {$(
        $report.begin(stringify!($rule));
        $module::$rule($contract, $report);
    )*};
}

mod api;
mod examples;
mod inherited;
mod names;
mod received;
mod sent;
mod types;

pub use received::HEADERS_OF_TRANSFER;
pub use sent::HEADERS_OF_CLIENT;

use crate::{contract::Contract, diagnostic::Report};

/// Applies every rule.
pub(crate) fn check(contract: &Contract, report: &Report) {
    // An unread part may use a name that seems unused, so some rules need a contract that was read whole.
    let whole = report.losses() == 0;

    api::check(contract, report, whole);
    sent::check(contract, report);
    received::check(contract, report, whole);

    apply! { contract, report;
        names::types_are_distinct,
        names::endpoint_names_are_free,
        names::fields_are_distinct,
        names::members_are_distinct,
        names::setters_are_free,
        inherited::types_keep_their_sides,
        types::types_have_members,
        types::numbers_are_plain,
        types::variants_are_objects,
        types::tags_stand_alone,
        types::types_are_finite,
    }
    if whole {
        apply! { contract, report;
            types::types_are_used,
            examples::example_requests_fit,
            examples::example_values_fit,
            examples::example_replies_fit,
            examples::example_notifications_fit,
        }
    }
}
