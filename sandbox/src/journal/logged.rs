//! A call in the log. Its one line holds no secret.

use std::{
    fmt,
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::HeaderMap;

use crate::request::Mistake;

/// A call: its request and its result.
///
/// `Debug` and `Display` show the method and the names of the wrong fields, and no value that the caller
/// sent, because any such value may be secret. The methods named `expose_…` return those values.
#[derive(Clone)]
pub struct LoggedCall {
    pub(crate) operation: Option<String>,
    pub(crate) route: Option<String>,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) arrived: Instant,
    /// The time at which the request had been read, on the sandbox's clock.
    pub(crate) at: Duration,
    pub(crate) ending: Ending,
    pub(crate) faulty: bool,
    pub(crate) by_form: bool,
    /// The mistakes in the request, one by one.
    pub(crate) mistakes: Vec<Mistake>,
    pub(crate) remarks: Vec<String>,
    pub(crate) took: Duration,
}

/// The result of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The call has not ended.
    Open,
    /// The call was answered. `problem` is the mistake in the request.
    Answered { status: u16, problem: Option<String> },
    /// The connection was closed without an answer, by a fault.
    Cut,
    /// The caller went away.
    Abandoned,
}

impl LoggedCall {
    /// Makes a call that has not ended, from its method, its path, and the time on the sandbox's clock.
    pub(crate) fn open(method: &str, path: &str, at: Duration) -> Self {
        Self {
            operation: None,
            route: None,
            method: method.to_owned(),
            path: path.to_owned(),
            query: None,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            arrived: Instant::now(),
            at,
            ending: Ending::Open,
            faulty: false,
            by_form: false,
            mistakes: Vec::new(),
            remarks: Vec::new(),
            took: Duration::ZERO,
        }
    }

    /// The name of the endpoint that was called, such as `create_nonce`, or `open_form` for the opening of a form; `None` if no
    /// endpoint has that method and path.
    pub fn operation(&self) -> Option<&str> {
        self.operation.as_deref()
    }

    /// The path of the endpoint, with placeholders in braces; `None` if no endpoint has that path.
    pub fn route(&self) -> Option<&str> {
        self.route.as_deref()
    }

    /// The method of the request.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The status of the answer; `None` if there was no answer, or no answer yet.
    pub fn status(&self) -> Option<u16> {
        match self.ending {
            Ending::Answered { status, .. } => Some(status),
            _ => None,
        }
    }

    /// The mistake in the request, as the answer describes it; `None` if the request was valid.
    pub fn problem(&self) -> Option<&str> {
        match &self.ending {
            Ending::Answered { problem, .. } => problem.as_deref(),
            _ => None,
        }
    }

    /// Returns true if a queued fault changed the answer.
    pub fn is_faulty(&self) -> bool {
        self.faulty
    }

    /// Returns true if the stand-in for the Flex form made it: it charged by it, or was opened by it. A charge has the body of the
    /// whole charge, which the sandbox completes; an opening has the configuration of the page without its nonce. Neither has
    /// headers. A call of the merchant returns false.
    pub fn is_by_form(&self) -> bool {
        self.by_form
    }

    /// The departures from the documentation that [`Builder::as_deployed`](crate::Builder::as_deployed) accepted, one
    /// sentence each.
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// The time at which the request had been read.
    pub fn arrived(&self) -> Instant {
        self.arrived
    }

    /// The path as it was sent, still percent-encoded.
    pub fn expose_path(&self) -> &str {
        &self.path
    }

    /// The query as it was sent, without the question mark.
    pub fn expose_query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    /// The headers as they were sent, `Authorization` included.
    pub fn expose_headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The value of a header; `None` if it is absent or is not text.
    pub fn expose_header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as it was sent; empty if it exceeded the limit. [`is_by_form`](Self::is_by_form) says what the body of the form's
    /// calls is.
    pub fn expose_body(&self) -> &Bytes {
        &self.body
    }
}

impl fmt::Debug for LoggedCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoggedCall")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("route", &self.route)
            .field("ending", &self.ending)
            .field("faulty", &self.faulty)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Formats the call as `POST /nonce 401 in 0.3 ms: header …`.
impl fmt::Display for LoggedCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let route = self.route.as_deref().unwrap_or("(no endpoint)");
        write!(f, "{} {route} ", self.method)?;
        match &self.ending {
            Ending::Open => return f.write_str("not answered yet"),
            Ending::Answered { status, .. } => write!(f, "{status}")?,
            Ending::Cut => f.write_str("cut")?,
            Ending::Abandoned => f.write_str("abandoned by the caller")?,
        }
        write!(f, " in {:.1} ms", self.took.as_secs_f64() * 1000.0)?;
        for (is, text) in [(self.by_form, ", by the form"), (self.faulty, ", by a queued fault")] {
            f.write_str(if is { text } else { "" })?;
        }
        self.problem().map_or(Ok(()), |problem| write!(f, ": {problem}"))?;
        self.remarks.iter().try_for_each(|remark| write!(f, "; accepted as deployed: {remark}"))
    }
}
