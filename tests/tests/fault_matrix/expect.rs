//! What a call is expected to end as.

use std::{ops::RangeInclusive, time::Duration};

use alignet::ErrorKind;

/// How a call ends, and what the server sees of it.
#[derive(Debug, Clone)]
pub(crate) struct Expect {
    /// How often the request is sent.
    pub(crate) times: RangeInclusive<usize>,
    pub(crate) ends: Ends,
    pub(crate) indeterminate: bool,
    pub(crate) retry_after: Option<Duration>,
    /// The least time between two tries.
    pub(crate) apart: Duration,
    /// How many tokens are fetched by the end of the call, and by the end of the healthy one after it.
    pub(crate) renewals: (RangeInclusive<usize>, usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ends {
    Succeeds,
    Fails(ErrorKind, Way),
}

/// How far the request got, as the error says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    NotSent,
    MaybeSent,
    /// With the status that the fault comes with.
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

    /// The request is sent so often.
    pub(crate) fn times(self, times: impl Into<Times>) -> Self {
        Self { times: times.into().0, ..self }
    }

    /// Whether it happened is open.
    pub(crate) fn indeterminate(self) -> Self {
        Self { indeterminate: true, ..self }
    }

    /// The error says after how many seconds to ask again.
    pub(crate) fn asks(self, seconds: u64) -> Self {
        Self { retry_after: Some(Duration::from_secs(seconds)), ..self }
    }

    /// Tries are at least so many seconds apart.
    pub(crate) fn apart(self, seconds: u64) -> Self {
        Self { apart: Duration::from_secs(seconds), ..self }
    }

    /// So many tokens are fetched by the end of the call, and by the end of the healthy one after it.
    pub(crate) fn renews(self, meanwhile: RangeInclusive<usize>, in_all: usize) -> Self {
        Self { renewals: (meanwhile, in_all), ..self }
    }
}

/// A number, or a range of numbers.
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

/// The connection was lost before the head of an answer was complete.
pub(crate) fn lost() -> Expect {
    Expect::new(Ends::Fails(ErrorKind::Transport, Way::MaybeSent))
}

/// Time ran out before the head of an answer was complete.
pub(crate) fn late() -> Expect {
    Expect::new(Ends::Fails(ErrorKind::Timeout, Way::MaybeSent))
}

/// What came back was not HTTP.
pub(crate) fn garbled() -> Expect {
    Expect::new(Ends::Fails(ErrorKind::Protocol, Way::MaybeSent))
}

/// An answer came back, and is this kind of failure.
pub(crate) fn answered(kind: ErrorKind) -> Expect {
    Expect::new(Ends::Fails(kind, Way::Answered))
}
