//! The retry budget of a client.

use std::sync::atomic::{AtomicU32, Ordering};

/// What the retry budget of a client starts with, and has at the most: ten retries at once.
pub const BUDGET: u32 = 50;

/// Keeps retries from making an outage worse: a retry draws on it, a success fills it.
#[derive(Debug)]
pub(crate) struct Budget(AtomicU32);

impl Budget {
    /// What a retry costs.
    const RETRY: u32 = 5;
    /// What a retry after a timeout costs: those hold connections and callers longest.
    const RETRY_AFTER_TIMEOUT: u32 = 10;
    /// What a success gives back.
    const SUCCESS: u32 = 1;

    pub(crate) fn new() -> Self {
        Self(AtomicU32::new(BUDGET))
    }

    /// Takes what a retry costs, if it is there.
    pub(crate) fn draw(&self, timeout: bool) -> bool {
        let cost = if timeout { Self::RETRY_AFTER_TIMEOUT } else { Self::RETRY };
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(cost)).is_ok()
    }

    pub(crate) fn succeeded(&self) {
        let refill = |left: u32| (left < BUDGET).then_some(left + Self::SUCCESS);
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, refill);
    }
}
