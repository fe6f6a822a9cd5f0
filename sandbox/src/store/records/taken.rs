//! The keys of the stored records, so that a taken one is found without a look at each record.

use std::{collections::HashMap, sync::Arc};

/// The number of stored records with each kind and key.
#[derive(Default)]
pub(super) struct Taken(HashMap<(usize, Arc<str>), usize>);

impl Taken {
    pub(super) fn holds(&self, kind: usize, key: &Arc<str>) -> bool {
        self.0.contains_key(&(kind, Arc::clone(key)))
    }

    /// Returns true if several records have this key.
    pub(super) fn is_shared(&self, kind: usize, key: &Arc<str>) -> bool {
        self.0.get(&(kind, Arc::clone(key))).is_some_and(|count| *count > 1)
    }

    pub(super) fn claim(&mut self, kind: usize, keys: &[Arc<str>]) {
        for key in keys {
            *self.0.entry((kind, Arc::clone(key))).or_default() += 1;
        }
    }

    /// Frees the keys of a record that is no longer kept, unless another has them, too.
    pub(super) fn free(&mut self, kind: usize, keys: &[Arc<str>]) {
        for key in keys {
            let key = (kind, Arc::clone(key));
            if let Some(count) = self.0.get_mut(&key).filter(|count| **count > 1) {
                *count -= 1;
            } else {
                self.0.remove(&key);
            }
        }
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}
