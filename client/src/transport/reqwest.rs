//! The built-in transport: reqwest, set up as a payments client needs it.

mod ahead;
mod connector;
mod failure;
mod handed;
mod pools;
mod spares;
mod target;

use std::{pin::pin, sync::Arc, time::Duration};

use bytes::{Bytes, BytesMut};
use http::{
    HeaderMap, HeaderValue, Response,
    header::{CONTENT_LENGTH, HOST, TRANSFER_ENCODING},
};
use http_body::Body as _;
use reqwest::{ClientBuilder, Url, redirect};
use tokio::time::Instant;

pub(crate) use self::handed::Receipt;
use self::{
    ahead::{Ahead, Opening},
    connector::sending,
    failure::{after_head, before_head, not_handed_over},
    handed::handed,
    pools::Pools,
    spares::Spares,
    target::Targets,
};
use super::{Limits, Sending, Transport, TransportError};
use crate::{
    config::{
        environment::Environment,
        origin::{Origin, is_loopback, origins},
    },
    deadline::{self, Cut},
    error::{Error, ErrorKind},
    limits::{CONNECT, EXPLANATION_TIME, IDLE, SPARES},
};

/// The built-in transport: HTTP/1.1, no redirects, no cookies, no decompression, no retries of its
/// own. TLS 1.2 or newer is required except on loopback.
pub struct Reqwest {
    pooled: Pools,
    ahead: Ahead,
    targets: Targets,
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

    pub(crate) fn new(origins: &[Origin], connect: Duration, spare: usize) -> Result<Self, Error> {
        let spares = Spares::default();
        let build = |builder: ClientBuilder, spares: &Spares| {
            builder.connector_layer(spares.clone()).build().map_err(|error| {
                Error::noted(ErrorKind::Config, "TLS can't be set up")
                    .source_is(Arc::new(error.without_url()))
            })
        };
        let fresh = build(builder(origins, connect).pool_max_idle_per_host(0), &spares)?;
        let pooled = Pools::new({
            let (origins, spares) = (origins.to_vec(), spares.clone());
            move || build(builder(&origins, connect).pool_idle_timeout(IDLE), &spares)
        })?;
        let urls: Result<Arc<[Url]>, _> = origins.iter().map(|origin| origin.url().parse()).collect();
        let urls = urls.map_err(|_| Error::noted(ErrorKind::Config, "an origin is not a URL"))?;
        Ok(Self { pooled, ahead: Ahead::new(fresh, spares, urls, spare), targets: Targets::default() })
    }

    /// Opens connections to an origin, by its index, while a call waits for its token.
    pub(crate) fn open_ahead(&self, origin: usize) {
        if let Some(origin) = self.ahead.first(origin) {
            self.ahead.while_waiting(origin);
        }
    }

    /// Opens connections to every origin, most of them to that of calls that must not be repeated. Returns the
    /// connections that are being opened.
    pub(crate) fn warm_up(&self, never: usize) -> Vec<Opening> {
        self.ahead.first(never).map_or_else(Vec::new, |never| self.ahead.warm_up(never))
    }

    /// Errors if the runtime that this is called on can't carry a request.
    pub(crate) fn fits(&self) -> Result<(), TransportError> {
        self.pooled.here().map(drop)
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
        let (handed, receipt) = handed(bytes);
        let told = &receipt;
        let sending = self.pooled.here().and_then(|pooled| {
            let (request, origin) = self.request(parts, handed)?;
            let client = if limits.fresh { self.ahead.client() } else { &pooled };
            if let (true, Some(origin)) = (limits.fresh, origin) {
                self.ahead.for_call(origin);
            }
            let after = origin.filter(|_| limits.ahead).map(|origin| (self.ahead.clone(), origin));
            let errand = origin.map(|origin| (origin, told.clone()));
            Ok((sending(errand, client.execute(request)), after))
        });
        let called_back = receipt.clone();
        let exchange = async move {
            let (sending, after) = sending?;
            let mut answer = head(sending, called_back, limits).await?;
            if let Some((ahead, origin)) = after {
                ahead.after_call(origin, limits.fresh);
            }
            let mut response = Response::new(body(&mut answer, limits).await?);
            *response.status_mut() = answer.status();
            *response.headers_mut() = std::mem::take(answer.headers_mut());
            Ok(response)
        };
        (exchange, receipt)
    }

    fn request(
        &self,
        parts: http::request::Parts,
        body: reqwest::Body,
    ) -> Result<(reqwest::Request, Option<usize>), TransportError> {
        let (url, host, origin) = self.targets.find(&parts.uri, |url| self.ahead.origin(url))?;
        let mut headers = parts.headers;
        // Otherwise hyper adds these headers, to a copy that reqwest makes and that has no room for them.
        headers.entry(HOST).or_insert(host);
        if let Some(length) = body.size_hint().exact().filter(|length| *length > 0) {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
        }
        let mut request = reqwest::Request::new(parts.method, url);
        *request.headers_mut() = headers;
        *request.body_mut() = Some(body);
        Ok((request, origin))
    }
}

/// Waits for the head of the response.
async fn head(
    sending: impl Future<Output = reqwest::Result<reqwest::Response>>,
    receipt: Receipt,
    limits: Limits,
) -> Result<reqwest::Response, TransportError> {
    match deadline::until(limits.until, pin!(sending)).await {
        Ok(Err(error)) if receipt.call_back_from_spare() => Err(not_handed_over(error)),
        Ok(outcome) => outcome.map_err(before_head),
        Err(cut) => Err(match (cut, receipt.call_back()) {
            (Cut::Late, true) => TransportError::not_sent("connecting took too long").timed_out(),
            (Cut::Late, false) => TransportError::maybe_sent("no answer came in time").timed_out(),
            (cut, true) => TransportError::not_sent(cut.note()).permanent(),
            (cut, false) => TransportError::maybe_sent(cut.note()).permanent(),
        }),
    }
}

/// Reads the body after the head.
async fn body(answer: &mut reqwest::Response, limits: Limits) -> Result<Bytes, TransportError> {
    check_framing(answer.headers())?;
    let status = answer.status();
    if !status.is_success() {
        // The status alone decides what a refusal means, so a late explanation is left out.
        let until = limits.until.min(Instant::now() + EXPLANATION_TIME);
        let explanation = deadline::until(until, pin!(read(answer, limits.explanation, true))).await;
        return explanation.unwrap_or_else(|_| Ok(Bytes::new()));
    }
    match deadline::until(limits.until, pin!(read(answer, limits.reply, false))).await {
        Ok(body) => body,
        Err(Cut::Late) => {
            Err(TransportError::broken_off(status, "the body did not come in time").timed_out())
        }
        Err(cut) => Err(TransportError::broken_off(status, cut.note()).permanent()),
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

fn builder(origins: &[Origin], connect: Duration) -> ClientBuilder {
    let builder = reqwest::Client::builder()
        // HTTP/2 sends the head before it asks for the body, so a receipt could not tell if it was sent.
        .http1_only()
        .connect_timeout(connect)
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        // An application may build reqwest with decompression, which would then be on.
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .tcp_nodelay(true);
    if !is_loopback(origins) {
        return secured(builder.https_only(true));
    }
    // Loopback would be another machine for a proxy.
    let builder = builder.no_proxy();
    if origins.iter().all(Origin::is_plain) { trusting_nobody(builder) } else { secured(builder) }
}

#[cfg(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"))]
fn secured(builder: ClientBuilder) -> ClientBuilder {
    builder.tls_version_min(reqwest::tls::Version::TLS_1_2)
}

/// Loads no root certificates: plain http checks none, so the machine need not have any.
#[cfg(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"))]
fn trusting_nobody(builder: ClientBuilder) -> ClientBuilder {
    builder.tls_certs_only([])
}

/// Without TLS there are no certificates.
#[cfg(not(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls")))]
fn trusting_nobody(builder: ClientBuilder) -> ClientBuilder {
    builder
}

/// Without TLS there is no https to secure: the client can only reach loopback.
#[cfg(not(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls")))]
fn secured(builder: ClientBuilder) -> ClientBuilder {
    builder
}

/// Errors if a proxy on the way may have read another end of the body: the length is given in two ways,
/// or HTTP libraries read the transfer coding differently. hyper reads every coding that ends in
/// `chunked` as chunks, and every other up to the end of the connection.
fn check_framing(headers: &HeaderMap) -> Result<(), TransportError> {
    let lengths = headers.get_all(CONTENT_LENGTH).iter().count();
    let mut codings = headers.get_all(TRANSFER_ENCODING).iter();
    match (lengths, codings.next(), codings.next()) {
        (0 | 1, None, _) => Ok(()),
        (0, Some(coding), None) if coding.as_bytes().eq_ignore_ascii_case(b"chunked") => Ok(()),
        (0, ..) => Err(TransportError::protocol("the transfer coding is not `chunked`")),
        _ => Err(TransportError::protocol("the length of the body is given twice")),
    }
}

/// Reads at most `limit` bytes. A longer body is cut if `cut` is true, and is an error otherwise.
async fn read(answer: &mut reqwest::Response, limit: usize, cut: bool) -> Result<Bytes, TransportError> {
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
            // The status alone decides what a refusal means, so the explanation may break off.
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
