//! Checks the fields that are digits, and the values that the sandbox fills in.

use alignet_spec::{diagnostic::Diagnostic, literal::Literal};

use super::Check;
use crate::behaviour::{
    Setting,
    scalar::{self, Class},
};

impl Check<'_> {
    pub(super) fn digits_are_sent(&self) {
        for (endpoint, one) in self.uses() {
            let scalars = scalar::of_request(self.contract, endpoint, one.list());
            for digits in &one.digits {
                let owner = format!("the request of `{}`", endpoint.name);
                let Some(classes) = self.classes(&scalars, &digits.wire, &owner) else { continue };
                if !classes.iter().any(|class| matches!(class, Class::Text | Class::Number)) {
                    self.report.push(
                        Diagnostic::new(digits.wire.span, format!("`{}` holds no digits", digits.wire.value))
                            .help("name a `string` or an `amount`"),
                    );
                }
            }
        }
        let named: Vec<&str> = self
            .uses()
            .flat_map(|(_, one)| one.digits.iter().map(|digits| digits.wire.value.as_str()))
            .collect();
        for wire in &self.behaviour.deployed.waived_lengths {
            self.report.index_of(wire, "field with a number of digits", named.iter().copied());
        }
    }

    /// A record without an event that happens by itself never expires.
    pub(super) fn expiries_come(&self) {
        let never =
            |index: usize| self.behaviour.records[index].events.iter().all(|event| event.after.is_none());
        for (_, one) in self.uses().filter(|(_, one)| never(one.record)) {
            let scenarios = one.scenarios.iter().flat_map(|one| &one.set);
            let expires = |setting: &&Setting| matches!(&setting.value.value, Literal::String(text) if text == scalar::EXPIRY);
            for setting in one.set.iter().chain(scenarios).filter(expires) {
                let record = &self.behaviour.records[one.record].name.value;
                self.report
                    .push(Diagnostic::new(setting.value.span, format!("a `{record}` never expires")).help(
                    "`{expiry}` is the time of its first event with `after`: declare one, or write a time",
                ));
            }
        }
    }
}
