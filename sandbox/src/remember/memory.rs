//! The records there are.

use std::collections::VecDeque;

use super::{Name, Plan, Values};

/// How many records are kept, of all kinds together; the oldest go. Enough for any test, few enough for
/// a sandbox that runs for weeks.
const KEPT: usize = 10_000;

/// One record.
struct Record {
    /// Of which kind, an index into the contract's records.
    kind: usize,
    values: Values,
    /// What it holds from the next read on.
    then: Values,
}

impl Record {
    /// What it holds under a name: now, or for a read.
    fn holds(&self, name: &Name, reads: bool) -> Option<&String> {
        let then = if reads { self.then.get(name) } else { None };
        then.or_else(|| self.values.get(name))
    }
}

/// A record that was found.
pub(super) struct Found {
    pub(super) values: Values,
    /// Whether this is what it has just become.
    pub(super) changed: bool,
}

/// The records there are, oldest first. It has no `Debug`: what callers say is nobody else's business.
#[derive(Default)]
pub(crate) struct Memory {
    records: VecDeque<Record>,
    /// How many numbers were given out.
    numbers: i64,
}

impl Memory {
    /// A number that no record has.
    pub(super) fn number(&mut self) -> i64 {
        self.numbers = self.numbers.saturating_add(1);
        self.numbers
    }

    /// Keeps new records, all or none: an error when one of them has the key of another.
    pub(super) fn create(
        &mut self,
        kind: usize,
        plan: &Plan,
        made: Vec<(Values, Values)>,
    ) -> Result<Vec<Values>, ()> {
        let alike = |one: &Values, other: &Values| plan.are_alike(one, other);
        for (index, (values, _)) in made.iter().enumerate() {
            let mut here = self.records.iter().filter(|record| record.kind == kind);
            let before = &mut made[..index].iter();
            if here.any(|record| alike(&record.values, values)) || before.any(|(one, _)| alike(one, values)) {
                return Err(());
            }
        }
        let mut created = Vec::new();
        for (values, then) in made {
            created.push(values.clone());
            self.records.push_back(Record { kind, values, then });
        }
        let surplus = self.records.len().saturating_sub(KEPT);
        self.records.drain(..surplus);
        Ok(created)
    }

    /// The records that have the values wanted, or only the `latest` of them. A read looks at what they
    /// were to become from it on, and they become that when it finds them; `changes` are made to what
    /// they are: what they hold now, and from the next read on.
    pub(super) fn find(
        &mut self,
        kind: usize,
        wanted: &Values,
        changes: Option<&(Values, Values)>,
        latest: bool,
    ) -> Vec<Found> {
        let reads = changes.is_none();
        let fits = |record: &&mut Record| {
            record.kind == kind && wanted.iter().all(|(name, text)| record.holds(name, reads) == Some(text))
        };
        let count = if latest { 1 } else { usize::MAX };
        let mut found: Vec<Found> = Vec::new();
        for record in self.records.iter_mut().rev().filter(fits).take(count) {
            let before = record.values.clone();
            match changes {
                Some((set, then)) => {
                    record.values.extend(set.clone());
                    record.then = then.clone();
                }
                None => record.values.append(&mut record.then),
            }
            found.push(Found { changed: record.values != before, values: record.values.clone() });
        }
        found.reverse();
        found
    }

    pub(crate) fn clear(&mut self) {
        self.records.clear();
    }
}

#[cfg(test)]
mod tests {
    use alignet_spec::leaf::Class;

    use super::*;

    #[test]
    fn the_oldest_go_when_there_are_too_many() {
        let name = ("number".to_owned(), Class::Text);
        let plan = Plan::keyed(vec![vec![name.clone()]]);
        let mut memory = Memory::default();
        for number in 0..KEPT + 5 {
            let values = Values::from([(name.clone(), number.to_string())]);
            // Looking for one of the same key in all of them takes its time: kinds are looked at alone.
            assert!(memory.create(number, &plan, vec![(values, Values::new())]).is_ok());
        }
        assert_eq!(memory.records.len(), KEPT);
        let wanted = |number: usize| Values::from([(name.clone(), number.to_string())]);
        assert!(memory.find(4, &wanted(4), None, true).is_empty());
        assert_eq!(memory.find(5, &wanted(5), None, true)[0].values, wanted(5));
    }
}
