//! The record that a new one belongs to: how it is found, what the new one gets from it, and what it admits.

use crate::{
    behaviour::{Attempts, Owner, OwnerConditions, Setting, scalar::Class},
    store::{
        operation::rank,
        records::{New, Records},
        request_values::RequestValue,
        schema::Schema,
        values::{Values, is},
    },
};

/// The record that a new one belongs to, and those that belong to it already.
pub(super) struct Owned<'r> {
    values: &'r Values,
    /// The values of those that count.
    others: Vec<&'r Values>,
}

impl<'r> Owned<'r> {
    /// Finds the latest record that fits what the request says of it, or of several attempts at one operation the one that
    /// counts first. `made` are the records that the same call creates.
    pub(super) fn find(
        owner: &Owner,
        attempts: Option<&Attempts>,
        kind: usize,
        records: &'r Records,
        made: &'r [New],
        sent: &Values,
    ) -> Option<Self> {
        let by = |values: &Values| -> Values {
            let named = |wire: &str| owner.by.iter().any(|one| one.value == wire);
            values
                .iter()
                .filter(|((wire, _), _)| named(wire))
                .map(|(name, text)| (name.clone(), text.clone()))
                .collect()
        };
        let wanted = by(sent);
        let mut fitting = records.of(owner.record).filter(|values| has(values, &wanted));
        let values = match attempts {
            Some(rule) => fitting.min_by_key(|values| rank(rule, values))?,
            None => fitting.next()?,
        };
        let link = by(values);
        let kept = records.of(kind).chain(made.iter().map(|new| &new.values));
        let counts = |values: &&Values| {
            let uncounted = owner.uncounted.iter().all(|setting| is(values, setting));
            has(values, &link) && (owner.uncounted.is_empty() || !uncounted)
        };
        Some(Self { values, others: kept.filter(counts).collect() })
    }

    /// Returns the values that a record of this schema gets from its owner.
    pub(super) fn given(&self, owner: &Owner, schema: &Schema) -> Values {
        let same = owner.by.iter().map(|wire| (wire, wire));
        let pairs = same.chain(owner.copies.iter().map(|(own, of)| (own, of)));
        let given = pairs.flat_map(|(own, of)| {
            let named = self.values.iter().filter(move |((wire, _), _)| *wire == of.value);
            named.map(move |((_, class), text)| ((own.value.clone(), *class), text.clone()))
        });
        given.filter(|(name, _)| schema.possible.contains(name)).collect()
    }

    /// Returns true if the conditions hold for a new record with these values.
    pub(super) fn selects(&self, conditions: &OwnerConditions, sent: &[RequestValue]) -> bool {
        let unless = |(_, listed): &(_, Vec<Setting>)| !listed.iter().any(|setting| is(self.values, setting));
        let own = |wire: &str| sent.iter().find(|one| one.wire == wire);
        let differs = |own: &RequestValue, of: &str| {
            !self.values.iter().any(|((wire, class), text)| wire == of && own.equals(*class, text))
        };
        let exceeds = |own: &RequestValue, of: &str| {
            let name = (own.wire.clone(), Class::Number);
            let before = self.others.iter().filter_map(|values| number(values.get(&name)?));
            let all = before.chain(own.number()).fold(0, u128::saturating_add);
            let most = self.values.get(&(of.to_owned(), Class::Number)).and_then(|text| number(text));
            most.is_some_and(|most| all > most)
        };
        conditions.unless.iter().all(unless)
            && conditions
                .differs
                .iter()
                .all(|(one, of)| own(&one.value).is_some_and(|own| differs(own, &of.value)))
            && conditions
                .exceeds
                .iter()
                .all(|(one, of)| own(&one.value).is_some_and(|own| exceeds(own, &of.value)))
    }
}

fn has(values: &Values, wanted: &Values) -> bool {
    wanted.iter().all(|(name, text)| values.get(name) == Some(text))
}

fn number(text: &str) -> Option<u128> {
    text.parse().ok()
}
