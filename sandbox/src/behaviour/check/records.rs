//! Checks records: their keys, and the fields that endpoints name.

use alignet_spec::{
    contract::{Reply, Shape},
    diagnostic::Diagnostic,
    source::Spanned,
    suggestion,
};

use super::Check;
use crate::behaviour::{
    Act,
    scalar::{self, Class, Scalar},
};

impl Check<'_> {
    /// Returns the classes of the scalars of that name. Reports a name that has no scalar, or only secret ones.
    pub(super) fn classes(
        &self,
        scalars: &[Scalar<'_>],
        wire: &Spanned<String>,
        owner: &str,
    ) -> Option<Vec<Class>> {
        let found = self.classes_with_secrets(scalars, wire, owner)?;
        let open: Vec<Class> = found.into_iter().filter(|class| *class != Class::Secret).collect();
        if open.is_empty() {
            self.report.push(
                Diagnostic::new(wire.span, format!("`{}` is a secret, which no record holds", wire.value))
                    .help("the sandbox remembers no secret: name another field"),
            );
            return None;
        }
        Some(open)
    }

    /// Returns the classes of the scalars of that name. Reports a name that has no scalar.
    pub(super) fn classes_with_secrets(
        &self,
        scalars: &[Scalar<'_>],
        wire: &Spanned<String>,
        owner: &str,
    ) -> Option<Vec<Class>> {
        let found = scalars.iter().filter(|scalar| scalar.is_called(&wire.value)).map(|scalar| scalar.class);
        let found: Vec<Class> = found.collect();
        if found.is_empty() {
            let diagnostic = Diagnostic::new(wire.span, format!("{owner} has no field `{}`", wire.value));
            self.report.push(diagnostic.suggest(&wire.value, "fields of one value there", names(scalars)));
            return None;
        }
        Some(found)
    }

    pub(super) fn records_are_created(&self) {
        for (index, record) in self.behaviour.records.iter().enumerate() {
            if !self.uses().any(|(_, one)| one.record == index && one.act == Act::Creates) {
                self.report.push(
                    Diagnostic::new(record.name.span, format!("nothing creates a `{}`", record.name.value))
                        .help(format!(
                            "say so in the endpoint that does: `creates = \"{}\"`, or remove the record",
                            record.name.value
                        )),
                );
            }
        }
    }

    pub(super) fn keys_are_known(&self) {
        for (index, record) in self.behaviour.records.iter().enumerate() {
            if record.key.is_empty() {
                self.report.push(
                    Diagnostic::new(
                        record.name.span,
                        format!("nothing tells one `{}` from another", record.name.value),
                    )
                    .help("name the fields that do: `key = [\"merchant_operation_number\"]`"),
                );
            }
            let scalars = scalar::asked(self.contract, self.behaviour, index);
            let generated =
                |wire: &Spanned<String>| record.generated.iter().any(|one| one.value == wire.value);
            for wire in record.key.iter().filter(|wire| !scalars.is_empty() && !generated(wire)) {
                self.classes(&scalars, wire, &format!("a request for a `{}`", record.name.value));
            }
        }
    }

    pub(super) fn generated_fields_can_be(&self) {
        for (index, record) in self.behaviour.records.iter().enumerate() {
            let scalars = scalar::answered(self.contract, self.behaviour, index);
            for wire in record.generated.iter().filter(|_| !scalars.is_empty()) {
                let owner = format!("the reply about a `{}`", record.name.value);
                let Some(found) = self.classes(&scalars, wire, &owner) else { continue };
                if !found.iter().all(|class| matches!(class, Class::Text | Class::Number)) {
                    self.report.push(
                        Diagnostic::new(wire.span, format!("`{}` can't be generated", wire.value)).help(
                            "a value for each record can be had for a `string` or a number, such as an id",
                        ),
                    );
                }
            }
        }
    }

    pub(super) fn callbacks_are_sent(&self) {
        for (index, record) in self.behaviour.records.iter().enumerate() {
            let scalars = scalar::asked(self.contract, self.behaviour, index);
            let callbacks = self.behaviour.callbacks_of(index).map(|one| (&one.field, "notifications go"));
            let returns = self.behaviour.returns.iter().filter(|one| one.record == index);
            let redirects = returns.filter_map(|one| Some((one.redirect.as_ref()?, "the buyer returns to")));
            for (field, purpose) in callbacks.chain(redirects).filter(|_| !scalars.is_empty()) {
                let owner = format!("a request for a `{}`", record.name.value);
                let Some(found) = self.classes(&scalars, field, &owner) else { continue };
                if !found.contains(&Class::Text) {
                    self.report.push(
                        Diagnostic::new(field.span, format!("`{}` holds no URL", field.value))
                            .help(format!("name the `string` of the request that says where {purpose}")),
                    );
                }
            }
        }
    }

    /// The records that a notification is sent about have values of the reply.
    pub(super) fn callbacks_are_about_some(&self) {
        for callback in &self.behaviour.callbacks {
            self.values_fit(callback.record, callback.only.iter().flat_map(|(_, listed)| listed));
        }
    }

    pub(super) fn lists_are_of_objects(&self) {
        for (endpoint, one) in self.uses() {
            let Some(each) = &one.each else { continue };
            let reply = Some(("reply", self.contract.reply_fields(endpoint)));
            let body = endpoint.body.as_deref().unwrap_or_default();
            let body = (one.act == Act::Creates).then_some(("body", body));
            for (place, fields) in reply.into_iter().chain(body) {
                let lists = || fields.iter().filter(|field| scalar::elements(self.contract, field).is_some());
                if !lists().any(|field| field.wire == each.value) {
                    let valid = lists().map(|field| field.wire.as_str());
                    self.report.push(
                        Diagnostic::new(
                            each.span,
                            format!(
                                "the {place} of `{}` has no list of objects `{}`",
                                endpoint.name, each.value
                            ),
                        )
                        .help(match endpoint.reply {
                            Reply::List(_) => "the reply is the list itself: remove `each`".to_owned(),
                            _ => suggestion::suggest(&each.value, "lists there", valid),
                        }),
                    );
                }
            }
        }
    }

    pub(super) fn counts_are_numbers(&self) {
        for (endpoint, one) in self.uses() {
            let Some(count) = &one.count else { continue };
            let fields = self.contract.reply_fields(endpoint).iter();
            let number = |shape: &Shape| scalar::class(self.contract, shape) == Some(Class::Number);
            let numbers: Vec<&str> =
                fields.filter(|field| number(&field.shape)).map(|field| field.wire.as_str()).collect();
            let diagnostic = if one.each.is_none() {
                Diagnostic::new(count.span, "`count` says how many there are in the list that `each` names")
                    .help("add `each`, or remove `count`")
            } else if !numbers.contains(&count.value.as_str()) {
                Diagnostic::new(
                    count.span,
                    format!("the reply of `{}` has no number `{}`", endpoint.name, count.value),
                )
                .suggest(&count.value, "numbers there", numbers)
            } else {
                continue;
            };
            self.report.push(diagnostic);
        }
    }

    /// Returns the classes that two fields share. Reports a field that is missing, and two that hold different things.
    pub(super) fn shared(&self, one: Side<'_>, verb: &str, other: Side<'_>) -> Option<Vec<Class>> {
        let (left, right) = (self.classes(one.0, one.1, one.2), self.classes(other.0, other.1, other.2));
        let (mut left, right) = (left?, right?);
        left.retain(|class| right.contains(class));
        if left.is_empty() {
            let message =
                format!("`{}` can't {verb} `{}`: they hold different things", one.1.value, other.1.value);
            self.report.push(
                Diagnostic::new(one.1.span, message)
                    .help("both are text, numbers, truth values, or of the same enumeration"),
            );
            return None;
        }
        Some(left)
    }

    pub(super) fn matches_hold_the_same(&self) {
        for (endpoint, one) in self.uses() {
            let (asking, held) = (
                scalar::of_request(self.contract, endpoint, one.list()),
                scalar::answered(self.contract, self.behaviour, one.record),
            );
            for (asked, field) in &one.matching {
                let record = &self.behaviour.records[one.record].name.value;
                let request = format!("the request of `{}`", endpoint.name);
                let reply = format!("the reply about a `{record}`");
                self.shared(Side(&asking, asked, &request), "ask for", Side(&held, field, &reply));
            }
        }
    }
}

/// One of two fields that hold the same: the scalars that it is one of, its name, and what has them.
pub(super) struct Side<'s>(pub(super) &'s [Scalar<'s>], pub(super) &'s Spanned<String>, pub(super) &'s str);

/// Returns the names of scalars, without duplicates.
pub(super) fn names<'l>(scalars: &[Scalar<'l>]) -> Vec<&'l str> {
    let mut names: Vec<&str> = Vec::new();
    for scalar in scalars {
        if !names.contains(&scalar.wire) {
            names.push(scalar.wire);
        }
    }
    names
}
