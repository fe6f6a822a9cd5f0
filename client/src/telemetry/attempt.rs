//! The span and the duration of an attempt.

use http::{StatusCode, Uri, uri::Scheme};
use tokio::time::Instant;
use tracing::{Span, field::Empty, instrument::Instrumented};

use super::error_type::{CANCELLED, ERROR};
use crate::{codegen::endpoint::Operation, error::Error};

/// The span of an attempt. At its end, it reports the duration of the attempt. An attempt that is dropped before
/// it has ended fails as cancelled.
pub(crate) struct AttemptSpan<'c> {
    span: Span,
    operation: &'static Operation,
    uri: &'c Uri,
    begun: Instant,
    ended: bool,
}

impl<'c> AttemptSpan<'c> {
    /// Begins the span of an attempt, inside the current span. `resends` is the number of attempts before it.
    pub(crate) fn begin(operation: &'static Operation, uri: &'c Uri, begun: Instant, resends: u32) -> Self {
        let (method, route) = (operation.method, operation.route);
        let span = tracing::info_span!(
            target: "alignet",
            "attempt",
            otel.kind = "client",
            otel.name = %format_args!("{method} {route}"),
            otel.status_code = Empty,
            http.request.method = method.as_str(),
            http.request.resend_count = (resends > 0).then_some(i64::from(resends)),
            http.response.status_code = Empty,
            server.address = address(uri),
            server.port = port(uri),
            // Path and query may hold personal data, so the route stands in for both.
            url.full = %format_args!("{}://{}{route}", scheme(uri), authority(uri)),
            url.template = route,
            error.type = Empty,
        );
        Self { span, operation, uri, begun, ended: false }
    }

    /// Runs a future inside the span.
    pub(crate) fn around<F>(&self, future: F) -> Instrumented<F> {
        tracing::Instrument::instrument(future, self.span.clone())
    }

    /// Runs a function inside the span.
    pub(crate) fn scope<R>(&self, run: impl FnOnce() -> R) -> R {
        self.span.in_scope(run)
    }

    /// Ends the attempt with the status of its reply, or with its error.
    pub(crate) fn ended(mut self, outcome: Result<StatusCode, &Error>) {
        self.ended = true;
        match outcome {
            Ok(status) => self.report(Some(status), None),
            Err(error) => {
                let status = error.status();
                let refused = status.as_ref().filter(|status| !status.is_success());
                self.report(status, Some(refused.map_or(error.kind().as_str(), StatusCode::as_str)));
            }
        }
    }

    fn report(&self, status: Option<StatusCode>, error_type: Option<&str>) {
        let status = status.map(|status| i64::from(status.as_u16()));
        if let Some(status) = status {
            self.span.record("http.response.status_code", status);
        }
        if let Some(error_type) = error_type {
            self.span.record("error.type", error_type).record("otel.status_code", ERROR);
        }
        // Without a parent: a measurement is no event of the span. Without a message: that would be an attribute.
        tracing::event!(
            target: "alignet::metrics",
            parent: None,
            tracing::Level::DEBUG,
            histogram.http.client.request.duration = self.begun.elapsed().as_secs_f64(),
            http.request.method = self.operation.method.as_str(),
            http.response.status_code = status,
            server.address = address(self.uri),
            server.port = port(self.uri),
            url.template = self.operation.route,
            error.type = error_type,
        );
    }
}

impl Drop for AttemptSpan<'_> {
    fn drop(&mut self) {
        if !self.ended {
            self.report(None, Some(CANCELLED));
        }
    }
}

fn scheme(uri: &Uri) -> &str {
    uri.scheme_str().unwrap_or_default()
}

fn authority(uri: &Uri) -> &str {
    uri.authority().map_or("", |authority| authority.as_str())
}

/// Returns the host, an IPv6 address without its brackets.
fn address(uri: &Uri) -> &str {
    let host = uri.host().unwrap_or_default();
    host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host)
}

/// Returns the port, signed as all integers here: `tracing-opentelemetry` exports an unsigned one as a string.
fn port(uri: &Uri) -> i64 {
    let usual = if uri.scheme() == Some(&Scheme::HTTP) { 80 } else { 443 };
    uri.port_u16().unwrap_or(usual).into()
}
