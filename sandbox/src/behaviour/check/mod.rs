//! Checks the behaviour against the contract: one function per rule.

mod changes;
mod digits;
mod form;
mod owners;
mod pages;
mod records;
mod scenarios;

use alignet_spec::{Contract, contract::Endpoint, diagnostic::Report};

use super::model::{Behaviour, RecordUse};

/// Applies every rule.
pub(super) fn check(contract: &Contract, behaviour: &Behaviour, report: &Report) {
    let check = Check { contract, behaviour, report };
    check.records_are_created();
    check.keys_are_known();
    check.generated_fields_can_be();
    check.callbacks_are_sent();
    check.callbacks_are_about_some();
    check.lists_are_of_objects();
    check.counts_are_numbers();
    check.pages_are_of_lists();
    check.pages_hold_records();
    check.limits_are_numbers();
    check.matches_hold_the_same();
    check.scenarios_choose_something();
    check.conditions_fit();
    check.settings_fit();
    check.cases_fit();
    check.attempts_are_listed();
    check.histories_are_listed();
    check.derived_values_have_fields();
    check.changed_fields_are_shown();
    check.owners_are_found();
    check.owners_are_asked_about();
    check.digits_are_sent();
    check.expiries_come();
    check.form_charges();
}

/// The behaviour to check, the contract that it must fit, and the report for mistakes.
struct Check<'c> {
    contract: &'c Contract,
    behaviour: &'c Behaviour,
    report: &'c Report,
}

impl<'c> Check<'c> {
    /// Returns every use of records, with its endpoint.
    fn uses(&self) -> impl Iterator<Item = (&'c Endpoint, &'c RecordUse)> {
        self.behaviour.uses.iter().map(|one| (&self.contract.endpoints[one.endpoint], one))
    }
}
