//! How long things may take, and why.

use std::time::Duration;

use crate::endpoint::{Operation, Repeat};

pub use crate::{
    auth::{ASSUMED_LIFETIME, HOLD_BACK, REMEMBER_FAILURE, REMEMBER_REFUSAL, RENEW_EARLY},
    retry::{ATTEMPTS, ATTEMPTS_NEVER, LONGEST_WAIT},
    secret::TRAVEL_TIME,
};

/// How long connecting may take, TLS included: one lost packet is sent again after 1 s, two after
/// 3 s.
pub const CONNECT: Duration = Duration::from_millis(3100);

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
