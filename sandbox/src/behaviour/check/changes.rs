//! Checks the fields that changes clear, those that are a record's own, and the cases of events.

use std::collections::BTreeSet;

use alignet_spec::{contract::Kind, diagnostic::Diagnostic, source::Spanned, suggestion};

use super::Check;
use crate::behaviour::scalar;

impl Check<'_> {
    /// A field that is cleared is in a reply about the record, and so is an object of its own.
    pub(super) fn changed_fields_are_shown(&self) {
        for (index, record) in self.behaviour.records.iter().enumerate() {
            let scalars = scalar::answered(self.contract, self.behaviour, index);
            let objects: BTreeSet<&str> = scalars.iter().filter_map(|scalar| scalar.inside).collect();
            let all: BTreeSet<&str> =
                scalars.iter().map(|one| one.wire).chain(objects.iter().copied()).collect();
            let name = &record.name.value;
            record.own.iter().for_each(|wire| self.is_shown(wire, "object", name, &objects));
            let scenarios = self.behaviour.uses_of(index).flat_map(|one| &one.scenarios);
            let scenarios = scenarios.flat_map(|scenario| &scenario.clear);
            let events = record.events.iter().flat_map(|event| &event.clear);
            scenarios.chain(events).for_each(|wire| self.is_shown(wire, "field", name, &all));
        }
    }

    fn is_shown(&self, wire: &Spanned<String>, what: &str, record: &str, names: &BTreeSet<&str>) {
        if !names.contains(wire.value.as_str()) {
            let text = format!("the reply about a `{record}` has no {what} `{}`", wire.value);
            let near = suggestion::nearest(&wire.value, names.iter().copied());
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "write its name on the wire, without the object around it".to_owned(),
            };
            self.report.push(Diagnostic::new(wire.span, text).help(help));
        }
    }

    /// The list of attempts is in some reply, and the values that count are those of the record.
    pub(super) fn attempts_are_listed(&self) {
        for (index, record) in self.behaviour.records.iter().enumerate() {
            let Some(attempts) = &record.attempts else { continue };
            let lists: BTreeSet<&str> = self
                .contract
                .types
                .iter()
                .filter_map(|one| match &one.kind {
                    Kind::Object(fields) => Some(fields),
                    _ => None,
                })
                .flatten()
                .filter(|field| scalar::elements(self.contract, field).is_some())
                .map(|field| field.wire.as_str())
                .collect();
            self.is_shown(&attempts.list, "list of objects", &record.name.value, &lists);
            self.values_fit(index, attempts.first.iter().flat_map(|(_, listed)| listed));
        }
    }

    /// Checks that the case of an event for certain records fits the replies about them.
    pub(super) fn cases_fit(&self) {
        for (index, record) in self.behaviour.records.iter().enumerate() {
            let cases = record.events.iter().flat_map(|event| &event.cases);
            self.values_fit(index, cases.flat_map(|case| case.from.iter().chain(&case.set)));
        }
    }
}
