//! Writes a call down before it leaves, and settles it after a crash.

mod changes;
mod entry;
mod filter;
mod memory;
mod rules;
mod store;

pub use self::{
    changes::{Ending, Resolution, Step, Told},
    entry::{Entry, EntryId, NewEntry, State},
    filter::Filter,
    memory::MemoryJournal,
    store::{Claimed, Journal, JournalError, Journaling, Opened},
};
