//! The promises of a replay guard, as a test of any implementation.

mod claims;
mod drops;
mod entry;
mod keys;
mod lapses;
mod races;
mod records;

use std::{fmt, future::Future, pin::Pin, sync::Arc, time::Duration};

use tokio::task::JoinSet;

use self::entry::Store;
use super::Violations;
use crate::notifications::{Acknowledgement, Claim, GuardError, ReplayGuard};

/// Tests that an implementation of [`ReplayGuard`] keeps the promises of that trait. It needs no test framework.
///
/// ```
/// use alignet::{notifications::MemoryGuard, testing::GuardSuite};
/// use std::time::Duration;
///
/// # #[tokio::main]
/// # async fn main() -> Result<(), alignet::testing::Violations> {
/// let lapse = Duration::from_millis(100);
/// let guard = MemoryGuard::new().lapsing_after(lapse);
/// GuardSuite::new(lapse).guard(guard).run().await
/// # }
/// ```
///
/// It claims some hundred random keys, so that the store need not be empty, and leaves them in it. It takes about five
/// times as long as a lease lasts.
#[must_use = "the suite runs nothing until `run`"]
pub struct GuardSuite {
    guards: Vec<Arc<dyn ReplayGuard>>,
    lapse: Duration,
    recording: Option<Recording>,
}

/// Records a claim in a transaction of its own.
type Recording = Arc<
    dyn Fn(Claim<()>) -> Pin<Box<dyn Future<Output = Result<Acknowledgement, GuardError>> + Send>>
        + Send
        + Sync,
>;

/// The end of a check.
type Check = Result<(), Failure>;

/// The reason why a check failed.
enum Failure {
    /// The guard broke a promise.
    Broken(String),
    /// The store was too slow to tell.
    Slow(String),
}

impl From<String> for Failure {
    fn from(promise: String) -> Self {
        Self::Broken(promise)
    }
}

fn broken(promise: impl Into<String>) -> Check {
    Err(Failure::Broken(promise.into()))
}

/// The number of times that a check is tried in a slow store.
const TRIES: usize = 5;

/// Adds a check. It is tried again, with other keys, while the store is too slow to tell.
fn check<R>(
    checks: &mut JoinSet<Result<(), String>>,
    store: &Store,
    run: impl Fn(Store) -> R + Send + 'static,
) where
    R: Future<Output = Check> + Send + 'static,
{
    let store = store.clone();
    checks.spawn(async move {
        let mut slow = String::new();
        for _ in 0..TRIES {
            match run(store.clone()).await {
                Ok(()) => return Ok(()),
                Err(Failure::Broken(promise)) => return Err(promise),
                Err(Failure::Slow(when)) => slow = when,
            }
        }
        Err(format!("{slow}: the store is too slow to tell: give the suite a longer time to lapse"))
    });
}

impl GuardSuite {
    /// Creates a suite for guards whose claims lapse after this time. A check is repeated while the store
    /// takes longer than that to answer, so give a database a second or more.
    pub fn new(lapse: Duration) -> Self {
        Self { guards: Vec::new(), lapse, recording: None }
    }

    /// Adds a guard. Several guards must share one store, as those of several processes do: the suite spreads its calls
    /// over them.
    pub fn guard(mut self, guard: impl ReplayGuard) -> Self {
        self.guards.push(Arc::new(guard));
        self
    }

    /// Adds the checks of a store in which applications record a notification in a transaction of their own.
    ///
    /// The function records the claim in such a transaction, commits it, and ends the claim by
    /// [`recorded`](Claim::recorded). If the claim was lost, it rolls back, and returns the error.
    pub fn recording<F, R>(mut self, record: F) -> Self
    where
        F: Fn(Claim<()>) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Acknowledgement, GuardError>> + Send + 'static,
    {
        self.recording = Some(Arc::new(move |claim| Box::pin(record(claim))));
        self
    }

    /// Runs all checks, at once, in a runtime of tokio with a clock.
    ///
    /// # Errors
    ///
    /// The promises that the guards broke, each with the call that showed it. A guard that fails or panics breaks one,
    /// and so does a suite without a guard.
    pub async fn run(self) -> Result<(), Violations> {
        if self.guards.is_empty() {
            return Err(Violations::new(vec!["there is no guard to test: add one by `guard`".to_owned()]));
        }
        let store = Store::new(self.guards, self.lapse);
        let mut checks = JoinSet::new();
        claims::spawn(&mut checks, &store);
        drops::spawn(&mut checks, &store);
        keys::spawn(&mut checks, &store);
        lapses::spawn(&mut checks, &store);
        races::spawn(&mut checks, &store);
        if let Some(record) = self.recording {
            records::spawn(&mut checks, &store, &record);
        }
        let mut broken = Vec::new();
        while let Some(check) = checks.join_next().await {
            match check {
                Ok(Ok(())) => {}
                Ok(Err(violation)) => broken.push(violation),
                Err(panic) => broken.push(format!("the guard panicked: {panic}")),
            }
        }
        if broken.is_empty() { Ok(()) } else { Err(Violations::new(broken)) }
    }
}

impl fmt::Debug for GuardSuite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GuardSuite")
            .field("guards", &self.guards.len())
            .field("lapse", &self.lapse)
            .field("recording", &self.recording.is_some())
            .finish()
    }
}
