//! Checks the invariants of a cell.

use std::{fmt, time::Duration};

use alignet::{Delivery, Error, ErrorKind};
use alignet_tests::{
    canary::{Canary, printed},
    script::Record,
};
use http::StatusCode;

use crate::{
    column::Column,
    expect::{Ends, Expect, Way},
    fault::{Fault, Place},
    secrets::canaries,
};

/// The time by which a call may exceed its deadline.
const GRACE: Duration = Duration::from_millis(250);
/// The most bytes that the server can send before the client stops reading.
const BOUNDED: usize = 32 * 1024 * 1024;

/// A failed check.
#[derive(Debug)]
pub(crate) enum Wrong {
    /// The call exceeded its deadline by this time.
    Late(Duration),
    Otherwise(String),
}

impl Wrong {
    /// Returns true if a busy machine may be the cause.
    pub(crate) fn is_hardly_late(&self) -> bool {
        matches!(self, Self::Late(by) if *by < Duration::from_secs(2))
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Late(by) => write!(f, "it took {by:?} longer than it may"),
            Self::Otherwise(wrong) => f.write_str(wrong),
        }
    }
}

/// The failed checks of a cell.
pub(crate) struct Wrongs {
    pub(crate) found: Vec<Wrong>,
    canaries: Vec<Canary>,
}

impl Wrongs {
    pub(crate) fn none() -> Self {
        Self { found: Vec::new(), canaries: canaries() }
    }

    pub(crate) fn add(&mut self, wrong: impl Into<String>) {
        self.found.push(Wrong::Otherwise(wrong.into()));
    }

    fn check<T: PartialEq + fmt::Debug>(&mut self, what: &str, is: &T, expected: &T) {
        if is != expected {
            self.add(format!("{what} is {is:?} rather than {expected:?}"));
        }
    }

    pub(crate) fn check_clean(&mut self, what: &str, text: &str) {
        let leaks: Vec<_> = self.canaries.iter().filter_map(|canary| canary.leak(text)).collect();
        leaks.into_iter().for_each(|leak| self.add(format!("{what}: {leak}")));
    }

    pub(crate) fn check_time(&mut self, took: Duration, within: Duration) {
        if took > within + GRACE {
            self.found.push(Wrong::Late(took - within));
        }
    }

    pub(crate) fn check_outcome(
        &mut self,
        outcome: &Result<String, Error>,
        column: Column,
        fault: &Fault,
        expect: &Expect,
    ) {
        let (error, kind, way) = match (outcome, expect.ends) {
            (Ok(reply), Ends::Succeeds) => return self.check_clean("the reply", reply),
            (Ok(_), Ends::Fails(kind, _)) => return self.add(format!("it succeeded rather than {kind:?}")),
            (Err(error), Ends::Succeeds) => return self.add(format!("it failed: {error:?}")),
            (Err(error), Ends::Fails(kind, way)) => (error, kind, way),
        };
        let delivery = match way {
            Way::NotSent => Delivery::NotSent,
            Way::MaybeSent => Delivery::MaybeSent,
            Way::Answered => Delivery::Answered(StatusCode::from_u16(fault.status).unwrap()),
        };
        let timeout = kind == ErrorKind::Timeout || matches!(fault.place, Place::Connection(_));
        self.check("the kind", &error.kind(), &kind);
        self.check("the delivery", &error.delivery(), &delivery);
        self.check("the timeout", &error.is_timeout(), &timeout);
        self.check("the indeterminacy", &error.is_indeterminate(), &expect.indeterminate);
        self.check("the time to wait", &error.retry_after(), &expect.retry_after);
        self.check("the operation", &error.operation(), &Some(column.operation()));

        let (settled_by, reference) =
            column.settle().filter(|_| expect.indeterminate || error.kind() == ErrorKind::Conflict).unzip();
        self.check("what settles it", &error.settled_by(), &settled_by);
        self.check("the reference", &error.reference().map(str::to_owned), &reference);

        let shown = error.to_string();
        self.check("advice to query", &shown.contains("query before"), &expect.indeterminate);
        let resend = column.is_never() && kind == ErrorKind::Unauthorized;
        self.check("advice to send again", &shown.contains("safe to send again"), &resend);
        let printed = printed(error);
        self.check("naming the cause", &printed.contains(fault.cause), &true);
        self.check_clean("the error", &printed);
    }

    pub(crate) fn check_record(&mut self, record: &Record, column: Column, fault: &Fault, expect: &Expect) {
        let (tries, requests) = (record.tries, record.requests.len());
        if !expect.times.contains(&tries) {
            self.add(format!("it was sent {tries} times rather than {:?}", expect.times));
        }
        self.check("the number of complete requests", &requests, &if fault.is_read() { tries } else { 0 });
        if column.is_never() && requests > 1 {
            self.add(format!("a call that must not be repeated was sent {requests} times"));
        }
        if !expect.renewals.0.contains(&record.tokens) {
            self.add(format!("{} tokens were fetched rather than {:?}", record.tokens, expect.renewals.0));
        }
        if record.sent > BOUNDED {
            self.add(format!("the server could send {} bytes", record.sent));
        }
        for pair in record.requests.windows(2) {
            let apart = pair[1].at - pair[0].at;
            if apart < expect.apart {
                self.add(format!("two tries are {apart:?} apart"));
            }
        }
    }

    /// Checks the record after the faulty call and the healthy call that follows it.
    pub(crate) fn check_end(
        &mut self,
        record: &Record,
        before: &Record,
        column: Column,
        fault: &Fault,
        expect: &Expect,
    ) {
        if !column.is_token() && record.tokens != expect.renewals.1 {
            self.add(format!(
                "{} tokens were fetched in all rather than {}",
                record.tokens, expect.renewals.1
            ));
        }
        let broken = matches!(expect.ends, Ends::Fails(_, Way::MaybeSent)) && !fault.whole;
        if let (true, Some(last), Some(next)) = (broken, before.requests.last(), record.requests.last()) {
            if last.connection == next.connection {
                self.add("the connection is used on".to_owned());
            }
        }
    }
}
