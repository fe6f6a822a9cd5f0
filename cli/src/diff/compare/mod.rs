//! Walks two contracts and reports what differs.

mod api;
mod docs;
mod endpoint;
mod enumeration;
mod environment;
mod field;
mod money;
mod notification;
mod object;
mod reply;
mod request;
mod subject;
mod union;

use alignet_spec::contract::Contract;

use self::subject::{Comparison, Subject};
use super::{change::Change, model::pairs::Pairs, rule::Rule, verdict::Verdict};

/// Returns every change, in the order of declarations.
pub(super) fn changes(old: &Contract, new: &Contract) -> Vec<Change> {
    let comparison = Comparison::of(old, new);
    let Contract { sources: _, api, environments: _, scopes: _, endpoints: _, notifications: _, types: _ } =
        old;
    api::api(&comparison, api, &new.api);
    environment::environments(&comparison);
    endpoint::endpoints(&comparison);
    notification::notifications(&comparison);
    object::types(&comparison);
    comparison.changes.into_inner()
}

/// Reports that things in both contracts stand in another order.
fn order(subject: &Subject<'_, '_>, what: &str, pairs: &Pairs) {
    if pairs.reordered() {
        let message = format!("{what} stand in another order");
        subject.say(Rule::OrderChanged, subject.at, Verdict::NONE, message, "");
    }
}
