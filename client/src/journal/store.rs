//! The interface to the store of the entries.

use std::{error::Error as StdError, future::Future, pin::Pin, sync::Arc, time::Duration};

use super::{
    changes::{Ending, Resolution, Step, Told},
    entry::{Entry, EntryId, NewEntry, State},
    filter::Filter,
};

/// Keeps an entry for each call that may move money.
///
/// [`MemoryJournal`](super::MemoryJournal) is for tests. Every process that may charge for a merchant uses the same
/// journal, in a store that survives a crash.
///
/// # Implement a journal
///
/// The rules of an entry are functions of [`Entry`], so that all journals share them. Each method here reads an entry in a
/// transaction that locks it, applies its rule, and writes the entry back:
///
/// | method | rule | then |
/// |---|---|---|
/// | [`open`](Self::open) | [`Entry::forbids`] of every entry with the same environment, operation, merchant and reference | writes [`Entry::of`], unless one forbids it |
/// | [`close`](Self::close) | [`Entry::close`] | takes away the lease if it returns true |
/// | [`tell`](Self::tell) | [`Entry::tell`] of the entry that [`Entry::is_told_by`] it | takes away the lease if it returns true |
/// | [`step`](Self::step) | [`Entry::step`], if the claim's number is still that of the entry | ends the lease, unless the step's wait is zero; nothing if the rule returns false |
/// | [`resolve`](Self::resolve) | [`Entry::resolve`] | takes away the lease if it returns true |
///
/// A store sets [`contested`](Entry::contested) whenever it reads an entry that is not settled: true if any other entry
/// [contests](Entry::contests) it. An entry that contests is written before, or after, each of these changes as a whole, and not
/// meanwhile.
///
/// A store keeps the moments of its own clock for which an [`Entry`] has durations: it subtracts [`age`](Entry::age),
/// [`stood`](Entry::stood) and [`cancelled`](Entry::cancelled) from now, and adds [`due_in`](Entry::due_in). A lease is a number that grows with each claim
/// and each loss of a lease, and a time at which it ends.
///
/// A future of this trait may be dropped before it ends, as any other: the change is then made, or not, as a whole.
pub trait Journal: Send + Sync + 'static {
    /// Writes an entry, which is durable once this returns [`Opened::New`]. Of several calls with one reference, one
    /// gets that.
    fn open<'a>(&'a self, entry: &'a NewEntry) -> Journaling<'a, Opened>;

    /// Records the end of a call, and returns the state of the entry then.
    ///
    /// Comes again if it failed, with the same ending. It is an error if there is no such entry.
    fn close<'a>(&'a self, id: EntryId, ending: &'a Ending) -> Journaling<'a, State>;

    /// Records the proof of a notification, and returns the entry as it stands then: the order may be shipped if the entry
    /// [is paid](Entry::is_paid). Returns `None` if the journal has no such entry, because the payment was not charged through
    /// it: the notification alone decides then.
    ///
    /// Of several entries, the latest that is not [`NotMade`](State::NotMade) is told, or the latest at all.
    fn tell<'a>(&'a self, told: &'a Told) -> Journaling<'a, Option<Entry>>;

    /// Leases up to `count` entries of an environment and of these merchants, or of any merchant if there are none, that are due and not leased, the longest due first, for the time
    /// `lease`. Of several processes, one gets each. Counts one more of the [`tries`](Entry::tries) of each.
    fn claim<'a>(
        &'a self,
        environment: &'a str,
        merchants: &'a [String],
        count: usize,
        lease: Duration,
    ) -> Journaling<'a, Vec<Claimed>>;

    /// Takes a step of recovery. Returns false, and changes nothing, if the entry was claimed again or changed by others
    /// since, or if the rule refuses the step.
    ///
    /// The lease goes on after a step whose wait is zero, because recovery goes on with the entry at once. Any other step
    /// ends it.
    fn step<'a>(&'a self, claimed: &'a Claimed, step: &'a Step) -> Journaling<'a, bool>;

    /// Lists entries, the oldest first. [`Filter::after`] has the next page.
    fn list<'a>(&'a self, filter: &'a Filter) -> Journaling<'a, Vec<Entry>>;

    /// Records an operator's decision about an entry that waits for a person, and returns the entry as it stands then:
    /// unchanged if it waits for nobody, or if the decision is not one that a person can make. `None` if there is no such
    /// entry.
    fn resolve<'a>(&'a self, id: EntryId, resolution: &'a Resolution) -> Journaling<'a, Option<Entry>>;
}

/// A pending answer of a [`Journal`].
pub type Journaling<'a, T> = Pin<Box<dyn Future<Output = Result<T, JournalError>> + Send + 'a>>;

/// The error of a [`Journal`].
pub type JournalError = Box<dyn StdError + Send + Sync>;

/// The answer to a new entry.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "there is one for a call, and it is not kept")]
pub enum Opened {
    /// The entry is written.
    New,
    /// Nothing is written: this entry of the same reference forbids another call.
    Used(Entry),
}

/// An entry that is leased to this recovery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// The entry when it was claimed.
    pub entry: Entry,
    /// The number of the lease. A later lease of the same entry has a larger one.
    pub lease: u64,
}

impl<J: Journal + ?Sized> Journal for Arc<J> {
    fn open<'a>(&'a self, entry: &'a NewEntry) -> Journaling<'a, Opened> {
        (**self).open(entry)
    }

    fn close<'a>(&'a self, id: EntryId, ending: &'a Ending) -> Journaling<'a, State> {
        (**self).close(id, ending)
    }

    fn tell<'a>(&'a self, told: &'a Told) -> Journaling<'a, Option<Entry>> {
        (**self).tell(told)
    }

    fn claim<'a>(
        &'a self,
        environment: &'a str,
        merchants: &'a [String],
        count: usize,
        lease: Duration,
    ) -> Journaling<'a, Vec<Claimed>> {
        (**self).claim(environment, merchants, count, lease)
    }

    fn step<'a>(&'a self, claimed: &'a Claimed, step: &'a Step) -> Journaling<'a, bool> {
        (**self).step(claimed, step)
    }

    fn list<'a>(&'a self, filter: &'a Filter) -> Journaling<'a, Vec<Entry>> {
        (**self).list(filter)
    }

    fn resolve<'a>(&'a self, id: EntryId, resolution: &'a Resolution) -> Journaling<'a, Option<Entry>> {
        (**self).resolve(id, resolution)
    }
}
