//! A new notification, until it is handled.

use std::{
    fmt,
    ops::Deref,
    pin::Pin,
    sync::Arc,
    task::{Context, Waker},
};

use tokio::runtime::Handle;

use super::{Acknowledgement, GuardError, ReplayGuard, ReplayKey, verifier::Read};

/// A notification that is this handler's to handle, and nobody else's meanwhile.
///
/// It ends with [`done`](Self::done) or [`again`](Self::again). Dropped without either, as when the handler
/// returns early, panics, or is cancelled because the service hung up, it is forgotten as by `again`: the
/// next one of the same is new. A handler that never ends holds it until the guard lets it lapse.
#[must_use = "a notification that is dropped is forgotten: end it with `done` or `again`"]
pub struct Claim<N> {
    notification: N,
    unread: Vec<String>,
    hold: Hold,
}

impl<N> Claim<N> {
    pub(super) fn new(read: Read<N>, guard: Arc<dyn ReplayGuard>) -> Self {
        let Read { notification, key, unread } = read;
        Self { notification, unread, hold: Hold { guard, key, stage: Stage::Open } }
    }

    /// The paths of the fields that are of another type than the contract says: they inform and prove
    /// nothing, so each is read as if it were absent. Empty for nearly every notification.
    pub fn unread(&self) -> &[String] {
        &self.unread
    }

    /// It was handled, once and for all: remembers that, and says what to answer.
    ///
    /// A guard that can't remember it is a `tracing` warning, and the answer is the same: it was handled.
    ///
    /// When this future is dropped half-way, it was handled all the same: the guard is told so once more, in
    /// a task of its own where that takes a while. Without a runtime for that task it is left to lapse, which is
    /// a `tracing` warning. A future that was never polled is a claim that was dropped.
    pub async fn done(mut self) -> Acknowledgement {
        self.hold.stage = Stage::Handled;
        let remembered = self.hold.guard.done(&self.hold.key).await;
        self.hold.stage = Stage::Ended;
        warn_of("done", remembered);
        Acknowledgement::Received
    }

    /// It could not be handled now: forgets it, so that it is new when it comes again, and says what to
    /// answer so that it does. When this future is dropped half-way, it is forgotten all the same.
    pub async fn again(mut self) -> Acknowledgement {
        let forgotten = self.hold.guard.forget(&self.hold.key).await;
        self.hold.stage = Stage::Ended;
        warn_of("forget", forgotten);
        Acknowledgement::Again
    }
}

impl<N> Deref for Claim<N> {
    type Target = N;

    fn deref(&self) -> &N {
        &self.notification
    }
}

impl<N: fmt::Debug> fmt::Debug for Claim<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Claim").field(&self.notification).finish()
    }
}

/// What a guard holds for a claim.
struct Hold {
    guard: Arc<dyn ReplayGuard>,
    key: ReplayKey,
    stage: Stage,
}

/// How far a claim got.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Its handler has it.
    Open,
    /// It was handled, and the guard does not remember that yet.
    Handled,
    /// The guard knows what became of it.
    Ended,
}

impl Drop for Hold {
    fn drop(&mut self) {
        let stage = self.stage;
        // A guard that panicked is not asked again: a second panic would end the process.
        if stage == Stage::Ended || stage == Stage::Handled && std::thread::panicking() {
            return;
        }
        let (guard, key) = (Arc::clone(&self.guard), self.key);
        let mut ending = Box::pin(async move {
            match stage {
                Stage::Handled => warn_of("done", guard.done(&key).await),
                Stage::Open | Stage::Ended => warn_of("forget", guard.forget(&key).await),
            }
        });
        // What needs no waiting, such as a guard in memory, is over here and now.
        if Pin::as_mut(&mut ending).poll(&mut Context::from_waker(Waker::noop())).is_ready() {
            return;
        }
        match Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn(ending)),
            Err(_) => tracing::warn!("a notification is left to lapse: there is no runtime to end it"),
        }
    }
}

/// The guard's own words are left out: nobody knows what is in them.
fn warn_of(step: &'static str, outcome: Result<(), GuardError>) {
    if outcome.is_err() {
        tracing::warn!(step, "the replay guard failed");
    }
}
