//! The time and the size that a call of an endpoint may have.

use std::time::Duration;

use super::retry::ATTEMPTS;
use crate::{
    codegen::endpoint::{Operation, Repeat},
    limits::{REPLY, REPLY_HARMLESS},
};

/// How long an attempt and a whole call may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// One attempt.
    pub attempt: Duration,
    /// The whole call: attempts, waiting between them, and waiting for the access token.
    pub call: Duration,
}

impl Timing {
    /// Fetching an access token: rare, and many calls wait for it.
    pub const TOKEN: Self = Self { attempt: Duration::from_secs(6), call: Duration::from_secs(15) };
    /// What is harmless to repeat, such as a nonce: a buyer waits for it, so better early again
    /// than late.
    pub const HARMLESS: Self = Self { attempt: Duration::from_secs(4), call: Duration::from_secs(10) };
    /// Reads, which may have much to collect.
    pub const SAFE: Self = Self { attempt: Duration::from_secs(10), call: Duration::from_secs(25) };
    /// What must not be repeated: the one answer is worth waiting for.
    pub const NEVER: Self = Self { attempt: Duration::from_secs(60), call: Duration::from_secs(60) };

    /// The timing of an endpoint.
    pub fn of(operation: &Operation) -> Self {
        match operation.repeat {
            Repeat::Safe => Self::SAFE,
            Repeat::Never => Self::NEVER,
            Repeat::Harmless if operation.bearer.is_none() => Self::TOKEN,
            Repeat::Harmless => Self::HARMLESS,
        }
    }
}

impl Timing {
    /// This timing in a call that was given its own time: an attempt is never shorter than its share
    /// of a longer one.
    pub(crate) fn within(self, time: Option<Duration>, operation: &Operation) -> Self {
        let Some(call) = time else { return self };
        let share = if operation.repeat == Repeat::Never { call } else { call / ATTEMPTS };
        Self { attempt: self.attempt.max(share), call }
    }
}

/// The most bytes of a reply of an endpoint.
pub(crate) fn most_of(operation: &Operation) -> usize {
    if operation.repeat == Repeat::Harmless { REPLY_HARMLESS } else { REPLY }
}
