//! The fields that a record can have, computed from the contract.

use std::{collections::BTreeSet, fmt::Write as _, sync::Arc};

use alignet_spec::{contract::Contract, source::Spanned, validate};

use super::values::{Name, Values, text};
use crate::behaviour::{
    Act, Behaviour, Record, Setting,
    scalar::{self, Class, Scalar},
};

/// Returns the schema of each record.
pub(crate) fn schemas(contract: &Contract, behaviour: &Behaviour) -> Vec<Schema> {
    (0..behaviour.records.len()).map(|record| Schema::new(contract, behaviour, record)).collect()
}

/// The fields of the records of one kind.
pub(crate) struct Schema {
    /// The fields that a record can have: sent by the request that creates it, generated, or set.
    pub(super) possible: BTreeSet<Name>,
    /// The possible fields that are stored, because a reply shows them or a request queries them.
    pub(super) kept: BTreeSet<Name>,
    /// The fields that have a unique value in each record.
    pub(super) generated: Vec<Name>,
    /// The parts of the key, each with the names that it can have.
    key: Vec<Vec<Name>>,
}

impl Schema {
    fn new(contract: &Contract, behaviour: &Behaviour, record: usize) -> Self {
        let declared = &behaviour.records[record];
        let answered = scalar::answered(contract, behaviour, record);
        let mut generated: Vec<Name> = names(&answered).into_iter().collect();
        generated.retain(|(wire, _)| declared.generated.iter().any(|one| one.value == *wire));
        let set = behaviour.uses_of(record).flat_map(|one| {
            let scenarios = one.scenarios.iter().flat_map(|one| one.set.iter().chain(&one.then));
            one.set.iter().chain(scenarios)
        });
        let mut possible = names(&scalar::asked(contract, behaviour, record));
        possible.extend(generated.iter().cloned());
        possible.extend(resolved(contract, behaviour, record, set).into_keys());
        possible.extend(owned(declared, &answered));
        let cases = declared.events.iter().flat_map(|event| &event.cases).flat_map(|case| &case.set);
        let events = declared.events.iter().flat_map(|event| &event.set).chain(cases);
        possible.extend(resolved(contract, behaviour, record, events).into_keys());

        let named = |wire: &str| possible.iter().filter(|(name, _)| name == wire).cloned().collect();
        let key: Vec<Vec<Name>> = declared.key.iter().map(|wire| named(&wire.value)).collect();
        let mut useful = names(&answered);
        let finding = behaviour.uses_of(record).filter(|one| one.act != Act::Creates);
        let asked =
            finding.map(|one| scalar::of_request(contract, &contract.endpoints[one.endpoint], one.list()));
        useful.extend(asked.flat_map(|scalars| names(&scalars)));
        useful.extend(key.iter().flatten().cloned());
        let callbacks = behaviour.callbacks_of(record).map(|callback| &callback.field.value);
        let redirects = behaviour.returns.iter().filter(|one| one.record == record);
        let redirects = redirects.filter_map(|one| Some(&one.redirect.as_ref()?.value));
        useful.extend(possible.iter().filter(|(wire, _)| is_for_others(behaviour, record, wire)).cloned());
        useful.extend(callbacks.chain(redirects).map(|wire| (wire.clone(), Class::Text)));
        let kept = possible.intersection(&useful).cloned().collect();
        Self { possible, kept, generated, key }
    }

    /// A schema that has only a key, for tests.
    #[cfg(test)]
    pub(super) fn keyed(key: Vec<Vec<Name>>) -> Self {
        Self { possible: BTreeSet::new(), kept: BTreeSet::new(), generated: Vec::new(), key }
    }

    /// Returns the keys of a record, as text: one for each choice of a name for each part. Two records are the same if they
    /// share one. Most have one.
    pub(super) fn keys(&self, values: &Values) -> Vec<Arc<str>> {
        let mut keys = vec![String::new()];
        for part in &self.key {
            let known = |name: &Name| Some((name.1, values.get(name)?));
            let parts: Vec<_> = part.iter().filter_map(known).collect();
            let longer = |key: &String, (class, text): &(Class, &String)| {
                let mut key = key.clone();
                let _ = write!(key, "{class:?} {} {text}", text.len());
                key
            };
            keys = keys.iter().flat_map(|key| parts.iter().map(|part| longer(key, part))).collect();
        }
        keys.into_iter().map(Arc::from).collect()
    }
}

/// The names of the values that a record gets from the one that it belongs to.
fn owned<'s>(declared: &'s Record, answered: &'s [Scalar<'s>]) -> impl Iterator<Item = Name> + 's {
    let copied = declared.owner.iter().flat_map(|owner| {
        owner.by.iter().chain(owner.copies.iter().map(|(own, _)| own)).map(|wire| wire.value.as_str())
    });
    copied.flat_map(|wire| {
        let named = answered.iter().filter(move |scalar| scalar.is_called(wire));
        named.map(move |scalar| (wire.to_owned(), scalar.class))
    })
}

/// Returns true if records that belong to one of this kind need this field of it.
fn is_for_others(behaviour: &Behaviour, record: usize, wire: &str) -> bool {
    let mut owners = behaviour.records.iter().filter_map(|one| one.owner.as_ref());
    owners.any(|owner| {
        let named = |name: &Spanned<String>| name.value == wire;
        owner.record == record && (owner.by.iter().any(named) || owner.copies.iter().any(|(_, of)| named(of)))
    })
}

/// The names of the scalars that are not secret.
fn names(scalars: &[Scalar<'_>]) -> BTreeSet<Name> {
    let open = scalars.iter().filter(|scalar| scalar.class != Class::Secret);
    open.map(|scalar| (scalar.wire.to_owned(), scalar.class)).collect()
}

/// Resolves settings of the contract into values of a record: a setting applies to each field of its name
/// that accepts its value.
pub(super) fn resolved<'s>(
    contract: &Contract,
    behaviour: &Behaviour,
    record: usize,
    settings: impl Iterator<Item = &'s Setting>,
) -> Values {
    let mut settings = settings.peekable();
    let mut values = Values::new();
    if settings.peek().is_none() {
        return values;
    }
    let scalars = scalar::answered(contract, behaviour, record);
    for setting in settings {
        let named = scalars.iter().filter(|scalar| scalar.is_called(&setting.wire.value));
        for scalar in named.filter(|scalar| scalar.class != Class::Secret && scalar.takes(contract, setting))
        {
            let json = validate::literal(&setting.value.value);
            if let Some(text) = text(scalar.class, &json) {
                values.insert((setting.wire.value.clone(), scalar.class), text);
            }
        }
    }
    values
}
