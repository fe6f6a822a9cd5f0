//! Faults: failures that a test injects into chosen calls.

use std::{collections::VecDeque, error::Error, fmt, time::Duration};

use alignet_spec::{Contract, suggestion};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode, header};

/// Headers that only the server sets, because they frame the body or keep the connection. A body that is
/// shorter than announced is made with `cut_after`.
const RESERVED: [HeaderName; 3] = [header::CONTENT_LENGTH, header::TRANSFER_ENCODING, header::UPGRADE];

/// The name of the call that opens a form, which is no endpoint of a contract.
pub(crate) const OPEN_FORM: &str = "open_form";

/// A failure of the next call, queued by [`Sandbox::fault`](crate::Sandbox::fault).
///
/// ```
/// use std::time::Duration;
/// use alignet_sandbox::Fault;
///
/// Fault::status(503).header("Retry-After", "1").times(2);
/// Fault::status(200).body("<html>not what you expect</html>");
/// Fault::usual().delay(Duration::from_secs(5));
/// Fault::usual().cut_after(10);
/// Fault::cut();
/// Fault::about_another();
/// Fault::usual().callbacks(2);
/// ```
#[derive(Clone)]
pub struct Fault {
    pub(crate) status: Option<StatusCode>,
    pub(crate) body: Option<Bytes>,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) delay: Duration,
    pub(crate) cut: Option<Cut>,
    pub(crate) about_another: bool,
    pub(crate) callbacks: Option<u64>,
    times: usize,
    mistake: Option<String>,
}

/// The point at which a connection is closed early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Before the first byte of the answer.
    Unanswered,
    /// After this many bytes of the body.
    Body(usize),
}

impl Fault {
    /// The answer that the call would have without a fault: a start for [`delay`](Self::delay),
    /// [`header`](Self::header), [`body`](Self::body) and [`cut_after`](Self::cut_after).
    pub fn usual() -> Self {
        Self {
            status: None,
            body: None,
            headers: Vec::new(),
            delay: Duration::ZERO,
            cut: None,
            about_another: false,
            callbacks: None,
            times: 1,
            mistake: None,
        }
    }

    /// An answer with this status, 200 to 999, for any request. Nothing is validated or created. Its body is
    /// the vendor's envelope of a failure, so `Fault::status(200)` is a failure with HTTP 200.
    pub fn status(status: u16) -> Self {
        let mut fault = Self::usual();
        match StatusCode::from_u16(status) {
            Ok(status) if !status.is_informational() => fault.status = Some(status),
            _ => fault.mistake = Some(format!("{status} is not the status of an answer: use 200 to 999")),
        }
        fault
    }

    /// No answer. The request is read to its end and served, so that the record it creates exists; then the
    /// connection is closed.
    pub fn cut() -> Self {
        Self { cut: Some(Cut::Unanswered), ..Self::usual() }
    }

    /// Announces the whole body, but closes the connection after `bytes` bytes of it, at the latest before
    /// the last byte. Has no effect on an answer without a body.
    #[must_use]
    pub fn cut_after(self, bytes: usize) -> Self {
        Self { cut: Some(Cut::Body(bytes)), ..self }
    }

    /// Replaces the body of the answer.
    #[must_use]
    pub fn body(self, body: impl Into<Bytes>) -> Self {
        Self { body: Some(body.into()), ..self }
    }

    /// An answer about another request: the values that it should repeat from the request, as the contract
    /// declares with `echoes` and `finds`, are different. Has no effect on an answer that repeats nothing.
    #[must_use]
    pub fn about_another() -> Self {
        Self { about_another: true, ..Self::usual() }
    }

    /// Sets a header of the answer, in place of its own header of that name.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(_)) if RESERVED.contains(&name) => {
                self.mistake = Some(format!("the sandbox itself sets `{name}`; `cut_after` makes it wrong"));
            }
            (Ok(name), Ok(value)) => self.headers.push((name, value)),
            _ => self.mistake = Some(format!("header `{}` can't be sent", name.escape_default())),
        }
        self
    }

    /// Waits this long, in real time, before the call is served.
    #[must_use]
    pub fn delay(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    /// Makes the Flex form call its page's `responseCallback` this often with the reply to a charge: twice or, with 0, never, as
    /// the service's form may. Has no effect on a call of the merchant.
    #[must_use]
    pub fn callbacks(self, callbacks: u64) -> Self {
        Self { callbacks: Some(callbacks), ..self }
    }

    /// Applies the fault to the next `times` calls.
    #[must_use]
    pub fn times(self, times: usize) -> Self {
        Self { times, ..self }
    }
}

/// Omits the body and the header values, which may be secrets of a test.
impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Fault")
            .field("status", &self.status)
            .field("body_bytes", &self.body.as_ref().map(Bytes::len))
            .field("headers", &headers)
            .field("delay", &self.delay)
            .field("cut", &self.cut)
            .field("about_another", &self.about_another)
            .field("callbacks", &self.callbacks)
            .field("times", &self.times)
            .finish()
    }
}

/// The calls that a fault applies to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Target {
    /// The next call of any kind, even a call to an unknown path or method.
    Any,
    /// The next call of the endpoint with this name, such as `create_nonce`, or the next opening of a form: `open_form`.
    Operation(String),
}

impl From<&str> for Target {
    fn from(operation: &str) -> Self {
        Self::Operation(operation.to_owned())
    }
}

impl From<String> for Target {
    fn from(operation: String) -> Self {
        Self::Operation(operation)
    }
}

/// An invalid fault: it names an endpoint that does not exist, or a status or header that can't be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidFault {
    message: String,
}

impl fmt::Display for InvalidFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for InvalidFault {}

/// The faults that have not happened yet, in the order in which they were queued.
#[derive(Default)]
pub(crate) struct Faults {
    queue: VecDeque<(Target, Fault)>,
}

impl Faults {
    pub(crate) fn push(
        &mut self,
        contract: &Contract,
        target: Target,
        fault: Fault,
    ) -> Result<(), InvalidFault> {
        if let Some(message) = fault.mistake {
            return Err(InvalidFault { message });
        }
        if let Target::Operation(operation) = &target {
            let endpoints = || contract.endpoints.iter().map(|endpoint| endpoint.name.as_str());
            let names = || endpoints().chain([OPEN_FORM]);
            if !names().any(|name| name == operation) {
                let help = suggestion::suggest(operation, "declared", names());
                return Err(InvalidFault { message: format!("there is no endpoint `{operation}`; {help}") });
            }
        }
        if fault.times > 0 {
            self.queue.push_back((target, fault));
        }
        Ok(())
    }

    /// Takes the first fault that applies to a call of `operation`.
    pub(crate) fn take(&mut self, operation: Option<&str>) -> Option<Fault> {
        let meant = |target: &Target| match target {
            Target::Any => true,
            Target::Operation(name) => operation == Some(name.as_str()),
        };
        let index = self.queue.iter().position(|(target, _)| meant(target))?;
        let (_, fault) = self.queue.get_mut(index)?;
        if fault.times > 1 {
            fault.times -= 1;
            return Some(fault.clone());
        }
        self.queue.remove(index).map(|(_, fault)| fault)
    }

    /// The faults that have not happened yet, each with the number of calls that it is for.
    pub(crate) fn queued(&self) -> impl Iterator<Item = (&Target, &Fault, usize)> {
        self.queue.iter().map(|(target, fault)| (target, fault, fault.times))
    }

    pub(crate) fn clear(&mut self) {
        self.queue.clear();
    }
}
