//! The retry loop of every call, independent of its types.

use std::{sync::Arc, time::Duration};

use tokio::time::Instant;

use crate::{
    auth::token::Token,
    call::{
        bearer::{fetch, token},
        drop_guard::DropGuard,
        indeterminate::{is_unsettled, opened, settled},
        retry::{Backoff, Retry, decide},
        time_limits::{Timing, most_of},
    },
    clock::Moment,
    codegen::endpoint::{Operation, Repeat},
    config::client::Inner,
    deadline,
    error::{Delivery, Error, ErrorKind},
    limits::EXPLANATION,
    redact::Secrets,
    reply::{
        accept::{AcceptedReply, accept},
        failure::Failure,
    },
    request::EncodedRequest,
    telemetry::{attempt::AttemptSpan, call::CallSpan},
    transport::{Limits, Way, in_time},
};
#[cfg(feature = "journal")]
use crate::{codegen::reply::Legible, journal::call::Journaled};

/// Sends a request, and retries it as far as its repeat class, the deadline and the budget allow.
pub(crate) async fn execute(
    client: &Arc<Inner>,
    operation: &'static Operation,
    outgoing: &EncodedRequest,
    timeout: Option<Duration>,
    span: &CallSpan,
) -> Result<AcceptedReply, Error> {
    fits(client).map_err(|error| error.of_operation(operation.name))?;
    let timing = Timing::of(operation).within(timeout.or(client.timeout), operation);
    let deadline = deadline::after(timing.call);
    let call =
        Execution { client, operation, outgoing, attempt_time: timing.attempt, deadline, suspension: () };
    span.around(call.run()).await.map_err(|error| error.of_operation(operation.name))
}

/// Does the same, and sends nothing once this time has passed since a moment, also if the machine was suspended meanwhile.
#[cfg(feature = "journal")]
pub(crate) async fn execute_within(
    client: &Arc<Inner>,
    operation: &'static Operation,
    outgoing: &EncodedRequest,
    (began, time): (Moment, Duration),
    span: &CallSpan,
) -> Result<AcceptedReply, Error> {
    fits(client).map_err(|error| error.of_operation(operation.name))?;
    let timing = Timing::of(operation).within(Some(time.saturating_sub(began.elapsed())), operation);
    let (deadline, suspension) = (deadline::after(timing.call), Counted { began, time });
    let call = Execution { client, operation, outgoing, attempt_time: timing.attempt, deadline, suspension };
    span.around(call.run()).await.map_err(|error| error.of_operation(operation.name))
}

/// Does the same, with an entry in the journal of the client. `legible` returns true if the body of a success can be read as
/// the type of the reply.
#[cfg(feature = "journal")]
pub(crate) async fn recorded(
    client: &Arc<Inner>,
    operation: &'static Operation,
    outgoing: &EncodedRequest,
    timeout: Option<Duration>,
    span: &CallSpan,
    legible: Legible,
) -> Result<AcceptedReply, Error> {
    let Some(journal) = client.journal.as_deref() else {
        return execute(client, operation, outgoing, timeout, span).await;
    };
    fits(client).map_err(|error| error.of_operation(operation.name))?;
    let timing = Timing::of(operation).within(timeout.or(client.timeout), operation);
    let (began, deadline) = (Moment::now(), deadline::after(timing.call));
    let suspension = Counted { began, time: deadline.saturating_duration_since(began.monotonic) };
    let call = Execution { client, operation, outgoing, attempt_time: timing.attempt, deadline, suspension };
    let journaled = Journaled { journal, client, operation, sent: outgoing, deadline, legible };
    span.around(journaled.around(call.run())).await.map_err(|error| error.of_operation(operation.name))
}

/// Errors if the runtime that this is polled on can't carry a call.
pub(crate) fn fits(client: &Inner) -> Result<(), Error> {
    deadline::runtime()?;
    match &client.way {
        Way::BuiltIn(transport) => transport.fits().map_err(|failure| Failure::from(failure).error),
        Way::Custom(_) => Ok(()),
    }
}

/// The facts that the failed attempts of a call leave behind.
#[derive(Default)]
struct Past {
    /// True if one was handed to a connection.
    handed_over: bool,
    /// True if one of a call with a key may have been carried out, whatever became of a later one.
    open: bool,
}

struct Execution<'c, S> {
    client: &'c Arc<Inner>,
    operation: &'static Operation,
    outgoing: &'c EncodedRequest,
    attempt_time: Duration,
    deadline: Instant,
    suspension: S,
}

/// The time for which the machine was suspended during a call.
trait Suspension {
    /// Returns true if it took the rest of the call's time.
    fn took_all(&self) -> bool;
}

/// It does not count: the deadline is on the monotonic clock, which stands still meanwhile.
impl Suspension for () {
    fn took_all(&self) -> bool {
        false
    }
}

/// It counts: others may have given the call up.
#[cfg(feature = "journal")]
struct Counted {
    began: Moment,
    time: Duration,
}

#[cfg(feature = "journal")]
impl Suspension for Counted {
    fn took_all(&self) -> bool {
        self.began.elapsed() >= self.time
    }
}

impl<S: Suspension> Execution<'_, S> {
    /// Makes the attempts. The call fails as *not sent* only if no attempt was handed over, and for certain only if each
    /// attempt did.
    async fn run(&self) -> Result<AcceptedReply, Error> {
        let mut past = Past::default();
        self.attempts(&mut past).await.map_err(|error| {
            let error = match error.delivery() {
                Delivery::NotSent if past.handed_over => error.delivery_is(Delivery::MaybeSent),
                _ => error,
            };
            if past.open { opened(error, self.operation, self.outgoing, &self.secrets(None)) } else { error }
        })
    }

    async fn attempts(&self, past: &mut Past) -> Result<AcceptedReply, Error> {
        let (mut attempt, mut resends) = (0, 0);
        let mut renewed = false;
        loop {
            let token = self.token().await?;
            attempt += 1;
            let failure = match self.attempt(token.as_deref(), resends).await {
                Ok(answer) => {
                    self.client.budget.succeeded();
                    return Ok(AcceptedReply { token, ..answer });
                }
                Err(failure) => failure,
            };
            resends += 1;
            past.handed_over |= failure.error.delivery() != Delivery::NotSent;
            past.open |= self.operation.repeat == Repeat::Keyed && is_unsettled(&failure.error);
            tracing::debug!(attempt, kind = failure.error.kind().as_str(), delivery = %failure.error.delivery(), "attempt failed");
            let unauthorised = failure.error.kind() == ErrorKind::Unauthorized;
            if unauthorised && !renewed && self.renew(token.as_ref()) {
                if self.operation.repeat == Repeat::Never {
                    return Err(self.refused(failure));
                }
                (renewed, attempt) = (true, attempt - 1);
                continue;
            }
            let Some(wait) = self.wait(attempt, &failure) else { return Err(self.settled(failure)) };
            let guard = past.open.then(|| DropGuard::new(self.client, self.operation, self.outgoing));
            let slept = deadline::sleep(Instant::now() + wait).await;
            guard.into_iter().for_each(DropGuard::ended);
            if slept.is_err() {
                // The runtime has shut down, but the failure says more about the call.
                return Err(self.settled(failure));
            }
        }
    }

    /// Returns the wait before another attempt, or `None` if there is to be no other.
    fn wait(&self, attempt: u32, failure: &Failure) -> Option<Duration> {
        let backoff = if self.operation.bearer.is_some() { Backoff::CALL } else { Backoff::TOKEN };
        let wait = match decide(self.operation.repeat, attempt, failure) {
            Retry::Final => return None,
            Retry::AgainAfter(wait) => wait.max(backoff.wait(attempt)),
            Retry::Again => backoff.wait(attempt),
        };
        let in_time = Instant::now() + wait < self.deadline;
        (in_time && self.client.budget.draw(failure.error.is_timeout())).then_some(wait)
    }

    /// Gives up a refused token. Returns false if there is nothing to renew, or if a renewal would not help.
    fn renew(&self, token: Option<&Arc<Token>>) -> bool {
        match (token, &self.operation.bearer) {
            (Some(token), Some(bearer)) if self.client.fixed.is_none() => {
                let fetch = fetch(self.client, self.operation, bearer);
                self.client.tokens.renew(bearer.scopes, &fetch, token)
            }
            _ => false,
        }
    }

    /// Returns the error for the 401 of a call that must not be repeated, while its token is renewed.
    fn refused(&self, failure: Failure) -> Error {
        if !failure.error.is_definite() {
            return self.settled(failure);
        }
        // The caller can send it again: another token is being fetched.
        failure.error.note("nothing happened, so it is safe to send again").temporary()
    }

    /// Returns the error of a final failure. It is indeterminate if the call must not be repeated and may
    /// have happened.
    fn settled(&self, failure: Failure) -> Error {
        let error = if failure.temporary { failure.error.temporary() } else { failure.error };
        settled(error, self.operation, self.outgoing, &self.secrets(None))
    }

    async fn token(&self) -> Result<Option<Arc<Token>>, Error> {
        token(self.client, self.operation, self.deadline).await
    }

    async fn attempt(&self, token: Option<&Token>, resends: u32) -> Result<AcceptedReply, Failure> {
        let request =
            self.outgoing.request(self.client, self.operation, token).map_err(Failure::permanent)?;
        let sent = Moment::now();
        let time = self.attempt_time.min(self.deadline.saturating_duration_since(sent.monotonic));
        if time.is_zero() || self.suspension.took_all() {
            // Final for this call, because its time is over. The next call has its own time.
            return Err(Failure::permanent(Error::of_kind(ErrorKind::Timeout).temporary()));
        }
        let fresh = self.operation.repeat == Repeat::Never;
        let limits =
            Limits::new(sent.monotonic, time, most_of(self.client, self.operation), EXPLANATION, fresh)
                .ahead(self.operation.ahead);
        let span = AttemptSpan::begin(self.operation, &self.outgoing.uri, sent.monotonic, resends);
        let request = match &self.client.propagator {
            Some(propagator) => span.scope(|| propagator.add_to(request)),
            None => request,
        };
        let mut guard = DropGuard::new(self.client, self.operation, self.outgoing);
        let outcome = match &self.client.way {
            Way::BuiltIn(transport) => {
                let (exchange, receipt) = span.scope(|| transport.exchange(request, limits));
                guard.told_by(receipt);
                span.around(exchange).await
            }
            Way::Custom(transport) => {
                let sending = span.scope(|| transport.send(request, limits));
                span.around(in_time(sending, limits)).await
            }
        };
        guard.ended();
        let outcome = outcome.map_err(Failure::from).and_then(|response| {
            accept(self.operation, self.outgoing, response, limits, sent, &self.secrets(token))
        });
        span.ended(outcome.as_ref().map(|reply| reply.status).map_err(|failure| &failure.error));
        outcome
    }

    fn secrets<'s>(&'s self, token: Option<&'s Token>) -> Secrets<'s> {
        Secrets::new(self.client, token, self.operation, self.outgoing)
    }
}
