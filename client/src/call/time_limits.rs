//! The time limits of a call and of its attempts by repeat class, and the size limit of its reply.

use std::time::Duration;

use super::retry::ATTEMPTS;
use crate::{
    codegen::endpoint::{Holds, Operation, Repeat},
    config::client::Inner,
    limits::{REPLY, REPLY_HARMLESS},
};

/// The time that an attempt and a whole call may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// The time of one attempt.
    pub attempt: Duration,
    /// The time of the whole call: attempts, waits between them, and the wait for the access token.
    pub call: Duration,
}

impl Timing {
    /// Fetching an access token: this is rare, and many calls wait for it.
    pub const TOKEN: Self = Self { attempt: Duration::from_secs(6), call: Duration::from_secs(15) };
    /// Calls that are harmless to repeat, such as a nonce: a buyer waits for it, so retry early.
    pub const HARMLESS: Self = Self { attempt: Duration::from_secs(4), call: Duration::from_secs(10) };
    /// Reads, which may have much to collect.
    pub const SAFE: Self = Self { attempt: Duration::from_secs(10), call: Duration::from_secs(25) };
    /// Calls with a key: as long as those that must not be repeated, in several attempts.
    pub const KEYED: Self = Self { attempt: Duration::from_secs(20), call: Duration::from_secs(60) };
    /// Calls that must not be repeated: their only reply is worth a long wait.
    pub const NEVER: Self = Self { attempt: Duration::from_secs(60), call: Duration::from_secs(60) };

    /// Returns the time limits of an endpoint.
    pub fn of(operation: &Operation) -> Self {
        match operation.repeat {
            Repeat::Safe => Self::SAFE,
            Repeat::Keyed => Self::KEYED,
            Repeat::Never => Self::NEVER,
            Repeat::Harmless if operation.bearer.is_none() => Self::TOKEN,
            Repeat::Harmless => Self::HARMLESS,
        }
    }
}

impl Timing {
    /// Returns these limits for a call that has its own time, if any. Each attempt then gets at least its
    /// share of that time.
    pub(crate) fn within(self, time: Option<Duration>, operation: &Operation) -> Self {
        let Some(call) = time else { return self };
        let share = if operation.repeat == Repeat::Never { call } else { call / ATTEMPTS };
        Self { attempt: self.attempt.max(share), call }
    }
}

/// Returns the most bytes that a reply of an endpoint may have.
pub(crate) fn most_of(client: &Inner, operation: &Operation) -> usize {
    match (operation.holds, operation.repeat) {
        (Holds::Document(..), _) => client.largest_document,
        (_, Repeat::Harmless) => REPLY_HARMLESS,
        _ => REPLY,
    }
}
