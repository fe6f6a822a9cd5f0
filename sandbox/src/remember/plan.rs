//! The fields that a record can have, computed from the contract.

use std::collections::BTreeSet;

use alignet_spec::{
    contract::{Act, Contract, Setting},
    leaf::{self, Class, Leaf},
    validate,
};

use super::{Name, Values, text};

/// The fields of the records of one kind.
pub(crate) struct Plan {
    /// The fields that a record can have: sent by the request that creates it, minted, or set.
    pub(super) possible: BTreeSet<Name>,
    /// The possible fields that are stored, because a reply shows them or a request queries them.
    pub(super) kept: BTreeSet<Name>,
    /// The fields that have a unique value in each record.
    pub(super) minted: Vec<Name>,
    /// The parts of the key, each with the names that it can have.
    key: Vec<Vec<Name>>,
}

impl Plan {
    pub(super) fn new(contract: &Contract, record: usize) -> Self {
        let declared = &contract.records[record];
        let answered = leaf::answered(contract, record);
        let mut minted: Vec<Name> = names(&answered).into_iter().collect();
        minted.retain(|(wire, _)| declared.mint.iter().any(|one| one.value == *wire));
        let set = leaf::uses(contract).filter(|(_, one)| one.record == record).flat_map(|(endpoint, one)| {
            let scenarios = endpoint.scenarios.iter().flat_map(|one| one.set.iter().chain(&one.then));
            one.set.iter().chain(scenarios)
        });
        let mut possible = names(&leaf::asked(contract, record));
        possible.extend(minted.iter().cloned());
        possible.extend(resolved(contract, record, set).into_keys());

        let named = |wire: &str| possible.iter().filter(|(name, _)| name == wire).cloned().collect();
        let key: Vec<Vec<Name>> = declared.key.iter().map(|wire| named(&wire.value)).collect();
        let mut useful = names(&answered);
        let finding = leaf::uses(contract).filter(|(_, one)| one.record == record && one.act != Act::Creates);
        useful.extend(finding.flat_map(|(endpoint, _)| names(&leaf::of_request(contract, endpoint))));
        useful.extend(key.iter().flatten().cloned());
        let callbacks = leaf::notifications(contract, record).map(|(_, callback)| &callback.field.value);
        useful.extend(callbacks.map(|wire| (wire.clone(), Class::Text)));
        let kept = possible.intersection(&useful).cloned().collect();
        Self { possible, kept, minted, key }
    }

    /// A plan that has only a key, for tests.
    #[cfg(test)]
    pub(super) fn keyed(key: Vec<Vec<Name>>) -> Self {
        Self { possible: BTreeSet::new(), kept: BTreeSet::new(), minted: Vec::new(), key }
    }

    /// Returns true if two records have the same key.
    pub(super) fn are_alike(&self, one: &Values, other: &Values) -> bool {
        let same = |name: &Name| one.get(name).is_some_and(|text| other.get(name) == Some(text));
        self.key.iter().all(|part| part.iter().any(same))
    }
}

/// The names of the leaves that are not secret.
fn names(leaves: &[Leaf<'_>]) -> BTreeSet<Name> {
    let open = leaves.iter().filter(|leaf| leaf.class != Class::Secret);
    open.map(|leaf| (leaf.wire.to_owned(), leaf.class)).collect()
}

/// Resolves settings of the contract into values of a record: a setting applies to each field of its name
/// that accepts its value.
pub(super) fn resolved<'s>(
    contract: &Contract,
    record: usize,
    settings: impl Iterator<Item = &'s Setting>,
) -> Values {
    let mut settings = settings.peekable();
    let mut values = Values::new();
    if settings.peek().is_none() {
        return values;
    }
    let leaves = leaf::answered(contract, record);
    for setting in settings {
        let named = leaves.iter().filter(|leaf| leaf.wire == setting.wire.value);
        for leaf in named.filter(|leaf| leaf.class != Class::Secret && leaf.takes(contract, setting)) {
            let json = validate::literal(&setting.value.value);
            if let Some(text) = text(leaf.class, &json) {
                values.insert((leaf.wire.to_owned(), leaf.class), text);
            }
        }
    }
    values
}
