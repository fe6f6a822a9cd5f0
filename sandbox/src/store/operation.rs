//! Operations: the attempts of one key, and what they are together.

use super::values::{Values, is};
use crate::behaviour::Attempts;

/// An operation, as a reply shows it.
pub(super) struct Operation<'o> {
    /// The list of its attempts in a reply.
    pub(super) list: &'o str,
    /// The values of the object around the list.
    pub(super) whole: Values,
    /// The attempts that are shown.
    pub(super) shown: Vec<Values>,
}

impl<'o> Operation<'o> {
    /// The operation of these attempts, oldest first. `shown` are those that a reply shows.
    pub(super) fn new(rule: &'o Attempts, attempts: &[Values], shown: Vec<Values>) -> Option<Self> {
        let mut whole = shown.last()?.clone();
        for (wire, _) in &rule.first {
            // Of several equal attempts, the latest counts.
            let decisive = attempts.iter().rev().min_by_key(|values| rank(rule, values))?;
            let of_it = decisive.iter().filter(|((name, _), _)| *name == wire.value);
            whole.extend(of_it.map(|(name, value)| (name.clone(), value.clone())));
        }
        Some(Self { list: &rule.list.value, whole, shown })
    }
}

/// The place of an attempt in the order in which attempts count; the smallest counts first.
pub(super) fn rank(rule: &Attempts, values: &Values) -> usize {
    let place = |(_, listed): &(_, Vec<_>)| {
        listed.iter().position(|setting| is(values, setting)).unwrap_or(listed.len())
    };
    rule.first.iter().map(place).sum()
}
