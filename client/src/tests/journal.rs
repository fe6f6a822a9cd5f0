//! The journal: the ways of an entry, calls and their ends, recovery, and a journal in memory.

mod at_once;
mod calls;
mod cancelling;
mod contested;
mod crashed;
mod doubts;
mod endings;
mod proofs;
mod recovery;
mod refunds;
mod rules;
mod world;

use std::{sync::Arc, time::Duration};

use crate::{journal::MemoryJournal, testing::check_journal};

#[tokio::test(start_paused = true)]
async fn a_journal_in_memory_keeps_its_promises() {
    let wait = async |time| tokio::time::advance(time).await;
    check_journal(&Arc::new(MemoryJournal::new()), Duration::from_secs(1), wait).await.unwrap();
}
