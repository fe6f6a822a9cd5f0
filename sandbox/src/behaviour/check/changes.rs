//! Checks the fields that changes clear, those that are a record's own, the cases of events, histories, and values that follow
//! from requests.

use std::collections::BTreeSet;

use alignet_spec::{
    contract::{Field, Kind},
    diagnostic::Diagnostic,
    source::Spanned,
    suggestion,
};

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
            let lists = self.lists().map(|(field, _)| field.wire.as_str()).collect();
            self.is_shown(&attempts.list, "list of objects", &record.name.value, &lists);
            self.values_fit(index, attempts.first.iter().flat_map(|(_, listed)| listed));
        }
    }

    /// The list of a history is in some reply, and its elements have the field and its time.
    pub(super) fn histories_are_listed(&self) {
        for (index, record) in self.behaviour.records.iter().enumerate() {
            let Some(past) = &record.past else { continue };
            let name = &record.name.value;
            let answered = scalar::answered(self.contract, self.behaviour, index);
            self.classes(&answered, &past.of, &format!("the reply about a `{name}`"));
            let lists = self.lists().map(|(field, _)| field.wire.as_str()).collect();
            self.is_shown(&past.list, "list of objects", name, &lists);
            let elements = self.lists().filter(|(field, _)| field.wire == past.list.value);
            let elements = elements.flat_map(|(_, element)| self.contract.fields(element));
            let fields: BTreeSet<&str> = elements.map(|field| field.wire.as_str()).collect();
            for wire in [&past.of, &past.at] {
                if !fields.is_empty() && !fields.contains(wire.value.as_str()) {
                    let text = format!("an element of `{}` has no field `{}`", past.list.value, wire.value);
                    let diagnostic = Diagnostic::new(wire.span, text);
                    self.report.push(diagnostic.suggest(&wire.value, "fields there", fields.iter().copied()));
                }
            }
        }
    }

    /// A value that follows from a request is of a field of the replies, and the request has the field that it follows from,
    /// which may be secret.
    pub(super) fn derived_values_have_fields(&self) {
        for (endpoint, one) in self.uses() {
            let sent = scalar::of_request(self.contract, endpoint, one.list());
            let answered = scalar::answered(self.contract, self.behaviour, one.record);
            let record = &self.behaviour.records[one.record].name.value;
            for derived in &one.derived {
                self.classes(&answered, &derived.wire, &format!("the reply about a `{record}`"));
                let owner = format!("the request of `{}`", endpoint.name);
                self.classes_with_secrets(&sent, &derived.from, &owner);
            }
        }
    }

    /// Returns the lists of objects that objects of the contract have, each with the type of its elements.
    fn lists(&self) -> impl Iterator<Item = (&Field, usize)> {
        let objects = self.contract.types.iter().filter_map(|one| match &one.kind {
            Kind::Object(fields) => Some(fields),
            _ => None,
        });
        objects.flatten().filter_map(|field| Some((field, scalar::elements(self.contract, field)?.named()?)))
    }

    /// Checks that the case of an event for certain records fits the replies about them.
    pub(super) fn cases_fit(&self) {
        for (index, record) in self.behaviour.records.iter().enumerate() {
            let cases = record.events.iter().flat_map(|event| &event.cases);
            self.values_fit(index, cases.flat_map(|case| case.from.iter().chain(&case.set)));
        }
    }
}
