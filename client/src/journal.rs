//! Writes a call down before it leaves, and settles it after a crash.

pub(crate) mod call;
mod changes;
mod digest;
pub(crate) mod ending;
mod entry;
mod filter;
mod memory;
pub(crate) mod reading;
mod recovery;
mod rules;
mod store;
pub(crate) mod subject;

pub use self::{
    changes::{Ending, Resolution, Step, Told},
    entry::{Entry, EntryId, NewEntry, State},
    filter::Filter,
    memory::MemoryJournal,
    recovery::{Recovery, Report},
    store::{Claimed, Journal, JournalError, Journaling, Opened},
};
