//! Times, and runtimes whose clock the tests move.

use std::time::Duration;

use tokio::{
    runtime::{Builder, Runtime},
    time::{Instant, sleep_until},
};

/// A millisecond.
pub const MS: Duration = Duration::from_millis(1);

/// The most time of a call that must end at once: three checks of a token request, 0.1 s apart, and time for a
/// busy machine.
pub const SOON: Duration = Duration::from_secs(2);

/// Seconds.
pub fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// Moves the paused clock to `after` past `start`. Everything that is due before happens first.
pub async fn at(start: Instant, after: Duration) {
    sleep_until(start + after).await;
}

/// A runtime that is driven only inside `block_on`.
pub fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// Such a runtime with its own paused clock, which advances when the runtime is idle.
pub fn paused() -> Runtime {
    Builder::new_current_thread().enable_all().start_paused(true).build().unwrap()
}

/// A runtime with threads of its own, which drive it.
pub fn threads(number: usize) -> Runtime {
    Builder::new_multi_thread().worker_threads(number).enable_all().build().unwrap()
}
