//! Checks records that belong to others, and what scenarios say about those.

use alignet_spec::{contract::Endpoint, diagnostic::Diagnostic};

use super::{Check, records::Side};
use crate::behaviour::{
    Act, Owner, RecordUse, Scenario,
    scalar::{self, Class, Scalar},
};

impl<'c> Check<'c> {
    pub(super) fn owners_are_found(&self) {
        for (index, record) in self.behaviour.records.iter().enumerate() {
            let Some(owner) = &record.owner else { continue };
            let (name, of) = (&record.name.value, &owner.name.value);
            if owner.by.is_empty() {
                self.report.push(
                    Diagnostic::new(
                        owner.name.span,
                        format!("nothing tells which `{of}` a `{name}` belongs to"),
                    )
                    .help("name fields that both have: `by = [\"merchant_operation_number\"]`"),
                );
            }
            let (held, owner_is) = (self.held(owner), format!("a `{of}`"));
            let asked = scalar::asked(self.contract, self.behaviour, index);
            let asked_is = format!("a request for a `{name}`");
            for wire in &owner.by {
                let one = Side(&asked, wire, &asked_is);
                self.shared(one, "find", Side(&held, wire, &owner_is));
            }
            let answered = scalar::answered(self.contract, self.behaviour, index);
            let answered_is = format!("the reply about a `{name}`");
            for (own, of) in &owner.copies {
                let one = Side(&answered, own, &answered_is);
                self.shared(one, "copy", Side(&held, of, &owner_is));
            }
            self.values_fit(index, owner.uncounted.iter());
        }
    }

    /// The fields of the records that others belong to.
    fn held(&self, owner: &Owner) -> Vec<Scalar<'c>> {
        let mut held = scalar::asked(self.contract, self.behaviour, owner.record);
        held.extend(scalar::answered(self.contract, self.behaviour, owner.record));
        held
    }

    pub(super) fn owners_are_asked_about(&self) {
        for (endpoint, one, scenario) in self.scenarios() {
            let owner = self.behaviour.records[one.record].owner.as_ref().filter(|_| one.act == Act::Creates);
            match owner {
                Some(owner) => self.conditions_on_owner_fit(endpoint, one, scenario, owner),
                None => self.has_no_owner(one, scenario),
            }
            if scenario.duplicate && one.act != Act::Creates {
                self.report.push(
                    Diagnostic::new(
                        scenario.name.span,
                        format!("`{}` creates nothing, so there is no duplicate", endpoint.name),
                    )
                    .help("remove `duplicate`"),
                );
            }
        }
    }

    fn has_no_owner(&self, one: &RecordUse, scenario: &Scenario) {
        let record = &self.behaviour.records[one.record].name.value;
        for (key, wire) in scenario.owner.keys() {
            let message = format!("`{key}` is about the record that a new one belongs to, and here is none");
            let help = format!(
                "write `[record.{record}.belongs_to]`, and the condition below the endpoint that `creates` a `{record}`; or remove it"
            );
            self.report.push(Diagnostic::new(wire.span, message).help(help));
        }
    }

    fn conditions_on_owner_fit(
        &self,
        endpoint: &Endpoint,
        one: &RecordUse,
        scenario: &Scenario,
        owner: &Owner,
    ) {
        let conditions = &scenario.owner;
        let answered = scalar::answered(self.contract, self.behaviour, owner.record);
        let reply = format!("the reply about a `{}`", owner.name.value);
        for (wire, listed) in &conditions.unless {
            if self.classes(&answered, wire, &reply).is_some() {
                listed.iter().for_each(|setting| self.fits(&answered, setting, false));
            }
        }
        let asked = scalar::of_request(self.contract, endpoint, one.list());
        let (held, request) = (self.held(owner), format!("the request of `{}`", endpoint.name));
        let owner_is = format!("a `{}`", owner.name.value);
        for (own, of) in &conditions.differs {
            self.shared(Side(&asked, own, &request), "differ from", Side(&held, of, &owner_is));
        }
        for (own, of) in &conditions.exceeds {
            let shared = self.shared(Side(&asked, own, &request), "exceed", Side(&held, of, &owner_is));
            if shared.is_some_and(|shared| !shared.contains(&Class::Number)) {
                self.report.push(
                    Diagnostic::new(own.span, format!("`{}` is no number, so it exceeds nothing", own.value))
                        .help("name two numbers: `exceeds = { refund_amount = \"amount\" }`"),
                );
            }
        }
    }
}
