//! The one loop that every call goes through, whatever its types.

use std::{sync::Arc, time::Duration, time::SystemTime};

use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, HeaderValue, StatusCode, Uri,
    header::{ACCEPT, AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, USER_AGENT},
    uri::PathAndQuery,
};
use tokio::time::Instant;
use tracing::Instrument as _;

use crate::{
    answer::accept,
    auth::{Token, Tokens},
    call::Outgoing,
    client::Inner,
    clock::Moment,
    endpoint::{Operation, Repeat, Source},
    error::{Delivery, Error, ErrorKind},
    retry::{Backoff, Failure, Verdict, is_unsettled, judge},
    timing::Timing,
    transport::Limits,
};

/// The most bytes of a reply from an endpoint that mints tokens or nonces.
const REPLY: usize = 1024 * 1024;
/// The most bytes of an explanation that comes with a refusal.
const EXPLANATION: usize = 16 * 1024;
/// How this client calls itself.
const AGENT: HeaderValue = HeaderValue::from_static(concat!("alignet-rust/", env!("CARGO_PKG_VERSION")));
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// A reply that succeeded, not decoded yet.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Just before the request was sent.
    pub(crate) sent: Moment,
}

/// Sends a request as often as its repeat class, the deadline and the budget allow.
pub(crate) async fn execute(
    client: &Arc<Inner>,
    operation: &'static Operation,
    outgoing: Outgoing,
    timeout: Option<Duration>,
) -> Result<Answer, Error> {
    let span = tracing::debug_span!("alignet", operation = operation.name);
    let timing = Timing::of(operation);
    let deadline = Instant::now() + timeout.or(client.timeout).unwrap_or(timing.call);
    let call = Execution { client, operation, outgoing, attempt_time: timing.attempt, deadline };
    call.run().instrument(span).await.map_err(|error| error.of_operation(operation.name))
}

struct Execution<'c> {
    client: &'c Arc<Inner>,
    operation: &'static Operation,
    outgoing: Outgoing,
    attempt_time: Duration,
    deadline: Instant,
}

impl Execution<'_> {
    async fn run(&self) -> Result<Answer, Error> {
        let uri = self.uri()?;
        let mut attempt = 0;
        let mut renewed = false;
        loop {
            let token = self.token().await?;
            attempt += 1;
            let failure = match self.attempt(&uri, token.as_deref()).await {
                Ok(answer) => {
                    self.client.budget.succeeded();
                    return Ok(answer);
                }
                Err(failure) => failure,
            };
            tracing::debug!(attempt, kind = ?failure.error.kind(), delivery = %failure.error.delivery(), "attempt failed");
            if failure.error.kind() == ErrorKind::Unauthorized && self.renew(token.as_ref()) {
                if renewed || self.operation.repeat == Repeat::Never {
                    return Err(self.settled(failure.error));
                }
                (renewed, attempt) = (true, attempt - 1);
                continue;
            }
            let Some(wait) = self.wait(attempt, &failure) else { return Err(self.settled(failure.error)) };
            tokio::time::sleep(wait).await;
        }
    }

    /// How long to wait before another attempt; `None` when there is to be none.
    fn wait(&self, attempt: u32, failure: &Failure) -> Option<Duration> {
        let backoff = if self.operation.bearer.is_some() { Backoff::CALL } else { Backoff::TOKEN };
        let wait = match judge(self.operation.repeat, attempt, failure) {
            Verdict::Final => return None,
            Verdict::AgainAfter(wait) => wait.max(backoff.wait(attempt)),
            Verdict::Again => backoff.wait(attempt),
        };
        let in_time = Instant::now() + wait < self.deadline;
        (in_time && self.client.budget.draw(failure.error.is_timeout())).then_some(wait)
    }

    /// Gives up a token that was refused. False when there is nothing to renew.
    fn renew(&self, token: Option<&Arc<Token>>) -> bool {
        match (token, &self.operation.bearer) {
            (Some(token), Some(bearer)) if self.client.fixed.is_none() => {
                self.client.tokens.invalidate(bearer, token);
                true
            }
            _ => false,
        }
    }

    /// What the failure means for a call that must not be repeated.
    fn settled(&self, error: Error) -> Error {
        match self.operation.repeat {
            Repeat::Never if is_unsettled(&error) => error.indeterminate(),
            Repeat::Never if error.kind() == ErrorKind::Unauthorized => {
                error.note("nothing happened, so it is safe to send again")
            }
            _ => error,
        }
    }

    async fn token(&self) -> Result<Option<Arc<Token>>, Error> {
        match (&self.operation.bearer, &self.client.fixed) {
            (None, _) => Ok(None),
            (Some(_), Some(fixed)) => Ok(Some(Arc::clone(fixed))),
            (Some(bearer), None) => Tokens::get(self.client, bearer, self.deadline).await.map(Some),
        }
    }

    async fn attempt(&self, uri: &Uri, token: Option<&Token>) -> Result<Answer, Failure> {
        let request = self.request(uri.clone(), token).map_err(Failure::permanent)?;
        let time = self.attempt_time.min(self.deadline.saturating_duration_since(Instant::now()));
        if time.is_zero() {
            return Err(Failure::permanent(Error::of_kind(ErrorKind::Timeout)));
        }
        let limits = Limits::new(time, REPLY, EXPLANATION, self.operation.repeat == Repeat::Never);
        let sent = Moment::now();
        match tokio::time::timeout(time, self.client.transport.send(request, limits)).await {
            Ok(Ok(response)) => {
                let secrets =
                    [self.client.credentials.client_secret().expose(), token.map_or("", Token::value)];
                accept(self.operation, response, limits, sent, SystemTime::now(), &secrets)
            }
            Ok(Err(failure)) => Err(Failure {
                temporary: failure.temporary,
                retry_after: None,
                error: {
                    let error =
                        Error::of_kind(failure.kind).delivery_is(failure.delivery).source_is(failure.source);
                    if failure.timeout { error.timed_out() } else { error }
                },
            }),
            Err(_) => Err(Failure {
                temporary: true,
                retry_after: None,
                error: Error::of_kind(ErrorKind::Timeout).delivery_is(Delivery::MaybeSent),
            }),
        }
    }

    fn request(&self, uri: Uri, token: Option<&Token>) -> Result<http::Request<Bytes>, Error> {
        let mut request = http::Request::new(self.outgoing.body.clone());
        *request.method_mut() = self.operation.method.clone();
        *request.uri_mut() = uri;
        let headers = request.headers_mut();
        headers.insert(USER_AGENT, AGENT);
        headers.insert(ACCEPT, JSON);
        if self.operation.body.is_some() {
            headers.insert(CONTENT_TYPE, JSON);
        }
        for (name, source) in self.operation.headers {
            headers.insert(HeaderName::from_static(name), self.header(name, *source)?);
        }
        for (name, value) in &self.outgoing.places.headers {
            headers.insert(name, value.clone());
        }
        if let Some(token) = token {
            headers.insert(AUTHORIZATION, token.header.clone());
        }
        Ok(request)
    }

    fn header(&self, name: &str, source: Source) -> Result<HeaderValue, Error> {
        let credentials = &self.client.credentials;
        let secret = source == Source::ClientSecret;
        let value = match source {
            Source::Text(text) => HeaderValue::from_static(text).into(),
            Source::Environment(index) => self.client.values.get(index).cloned().flatten(),
            Source::Integer(integer) => Some(HeaderValue::from(integer)),
            Source::Boolean(boolean) => {
                Some(HeaderValue::from_static(if boolean { "true" } else { "false" }))
            }
            Source::ClientId => HeaderValue::from_str(credentials.client_id()).ok(),
            Source::ClientSecret => HeaderValue::from_str(credentials.client_secret().expose()).ok(),
        };
        let mut value = value.ok_or_else(|| {
            Error::noted(ErrorKind::Config, format!("the value of header `{name}` can't be sent"))
        })?;
        value.set_sensitive(secret);
        Ok(value)
    }

    fn uri(&self) -> Result<Uri, Error> {
        let wrong = || Error::noted(ErrorKind::Request, "the path can't be sent");
        let origin = self.client.origins.get(self.operation.origin).ok_or_else(wrong)?;
        let path = match self.operation.path {
            // The usual case, which needs no allocation.
            [Some(whole)] if self.outgoing.places.query.is_empty() => PathAndQuery::from_static(whole),
            parts => self.path(parts).parse().map_err(|_| wrong())?,
        };
        let mut uri = http::uri::Parts::default();
        uri.scheme = Some(origin.scheme.clone());
        uri.authority = Some(origin.authority.clone());
        uri.path_and_query = Some(path);
        Uri::from_parts(uri).map_err(|_| wrong())
    }

    fn path(&self, parts: &[Option<&str>]) -> String {
        let mut fields = self.outgoing.places.segments.iter().map(String::as_str);
        let whole = parts.iter().map(|part| part.unwrap_or_else(|| fields.next().unwrap_or_default()));
        whole.collect::<String>() + &self.outgoing.places.query
    }
}

/// The id that the service gave a request: gateways name it in different ways.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    let names = ["x-request-id", "x-amzn-requestid", "x-correlation-id"];
    names.iter().find_map(|name| headers.get(*name)).and_then(|value| value.to_str().ok())
}

/// Whether an answer is compressed, though nobody asked for that.
pub(crate) fn is_encoded(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity")
}
