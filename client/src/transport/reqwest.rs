//! The built-in transport: reqwest, set up as a payments client needs it.

mod handed;
mod target;

use std::{error::Error as StdError, io, time::Duration};

use bytes::{Bytes, BytesMut};
use http::{
    HeaderMap, HeaderValue, Response, StatusCode,
    header::{CONTENT_LENGTH, HOST, TRANSFER_ENCODING},
};
use http_body::Body as _;
use reqwest::{ClientBuilder, redirect};
use tokio::time::timeout_at;

use self::{handed::handed, target::Targets};
use super::{Limits, Sending, Transport, TransportError};
use crate::{
    client::{Origin, is_loopback, origins},
    environment::Environment,
    error::{Delivery, Error, ErrorKind},
    reliability::{CONNECT, IDLE},
};

/// The built-in transport: HTTP/1.1, no redirects, no cookies, no decompression, no retries of its
/// own; TLS 1.2 or newer for everything that is not on loopback.
pub struct Reqwest {
    pooled: reqwest::Client,
    /// Keeps no connection: each request gets one of its own.
    fresh: reqwest::Client,
    targets: Targets,
}

impl Reqwest {
    /// The transport that a client of this environment uses by default, to wrap another around.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] when TLS can't be set up, or the environment's origins are not usable.
    pub fn for_environment(environment: &Environment) -> Result<Self, Error> {
        Self::new(&origins(environment)?, CONNECT)
    }

    pub(crate) fn new(origins: &[Origin], connect: Duration) -> Result<Self, Error> {
        let build = |builder: ClientBuilder| {
            builder.build().map_err(|error| {
                Error::noted(ErrorKind::Config, "TLS can't be set up")
                    .source_is(std::sync::Arc::new(error.without_url()))
            })
        };
        Ok(Self {
            pooled: build(builder(origins, connect).pool_idle_timeout(IDLE))?,
            fresh: build(builder(origins, connect).pool_max_idle_per_host(0))?,
            targets: Targets::default(),
        })
    }

    pub(super) async fn exchange(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        let mut answer = self.head(request, limits).await?;
        if is_ambiguous(answer.headers()) {
            return Err(TransportError::protocol("the length of the body is given twice"));
        }
        let status = answer.status();
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = status;
        *response.headers_mut() = std::mem::take(answer.headers_mut());
        *response.body_mut() = if status.is_success() {
            let late = |_| TransportError::broken_off(status, "the body did not come in time").timed_out();
            timeout_at(limits.until, body(answer, limits.reply, false)).await.map_err(late)??
        } else {
            // The status alone says what a refusal means: its explanation may be late.
            timeout_at(limits.until, body(answer, limits.explanation, true))
                .await
                .unwrap_or(Ok(Bytes::new()))?
        };
        Ok(response)
    }

    /// Sends the request, and waits for the head of the answer.
    async fn head(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<reqwest::Response, TransportError> {
        let client = if limits.fresh { &self.fresh } else { &self.pooled };
        let (parts, bytes) = request.into_parts();
        let (body, receipt) = handed(bytes);
        let request = self.request(parts, body)?;
        match timeout_at(limits.until, client.execute(request)).await {
            Ok(outcome) => outcome.map_err(before_head),
            Err(_) if receipt.call_back() => {
                Err(TransportError::not_sent("connecting took too long").timed_out())
            }
            Err(_) => Err(TransportError::maybe_sent("no answer came in time").timed_out()),
        }
    }

    fn request(
        &self,
        parts: http::request::Parts,
        body: reqwest::Body,
    ) -> Result<reqwest::Request, TransportError> {
        let (url, host) = self.targets.find(&parts.uri)?;
        let mut headers = parts.headers;
        // Else hyper would, in a copy that reqwest makes and that has no room for them.
        headers.entry(HOST).or_insert(host);
        if let Some(length) = body.size_hint().exact().filter(|length| *length > 0) {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
        }
        let mut request = reqwest::Request::new(parts.method, url);
        *request.headers_mut() = headers;
        *request.body_mut() = Some(body);
        Ok(request)
    }
}

impl std::fmt::Debug for Reqwest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reqwest").finish_non_exhaustive()
    }
}

impl Transport for Reqwest {
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> Sending<'_> {
        Box::pin(self.exchange(request, limits))
    }
}

fn builder(origins: &[Origin], connect: Duration) -> ClientBuilder {
    let builder = reqwest::Client::builder()
        .connect_timeout(connect)
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .tcp_nodelay(true);
    if !is_loopback(origins) {
        return secured(builder.https_only(true));
    }
    // A proxy would look for this machine elsewhere.
    let builder = builder.no_proxy();
    if origins.iter().all(Origin::is_plain) { trusting_nobody(builder) } else { secured(builder) }
}

#[cfg(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"))]
fn secured(builder: ClientBuilder) -> ClientBuilder {
    builder.tls_version_min(reqwest::tls::Version::TLS_1_2)
}

/// Where no certificate will be looked at, the machine need not have any to compare it with.
#[cfg(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"))]
fn trusting_nobody(builder: ClientBuilder) -> ClientBuilder {
    builder.tls_certs_only([])
}

/// Without TLS there are no certificates.
#[cfg(not(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls")))]
fn trusting_nobody(builder: ClientBuilder) -> ClientBuilder {
    builder
}

/// Without TLS there is no https to secure: such a client can only reach loopback.
#[cfg(not(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls")))]
fn secured(builder: ClientBuilder) -> ClientBuilder {
    builder
}

/// Whether the length of the body is given in two ways, so that others on the way here may have taken
/// it for another.
fn is_ambiguous(headers: &HeaderMap) -> bool {
    let lengths = headers.get_all(CONTENT_LENGTH).iter().count();
    lengths > 1 || lengths == 1 && headers.contains_key(TRANSFER_ENCODING)
}

/// Reads at most `limit` bytes; what is longer is cut, or refused.
async fn body(mut answer: reqwest::Response, limit: usize, cut: bool) -> Result<Bytes, TransportError> {
    let status = answer.status();
    let announced = answer.content_length().unwrap_or(0);
    if !cut && announced > limit as u64 {
        return Err(TransportError::too_large(status));
    }
    let mut whole = BytesMut::new();
    loop {
        let chunk = match answer.chunk().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => return Ok(whole.freeze()),
            // The status alone says what a refusal means: its explanation may break off.
            Err(_) if cut => return Ok(whole.freeze()),
            Err(error) => return Err(after_head(status, error)),
        };
        let room = limit - whole.len();
        if chunk.len() > room {
            if !cut {
                return Err(TransportError::too_large(status));
            }
            whole.extend_from_slice(&chunk[..room]);
            return Ok(whole.freeze());
        }
        if whole.is_empty() && announced == chunk.len() as u64 {
            return Ok(chunk); // The usual case: all in one piece, which needs no copy.
        }
        whole.extend_from_slice(&chunk);
    }
}

/// A failure before the head of an answer was complete.
fn before_head(error: reqwest::Error) -> TransportError {
    let timeout = error.is_timeout();
    let failure = if error.is_connect() {
        let permanent = caused_by::<io::Error>(&error, |io| io.kind() == io::ErrorKind::InvalidData);
        let failure = TransportError::not_sent(error.without_url());
        // TLS reports bad certificates, wrong hosts and peers that don't speak it as invalid data.
        if permanent { failure.permanent() } else { failure }
    } else if error.is_builder() {
        TransportError::not_sent(error.without_url()).permanent()
    } else if caused_by::<hyper::Error>(&error, |hyper| hyper.is_parse()) {
        TransportError::protocol(error.without_url())
    } else {
        TransportError::maybe_sent(error.without_url())
    };
    if timeout { failure.timed_out() } else { failure }
}

/// A failure while the body came in.
fn after_head(status: StatusCode, error: reqwest::Error) -> TransportError {
    let broken = caused_by::<io::Error>(&error, |io| io.kind() == io::ErrorKind::InvalidInput);
    let mut failure = TransportError::broken_off(status, error.without_url());
    if broken {
        // Chunks whose size is no number.
        failure =
            TransportError { delivery: Delivery::Answered(status), ..TransportError::protocol(failure) };
    }
    failure
}

/// Whether some error of this type in the chain is as asked.
fn caused_by<E: StdError + 'static>(error: &(dyn StdError + 'static), is: impl Fn(&E) -> bool) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if error.downcast_ref::<E>().is_some_and(&is) {
            return true;
        }
        // An io::Error hides what it wraps from `source`, which skips to the cause of that.
        let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = inner.map(|inner| inner as &(dyn StdError + 'static)).or_else(|| error.source());
    }
    false
}
