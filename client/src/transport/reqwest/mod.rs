//! The built-in transport: reqwest, set up as a payments client needs it.

mod ahead;
mod connection;
mod connections;
mod connector;
mod failure;
mod opening;
mod origins;
mod receipt;
mod response;
mod setup;
mod spares;
mod state;
mod turn;

use std::{
    pin::{Pin, pin},
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use http::{
    HeaderValue, Response, StatusCode, Uri,
    header::{ACCEPT, CONTENT_LENGTH, HOST},
};
use http_body::Body as _;
use hyper::body::Incoming;
use reqwest::Url;
use tokio::runtime::Handle;

use self::{
    ahead::Ahead,
    connection::{Connection, Key},
    connections::Connections,
    connector::Taking,
    failure::before_head,
    origins::{Origins, elsewhere},
    receipt::{Handed, handed},
    response::read_body,
    setup::builder,
};
pub(crate) use self::{ahead::Opening, receipt::Receipt};
use super::{Limits, Sending, Transport, TransportError};
use crate::{
    config::{
        environment::Environment,
        origin::{Origin, origins},
    },
    deadline::{self, Cut},
    error::{Error, ErrorKind},
    limits::{CONNECT, SPARES},
};

/// The built-in transport: HTTP/1.1, no redirects, no cookies, no decompression, no retries of its
/// own. TLS 1.2 or newer is required except on loopback.
pub struct Reqwest {
    ahead: Arc<Ahead>,
}

impl Reqwest {
    /// Makes the default transport of a client of this environment, to wrap another around.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] if TLS can't be set up, or the environment's origins are not usable.
    pub fn for_environment(environment: &Environment) -> Result<Self, Error> {
        Self::new(&origins(environment)?, CONNECT, SPARES)
    }

    pub(crate) fn new(origins: &[Origin], connect: Duration, spares: usize) -> Result<Self, Error> {
        let connections = Connections::default();
        let client = builder(origins, connect).connector_layer(Taking(connections.clone())).build();
        let client = client.map_err(|error| {
            Error::noted(ErrorKind::Config, "TLS can't be set up").source_is(Arc::new(error.without_url()))
        })?;
        Ok(Self { ahead: Arc::new(Ahead::new(client, connections, Origins::new(origins)?, spares)) })
    }

    /// Errors if the runtime that this is called on can't carry a request.
    pub(crate) fn fits(&self) -> Result<(), TransportError> {
        let runtime = Handle::try_current().map_err(|_| outside())?;
        if self.ahead.connections.knows(runtime.id()) || deadline::has_io() { Ok(()) } else { Err(outside()) }
    }

    /// Opens connections to an origin, by its index, while a call waits for its token.
    pub(crate) fn open_ahead(&self, origin: usize) {
        if let Some(origin) = self.ahead.origins.first(origin) {
            self.ahead.while_waiting(origin);
        }
    }

    /// Opens connections to every origin, most of them to that of calls that must not be repeated. Returns the
    /// connections that are being opened.
    pub(crate) fn warm_up(&self, never: usize) -> Vec<Opening> {
        self.ahead.origins.first(never).map_or_else(Vec::new, |never| self.ahead.warm_up(never))
    }

    /// Sends the request and reads the response. The receipt tells how far the request got. All work on
    /// the request itself is done before the first wait, so that the future is small: it is moved, and
    /// there are many at once.
    pub(crate) fn exchange(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> (impl Future<Output = Result<Response<Bytes>, TransportError>> + Send + use<>, Receipt) {
        let (parts, bytes) = request.into_parts();
        let (body, receipt) = handed(bytes);
        let mut prepared = self.prepare(parts, body, limits);
        let called_back = receipt.clone();
        let exchange = async move {
            // Borrowed, because a future stores a second copy of what it owns and moves.
            let way = prepared.as_mut().map_err(|error| error.clone())?;
            let (response, connection) = {
                let sending = pin!(way.send());
                head(sending, called_back, limits).await?
            };
            way.open_ahead(limits);
            let (parts, mut body) = response.into_parts();
            let (bytes, whole) = read_body(parts.status, &parts.headers, &mut body, limits).await?;
            match way.key {
                Some(key) if whole && way.unused => way.ahead.connections.keep_one(key, connection),
                Some(key) if whole => way.ahead.connections.keep(key, connection, true),
                _ => {}
            }
            Ok(Response::from_parts(parts, bytes))
        };
        (exchange, receipt)
    }

    fn prepare(
        &self,
        parts: http::request::Parts,
        body: Handed,
        limits: Limits,
    ) -> Result<Way, TransportError> {
        let runtime = Handle::try_current().map_err(|_| outside())?.id();
        let (origin, host) = self.ahead.origins.find(&parts.uri)?;
        let mut request = http::Request::from_parts(parts, body);
        let headers = request.headers_mut();
        headers.entry(HOST).or_insert(host);
        headers.entry(ACCEPT).or_insert(const { HeaderValue::from_static("*/*") });
        if let Some(length) = request.body().size_hint().exact().filter(|length| *length > 0) {
            request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
        }
        let key = origin.map(|origin| (runtime, origin));
        let to = match origin {
            Some(_) => None,
            None => Some(elsewhere(request.uri())?.url),
        };
        let path = request.uri().path_and_query().cloned();
        *request.uri_mut() = path.map_or_else(Uri::default, Uri::from);
        let (ahead, unused) = (Arc::clone(&self.ahead), limits.fresh);
        if let (true, Some(key)) = (limits.fresh, key) {
            self.ahead.for_call(key);
        }
        Ok(Way { ahead, key, elsewhere: to, unused, request: Some(request) })
    }
}

/// A request, and the way that it takes.
struct Way {
    /// `None` once it is sent.
    request: Option<http::Request<Handed>>,
    ahead: Arc<Ahead>,
    /// The runtime, and the origin if it is one of the environment's. Connections to others are not kept.
    key: Option<Key>,
    elsewhere: Option<Url>,
    /// True if the request needs a connection that has never carried another.
    unused: bool,
}

impl Way {
    /// Sends a request by an idle connection, or else by a new one. A request that an idle connection hands back
    /// was not sent, because the connection was closed: it goes by another.
    async fn send(&mut self) -> Result<(Response<Incoming>, Connection), TransportError> {
        loop {
            let idle = match self.key {
                Some(key) => self.ahead.connections.take(key, self.unused).await,
                None => None,
            };
            let age = idle.as_ref().map(|idle| idle.opened.elapsed());
            let mut connection = match (idle, &self.elsewhere) {
                (Some(idle), _) => idle,
                (None, elsewhere) => self.ahead.connect(self.key, elsewhere.as_ref()).await?,
            };
            let Some(request) = self.request.take() else { return Err(nothing_to_send()) };
            match connection.sender.try_send_request(request).await {
                Ok(response) => {
                    // The server had waited too long for a request, before this one came.
                    if response.status() == StatusCode::REQUEST_TIMEOUT {
                        self.learn(age, true);
                    }
                    return Ok((response, connection));
                }
                Err(mut error) => {
                    let unsent = error.take_message();
                    self.learn(age, unsent.is_none());
                    match unsent {
                        Some(unsent) if age.is_some() => self.request = Some(unsent),
                        Some(_) => return Err(TransportError::not_sent(error.into_error())),
                        None => return Err(before_head(error.into_error())),
                    }
                }
            }
        }
    }

    /// Learns from a connection that was opened ahead, and that the server closed at this age.
    fn learn(&self, age: Option<Duration>, sent: bool) {
        if let (true, Some(key), Some(age)) = (self.unused, self.key, age) {
            self.ahead.connections.closed_unused(key, age, sent);
        }
    }

    /// Opens connections ahead of the calls after this one.
    fn open_ahead(&self, limits: Limits) {
        if let (true, Some(key)) = (limits.ahead, self.key) {
            self.ahead.after_call(key, limits.fresh);
        }
    }
}

fn nothing_to_send() -> TransportError {
    TransportError::maybe_sent("the request was already sent").permanent()
}

fn outside() -> TransportError {
    let error = TransportError::not_sent(Cut::Outside.note()).permanent();
    TransportError { kind: ErrorKind::Config, ..error }
}

/// Waits for the head of the response.
async fn head<T>(
    sending: Pin<&mut impl Future<Output = Result<T, TransportError>>>,
    receipt: Receipt,
    limits: Limits,
) -> Result<T, TransportError> {
    match deadline::until(limits.until, sending).await {
        Ok(outcome) => outcome,
        Err(cut) => Err(match (cut, receipt.call_back()) {
            (Cut::Late, true) => TransportError::not_sent("connecting took too long").timed_out(),
            (Cut::Late, false) => TransportError::maybe_sent("no answer came in time").timed_out(),
            (cut, true) => TransportError::not_sent(cut.note()).permanent(),
            (cut, false) => TransportError::maybe_sent(cut.note()).permanent(),
        }),
    }
}

impl std::fmt::Debug for Reqwest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reqwest").finish_non_exhaustive()
    }
}

impl Transport for Reqwest {
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> Sending<'_> {
        Box::pin(self.exchange(request, limits).0)
    }
}
