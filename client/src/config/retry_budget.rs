//! The retry budget of a client.

use std::sync::atomic::{AtomicU32, Ordering};

/// The initial and the greatest amount of a client's retry budget: ten retries at once.
pub const BUDGET: u32 = 50;

/// Keeps retries from making an outage worse. A retry takes from the budget, and a success adds to it.
#[derive(Debug)]
pub(crate) struct Budget(AtomicU32);

impl Budget {
    /// The cost of a retry.
    const RETRY: u32 = 5;
    /// The cost of a retry after a timeout. Timeouts hold connections and callers longest.
    const RETRY_AFTER_TIMEOUT: u32 = 10;
    /// The amount that a success adds.
    const SUCCESS: u32 = 1;

    pub(crate) fn new() -> Self {
        Self(AtomicU32::new(BUDGET))
    }

    /// Takes the cost of a retry. Returns false, and takes nothing, if the budget has less.
    pub(crate) fn draw(&self, timeout: bool) -> bool {
        let cost = if timeout { Self::RETRY_AFTER_TIMEOUT } else { Self::RETRY };
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(cost)).is_ok()
    }

    pub(crate) fn succeeded(&self) {
        let refill = |left: u32| (left < BUDGET).then_some(left + Self::SUCCESS);
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, refill);
    }
}
