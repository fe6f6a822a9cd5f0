//! Things of two lists that are the same one.

/// The indices of things in two lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) old: usize,
    pub(crate) new: usize,
}

/// The things of two lists: those in both, those that are gone, and those that are new.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    /// Those in both, in the order of the new list.
    pub(crate) kept: Vec<Pair>,
    /// Those of the old list alone.
    pub(crate) removed: Vec<usize>,
    /// Those of the new list alone.
    pub(crate) added: Vec<usize>,
}

impl Pairs {
    /// Pairs up what has equal keys.
    pub(crate) fn by<T, K: PartialEq>(old: &[T], new: &[T], key: impl Fn(&T) -> K) -> Self {
        let mut pairs =
            Self { kept: Vec::new(), removed: (0..old.len()).collect(), added: (0..new.len()).collect() };
        let (old, new): (Vec<K>, Vec<K>) = (old.iter().map(&key).collect(), new.iter().map(&key).collect());
        pairs.further(|left, right| old.get(left) == new.get(right));
        pairs
    }

    /// Pairs up things that are still alone, if exactly one of each list is the same.
    pub(crate) fn further(&mut self, same: impl Fn(usize, usize) -> bool) {
        let matches: Vec<Pair> = self
            .removed
            .iter()
            .flat_map(|old| self.added.iter().map(move |new| Pair { old: *old, new: *new }))
            .filter(|pair| same(pair.old, pair.new))
            .collect();
        let alone = |pair: &&Pair| {
            let rivals = matches.iter().filter(|other| other.old == pair.old || other.new == pair.new);
            rivals.count() == 1
        };
        let found: Vec<Pair> = matches.iter().filter(alone).copied().collect();
        self.removed.retain(|old| !found.iter().any(|pair| pair.old == *old));
        self.added.retain(|new| !found.iter().any(|pair| pair.new == *new));
        self.kept.extend(found);
        self.kept.sort_by_key(|pair| pair.new);
    }

    /// Returns the index in the new list of a thing in the old one.
    pub(crate) fn new_of(&self, old: usize) -> Option<usize> {
        self.kept.iter().find(|pair| pair.old == old).map(|pair| pair.new)
    }

    /// Returns true if two indices are of the same thing.
    pub(crate) fn are(&self, old: usize, new: usize) -> bool {
        self.kept.contains(&Pair { old, new })
    }

    /// Returns true if the things in both lists stand in another order.
    pub(crate) fn reordered(&self) -> bool {
        !self.kept.is_sorted_by_key(|pair| pair.old)
    }
}
