//! The history of a record: its changes, with their time on the sandbox's clock.

use std::time::Duration;

use crate::{behaviour::scalar::Class, store::values::Values};

/// The number of changes of a record that are kept: the first, and the latest others. A record of the service changes a few
/// times.
const KEPT: usize = 20;

/// The time and the cause of a change.
#[derive(Clone, Copy)]
pub(crate) struct Moment<'m> {
    pub(crate) now: Duration,
    /// The call or the event that causes it, by name.
    pub(crate) cause: &'m str,
}

/// The changes of a record, oldest first. The first is its creation.
pub(crate) struct History(Vec<Change>);

/// A change of a record.
pub(crate) struct Change {
    pub(crate) at: Duration,
    /// The name of the call or the event that caused it.
    pub(crate) cause: String,
    /// The fields that have another value since; none for the creation.
    pub(crate) fields: Vec<Changed>,
}

/// A field with another value than before.
pub(crate) struct Changed {
    pub(crate) wire: String,
    /// `None` if it had no value.
    pub(crate) from: Option<String>,
    pub(crate) to: String,
}

impl History {
    pub(super) fn begin(at: Moment<'_>) -> Self {
        Self(vec![Change { at: at.now, cause: at.cause.to_owned(), fields: Vec::new() }])
    }

    pub(super) fn note(&mut self, at: Moment<'_>, before: &Values, after: &Values) {
        let changed = after.iter().filter(|(name, value)| before.get(*name) != Some(value));
        let named = changed.filter(|((_, class), _)| !matches!(class, Class::Gone | Class::Past));
        let fields = named.map(|(name, to)| Changed {
            wire: name.0.clone(),
            from: before.get(name).cloned(),
            to: to.clone(),
        });
        self.0.push(Change { at: at.now, cause: at.cause.to_owned(), fields: fields.collect() });
        if self.0.len() > KEPT {
            self.0.remove(1);
        }
    }

    pub(crate) fn changes(&self) -> &[Change] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_creation_and_the_latest_changes_are_kept() {
        let values = |state: usize| Values::from([(("state".to_owned(), Class::Text), state.to_string())]);
        let at = |second: usize, cause| Moment { now: Duration::from_secs(second as u64), cause };
        let mut history = History::begin(at(0, "create"));
        for second in 1..100 {
            history.note(at(second, "change"), &values(second - 1), &values(second));
        }
        let changes = history.changes();
        assert_eq!((changes.len(), &*changes[0].cause, changes[1].at.as_secs()), (KEPT, "create", 81));
        let last = &changes[KEPT - 1].fields[0];
        assert_eq!((last.from.as_deref(), &*last.to), (Some("98"), "99"));
    }
}
