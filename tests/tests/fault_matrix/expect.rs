//! The expected result of a call.

use std::{ops::RangeInclusive, time::Duration};

use alignet::ErrorKind;

/// The result of a call, and the requests that the server sees.
#[derive(Debug, Clone)]
pub(crate) struct Expect {
    /// The number of times that the request is sent.
    pub(crate) times: RangeInclusive<usize>,
    pub(crate) ends: Ends,
    pub(crate) indeterminate: bool,
    pub(crate) retry_after: Option<Duration>,
    /// The least time between two attempts.
    pub(crate) apart: Duration,
    /// The number of tokens fetched by the end of the call, and by the end of the healthy call after it.
    pub(crate) renewals: (RangeInclusive<usize>, usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ends {
    Succeeds,
    Fails(ErrorKind, Way),
}

/// The delivery that the error reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    NotSent,
    MaybeSent,
    /// Answered with the status of the fault.
    Answered,
}

impl Expect {
    fn new(ends: Ends) -> Self {
        Self {
            times: 1..=1,
            ends,
            indeterminate: false,
            retry_after: None,
            apart: Duration::ZERO,
            renewals: (0..=0, 0),
        }
    }

    /// The request is sent this many times.
    pub(crate) fn times(self, times: impl Into<Times>) -> Self {
        Self { times: times.into().0, ..self }
    }

    /// The error is indeterminate.
    pub(crate) fn indeterminate(self) -> Self {
        Self { indeterminate: true, ..self }
    }

    /// The error has this `retry_after()`.
    pub(crate) fn asks(self, seconds: u64) -> Self {
        Self { retry_after: Some(Duration::from_secs(seconds)), ..self }
    }

    /// Attempts are at least this many seconds apart.
    pub(crate) fn apart(self, seconds: u64) -> Self {
        Self { apart: Duration::from_secs(seconds), ..self }
    }

    /// This many tokens are fetched by the end of the call, and by the end of the healthy call after it.
    pub(crate) fn renews(self, meanwhile: RangeInclusive<usize>, in_all: usize) -> Self {
        Self { renewals: (meanwhile, in_all), ..self }
    }
}

/// A number or a range of attempts.
pub(crate) struct Times(RangeInclusive<usize>);

impl From<usize> for Times {
    fn from(times: usize) -> Self {
        Self(times..=times)
    }
}

impl From<RangeInclusive<usize>> for Times {
    fn from(times: RangeInclusive<usize>) -> Self {
        Self(times)
    }
}

/// The call succeeds.
pub(crate) fn succeeds() -> Expect {
    Expect::new(Ends::Succeeds)
}

/// No connection could be made.
pub(crate) fn unsent() -> Expect {
    Expect::new(Ends::Fails(ErrorKind::Connect, Way::NotSent))
}

/// The connection was lost before the head of the answer was complete.
pub(crate) fn lost() -> Expect {
    Expect::new(Ends::Fails(ErrorKind::Transport, Way::MaybeSent))
}

/// The call timed out before the head of the answer was complete.
pub(crate) fn late() -> Expect {
    Expect::new(Ends::Fails(ErrorKind::Timeout, Way::MaybeSent))
}

/// The answer was not HTTP.
pub(crate) fn garbled() -> Expect {
    Expect::new(Ends::Fails(ErrorKind::Protocol, Way::MaybeSent))
}

/// An answer was received, which is this kind of error.
pub(crate) fn answered(kind: ErrorKind) -> Expect {
    Expect::new(Ends::Fails(kind, Way::Answered))
}
