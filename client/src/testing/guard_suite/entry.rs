//! A key in the store under test, and the answers that are expected for it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::time::{Instant, sleep};

use super::Failure;
use crate::notifications::{Begun, Claim, GuardError, Lease, ReplayGuard, ReplayKey};

/// The guards under test, which share a store.
#[derive(Clone)]
pub(super) struct Store {
    guards: Arc<[Arc<dyn ReplayGuard>]>,
    /// The number of calls so far. Each call goes to the next guard.
    calls: Arc<AtomicUsize>,
    lapse: Duration,
}

impl Store {
    pub(super) fn new(guards: Vec<Arc<dyn ReplayGuard>>, lapse: Duration) -> Self {
        Self { guards: guards.into(), calls: Arc::default(), lapse }
    }

    fn guard(&self) -> &Arc<dyn ReplayGuard> {
        &self.guards[self.calls.fetch_add(1, Ordering::Relaxed) % self.guards.len()]
    }

    /// A notification that the store has never seen.
    pub(super) fn entry(&self) -> Entry {
        self.entry_of(std::array::from_fn(|_| fastrand::u8(..)))
    }

    pub(super) fn entry_of(&self, key: [u8; 32]) -> Entry {
        Entry { store: self.clone(), key: ReplayKey::from_bytes(key) }
    }

    /// Waits until every claim of now has lapsed: a tenth longer, because the clock of the store is another.
    pub(super) async fn lapse(&self) {
        sleep(self.lapse + self.lapse / 10).await;
    }

    pub(super) async fn half_a_lapse(&self) {
        sleep(self.lapse / 2).await;
    }
}

/// One notification in the store.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) store: Store,
    pub(super) key: ReplayKey,
}

/// A claim that the suite got.
#[derive(Clone, Copy)]
pub(super) struct Held {
    pub(super) lease: Lease,
    /// A moment before it began.
    since: Instant,
}

impl Entry {
    pub(super) async fn begin(&self) -> Result<Begun, Failure> {
        self.store.guard().begin(&self.key).await.map_err(|error| failed("begin", &error))
    }

    pub(super) async fn done(&self, held: Held) -> Result<(), Failure> {
        self.store.guard().done(&self.key, held.lease).await.map_err(|error| failed("done", &error))
    }

    pub(super) async fn forget(&self, held: Held) -> Result<(), Failure> {
        self.store.guard().forget(&self.key, held.lease).await.map_err(|error| failed("forget", &error))
    }

    /// Claims the notification, which must be new.
    pub(super) async fn is_new(&self, when: &str) -> Result<Held, Failure> {
        let since = Instant::now();
        match self.begin().await? {
            Begun::New(lease) => Ok(Held { lease, since }),
            other => Err(unexpected(when, other, "New")),
        }
    }

    pub(super) async fn is_repeated(&self, when: &str) -> Result<(), Failure> {
        match self.begin().await? {
            Begun::Repeated => Ok(()),
            other => Err(unexpected(when, other, "Repeated")),
        }
    }

    /// Expects the notification to be under way by this claim. The answer counts only before the claim may lapse.
    pub(super) async fn is_underway(&self, held: Held, when: &str) -> Result<(), Failure> {
        let begun = self.begin().await?;
        if begun == Begun::Underway {
            return Ok(());
        }
        if held.since.elapsed() >= self.store.lapse {
            return Err(Failure::Slow(when.to_owned()));
        }
        Err(unexpected(when, begun, "Underway"))
    }

    /// The claim as a handler has it.
    pub(super) fn claim(&self, held: Held) -> Claim<()> {
        Claim::of((), self.key, held.lease, Arc::clone(self.store.guard()))
    }
}

fn failed(call: &str, error: &GuardError) -> Failure {
    Failure::Broken(format!("`{call}` failed: {error}"))
}

fn unexpected(when: &str, begun: Begun, expected: &str) -> Failure {
    Failure::Broken(format!("{when}: `begin` answers {begun:?}, not {expected}"))
}
