//! Holds a new notification until it is handled.

use std::{
    fmt,
    ops::Deref,
    pin::Pin,
    sync::Arc,
    task::{Context, Waker},
};

use tokio::runtime::Handle;

use super::{Acknowledgement, GuardError, Lease, ReplayGuard, ReplayKey, verifier::Read};

/// A new notification, held by this handler alone.
///
/// End it with [`done`](Self::done), [`recorded`](Self::recorded) or [`again`](Self::again). A claim that is dropped without, because the
/// handler returned early, panicked, or was cancelled when the service hung up, is forgotten as by `again`: the
/// notification is new when it comes again. If a handler never ends, its claim is held until the guard lets it
/// lapse.
#[must_use = "a notification that is dropped is forgotten: end it with `done`, `recorded` or `again`"]
pub struct Claim<N> {
    notification: N,
    unread: Vec<String>,
    #[cfg(feature = "journal")]
    subject: Option<super::told::Subject>,
    hold: Hold,
}

impl<N> Claim<N> {
    pub(super) fn new(read: Read<N>, lease: Lease, guard: Arc<dyn ReplayGuard>) -> Self {
        let Read { notification, key, unread, .. } = read;
        Self {
            unread,
            #[cfg(feature = "journal")]
            subject: read.subject,
            ..Self::of(notification, key, lease, guard)
        }
    }

    pub(crate) fn of(notification: N, key: ReplayKey, lease: Lease, guard: Arc<dyn ReplayGuard>) -> Self {
        let hold = Hold { guard, key, lease, stage: Stage::Open };
        Self {
            notification,
            unread: Vec::new(),
            #[cfg(feature = "journal")]
            subject: None,
            hold,
        }
    }

    /// The identity of the notification, under which the guard holds it.
    pub fn key(&self) -> &ReplayKey {
        &self.hold.key
    }

    /// The guard's number of this claim. Another claim of the same notification has another one.
    pub fn lease(&self) -> Lease {
        self.hold.lease
    }

    /// The paths of the fields whose type differs from the contract. These fields only inform and prove
    /// nothing, so each is read as absent. Empty for nearly every notification.
    pub fn unread(&self) -> &[String] {
        &self.unread
    }

    /// Records the notification as handled for good, and returns the answer to send.
    ///
    /// If the guard fails to record it, that is a `tracing` warning. The answer is the same, because the
    /// notification was handled.
    ///
    /// If this future is dropped half-way, the notification still counts as handled: the guard is told once more,
    /// in a task of its own if that takes a while. Without a runtime for that task the claim is left to lapse, which
    /// is a `tracing` warning. Dropping a future that was never polled drops the claim.
    pub async fn done(mut self) -> Acknowledgement {
        self.hold.stage = Stage::Handled;
        let remembered = self.hold.guard.done(&self.hold.key, self.hold.lease).await;
        self.hold.stage = Stage::Ended;
        warn_of("done", remembered);
        Acknowledgement::Received
    }

    /// Returns the answer to a notification that the handler has recorded as handled itself: it wrote the
    /// [key](Self::key) to the guard's store in the database transaction of the effect, and has committed it. The guard
    /// is not called.
    ///
    /// Then the effect and the record are there together or not at all, and a process that dies at any point handles
    /// each notification once. `PostgresGuard::record` of the crate `alignet-postgres` writes the key. If the transaction
    /// failed, or its commit may have failed, end the claim by [`again`](Self::again) instead: a record that was
    /// committed stays.
    pub fn recorded(mut self) -> Acknowledgement {
        self.hold.stage = Stage::Ended;
        Acknowledgement::Received
    }

    /// Forgets a notification that could not be handled now, so that it is new when it comes again, and returns
    /// the answer that makes the service send it again. If this future is dropped half-way, the notification is
    /// forgotten all the same.
    pub async fn again(mut self) -> Acknowledgement {
        let forgotten = self.hold.guard.forget(&self.hold.key, self.hold.lease).await;
        self.hold.stage = Stage::Ended;
        warn_of("forget", forgotten);
        Acknowledgement::Again
    }
}

#[cfg(feature = "journal")]
impl<N: crate::HasOutcome> Claim<N> {
    /// Returns what the notification proves, for [`Journal::tell`](crate::journal::Journal::tell). `None` if it is about no
    /// payment that a journal may have.
    ///
    /// ```
    /// use alignet::{
    ///     api::ChargeNotification,
    ///     journal::{Journal, JournalError},
    ///     notifications::Claim,
    /// };
    ///
    /// /// Returns true if the order may be shipped.
    /// async fn is_paid(
    ///     charge: &Claim<ChargeNotification>,
    ///     journal: &impl Journal,
    /// ) -> Result<bool, JournalError> {
    ///     let entry = match charge.told() {
    ///         Some(told) => journal.tell(&told).await?,
    ///         None => None,
    ///     };
    ///     Ok(match entry {
    ///         Some(entry) => entry.is_paid(),
    ///         // It was not charged through the journal, so the notification alone decides.
    ///         None => charge.outcome().is_paid(),
    ///     })
    /// }
    /// ```
    pub fn told(&self) -> Option<crate::journal::Told> {
        self.subject.clone().map(|subject| subject.told(&**self))
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

/// The guard of a claim, and the key and the lease that it holds.
struct Hold {
    guard: Arc<dyn ReplayGuard>,
    key: ReplayKey,
    lease: Lease,
    stage: Stage,
}

/// The state of a claim.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The handler has the notification.
    Open,
    /// The notification was handled, and the guard has not recorded that yet.
    Handled,
    /// The guard was told the outcome, or the handler recorded it.
    Ended,
}

impl Drop for Hold {
    fn drop(&mut self) {
        let stage = self.stage;
        // A guard that panicked is not called again: a second panic would abort the process.
        if stage == Stage::Ended || stage == Stage::Handled && std::thread::panicking() {
            return;
        }
        let (guard, key, lease) = (Arc::clone(&self.guard), self.key, self.lease);
        let mut ending = Box::pin(async move {
            match stage {
                Stage::Handled => warn_of("done", guard.done(&key, lease).await),
                Stage::Open | Stage::Ended => warn_of("forget", guard.forget(&key, lease).await),
            }
        });
        // A guard that needs no waiting, such as one in memory, ends here.
        if Pin::as_mut(&mut ending).poll(&mut Context::from_waker(Waker::noop())).is_ready() {
            return;
        }
        match Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn(ending)),
            Err(_) => tracing::warn!("a notification is left to lapse: there is no runtime to end it"),
        }
    }
}

/// Logs that the guard failed. The guard's own message is left out, because it may contain anything.
fn warn_of(step: &'static str, outcome: Result<(), GuardError>) {
    if outcome.is_err() {
        tracing::warn!(step, "the replay guard failed");
    }
}
