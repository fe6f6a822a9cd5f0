//! Changes of the values of a record.

use std::collections::BTreeSet;

use alignet_spec::{
    contract::{Contract, Kind, Shape},
    source::Spanned,
};

use super::stamp::Stamp;
use crate::{
    behaviour::{
        Behaviour, Setting,
        scalar::{self, Class},
    },
    store::{
        schema::resolved,
        values::{Name, Values},
    },
};

/// The values that a record loses and gets.
#[derive(Clone, Default)]
pub(crate) struct Change {
    /// The fields that are cleared, each with the names of the values inside of it.
    clear: Vec<(String, BTreeSet<Name>)>,
    set: Values,
}

impl Change {
    /// Resolves a change as the sandbox's contract declares it.
    pub(in crate::store) fn new<'s>(
        contract: &Contract,
        behaviour: &Behaviour,
        record: usize,
        set: impl Iterator<Item = &'s Setting>,
        clear: &[Spanned<String>],
    ) -> Self {
        let cleared = |wire: &Spanned<String>| (wire.value.clone(), inner(contract, &wire.value));
        let clear = clear.iter().map(cleared).collect();
        Self { clear, set: resolved(contract, behaviour, record, set) }
    }

    /// Adds values to set.
    pub(in crate::store) fn with(mut self, set: Values) -> Self {
        self.set.extend(set);
        self
    }

    pub(in crate::store) fn set(&self) -> &Values {
        &self.set
    }

    pub(in crate::store) fn is_empty(&self) -> bool {
        self.clear.is_empty() && self.set.is_empty()
    }

    /// Changes values. A field whose value is lost is marked, so that replies show null.
    pub(in crate::store) fn apply(&self, values: &mut Values, stamp: &Stamp<'_>) {
        let before = stamp.tracked.and_then(|tracked| tracked.value(values)).cloned();
        for (wire, names) in &self.clear {
            let before = values.len();
            values.retain(|name, _| !is_called(&name.0, wire) && !names.contains(name));
            if values.len() < before {
                values.insert((wire.clone(), Class::Gone), String::new());
            }
        }
        for (name, value) in &self.set {
            let field = name.0.split('.').next().unwrap_or_default();
            values.remove(&(field.to_owned(), Class::Gone));
            values.insert(name.clone(), stamp.fill(value, name.1));
        }
        stamp.note(before, values);
    }
}

/// The names of the values inside of the objects that a field of this name holds.
fn inner(contract: &Contract, wire: &str) -> BTreeSet<Name> {
    let mut names = BTreeSet::new();
    let fields = contract.types.iter().filter_map(|one| match &one.kind {
        Kind::Object(fields) => Some(fields),
        _ => None,
    });
    for field in fields.flatten().filter(|field| field.wire == wire) {
        add_inner(contract, wire, &field.shape, &mut names, &mut BTreeSet::new());
    }
    names
}

fn add_inner(
    contract: &Contract,
    wire: &str,
    shape: &Shape,
    names: &mut BTreeSet<Name>,
    seen: &mut BTreeSet<usize>,
) {
    let Shape::Named(index) = shape.without_null() else { return };
    let Some(Kind::Object(fields)) = contract.types.get(*index).map(|one| &one.kind) else { return };
    if !seen.insert(*index) {
        return;
    }
    for field in fields {
        match scalar::class(contract, &field.shape) {
            Some(class) => {
                names.insert((field.wire.clone(), class));
                names.insert((format!("{wire}.{}", field.wire), class));
            }
            None => add_inner(contract, &field.wire, &field.shape, names, seen),
        }
    }
}

/// Returns true if a value has this name, with or without the object around it.
fn is_called(name: &str, wire: &str) -> bool {
    name == wire || name.rsplit_once('.').is_some_and(|(_, last)| last == wire)
}
