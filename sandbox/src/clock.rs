//! The sandbox's clock, which tests move forward.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Time since the sandbox was started, plus what [`Clock::advance`] added.
#[derive(Debug)]
pub(crate) struct Clock {
    started: Instant,
    added: Mutex<Duration>,
}

impl Clock {
    pub(crate) fn start() -> Self {
        Self { started: Instant::now(), added: Mutex::new(Duration::ZERO) }
    }

    pub(crate) fn now(&self) -> Duration {
        let added = *self.added.lock().unwrap_or_else(PoisonError::into_inner);
        self.started.elapsed().saturating_add(added)
    }

    pub(crate) fn advance(&self, by: Duration) {
        let mut added = self.added.lock().unwrap_or_else(PoisonError::into_inner);
        *added = added.saturating_add(by);
    }
}
