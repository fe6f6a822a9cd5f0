//! Errors made in a test.

use std::{error::Error as StdError, sync::Arc, time::Duration};

use http::StatusCode;
use serde_json::Value as Json;

use crate::{
    error::{Delivery, Error, ErrorKind, ReplyType},
    reply::status::is_temporary,
};

/// Starts an error of this kind, as a call would fail with it: with the usual delivery and status of the kind.
///
/// ```
/// use alignet::{ErrorKind, testing};
/// use std::time::Duration;
///
/// let limited = testing::error(ErrorKind::RateLimited).retry_after(Duration::from_secs(30)).build();
/// assert_eq!(limited.status().map(|status| status.as_u16()), Some(429));
/// assert!(limited.is_temporary());
///
/// let lost = testing::error(ErrorKind::Transport)
///     .operation("authorize_charge")
///     .settled_by("get_charge", "400100")
///     .build();
/// assert!(lost.is_indeterminate());
/// assert_eq!(lost.reference(), Some("400100"));
/// ```
pub fn error(kind: ErrorKind) -> ErrorBuilder {
    let error = Error::of_kind(kind);
    let builder = ErrorBuilder { error, messages: Vec::new(), code: None };
    match kind {
        ErrorKind::Journal => builder.temporary(true),
        ErrorKind::Config | ErrorKind::Request | ErrorKind::Expired | ErrorKind::Value => builder,
        ErrorKind::Connect => builder.temporary(true),
        ErrorKind::Transport | ErrorKind::Timeout => builder.delivery(Delivery::MaybeSent).temporary(true),
        ErrorKind::Protocol | ErrorKind::TooLarge | ErrorKind::Decode => builder.status(StatusCode::OK),
        ErrorKind::Api | ErrorKind::Contradictory => builder.status(StatusCode::OK),
        ErrorKind::Rejected => builder.status(StatusCode::BAD_REQUEST),
        ErrorKind::Unauthorized => builder.status(StatusCode::UNAUTHORIZED),
        ErrorKind::Forbidden => builder.status(StatusCode::FORBIDDEN),
        ErrorKind::NotFound => builder.status(StatusCode::NOT_FOUND),
        ErrorKind::Conflict => builder.status(StatusCode::CONFLICT),
        ErrorKind::RateLimited => builder.status(StatusCode::TOO_MANY_REQUESTS),
        ErrorKind::Server => builder.status(StatusCode::SERVICE_UNAVAILABLE),
    }
}

/// Sets the parts of an [`Error`], then builds it. The parts need not belong together: an error of the kind `NotFound`
/// may have the status 503.
#[derive(Debug, Clone)]
#[must_use = "a builder does nothing until it builds"]
pub struct ErrorBuilder {
    error: Error,
    code: Option<String>,
    messages: Vec<(String, String)>,
}

impl ErrorBuilder {
    /// Sets the endpoint that failed, such as `create_nonce`.
    pub fn operation(self, operation: &'static str) -> Self {
        self.with(|error| error.of_operation(operation))
    }

    /// Sets the status of an answer, and as [temporary](Error::is_temporary) if it is one that the client retries.
    pub fn status(self, status: StatusCode) -> Self {
        self.delivery(Delivery::Answered(status)).temporary(is_temporary(status))
    }

    /// Sets the point that the request reached.
    pub fn delivery(self, delivery: Delivery) -> Self {
        self.with(|error| error.delivery_is(delivery))
    }

    /// Sets the code of the status object, such as `01`.
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// Adds a message of the service, with its language.
    pub fn message(mut self, locale: impl Into<String>, value: impl Into<String>) -> Self {
        self.messages.push((locale.into(), value.into()));
        self
    }

    /// Sets the path of the mistake in a reply, such as `nonce_creation.meta`.
    pub fn path(self, path: impl Into<String>) -> Self {
        self.with(|error| error.path_is(path.into()))
    }

    /// Sets the JSON body of the answer, which [`Error::reply_as`] reads as any type.
    pub fn reply(self, json: Json) -> Self {
        self.with(|error| error.reply_is(json).reply_type_is(ReplyType::Any))
    }

    /// Sets the id that the service gave the request.
    pub fn request_id(self, id: &str) -> Self {
        self.with(|error| error.request_id_is(Some(id)))
    }

    /// Sets the time that the service asked to wait.
    pub fn retry_after(self, wait: Duration) -> Self {
        self.with(|error| error.retry_after_is(Some(wait)))
    }

    /// Marks the error as a timeout, whatever its kind.
    pub fn timed_out(self) -> Self {
        self.with(Error::timed_out)
    }

    /// Says if the same call could succeed later.
    pub fn temporary(self, temporary: bool) -> Self {
        self.with(|error| error.temporary_is(temporary))
    }

    /// Sets the key of a call that may have happened.
    pub fn idempotency_key(self, key: impl Into<String>) -> Self {
        self.with(|error| error.key_is(key.into()))
    }

    /// Marks the call as one that may have happened.
    pub fn indeterminate(self) -> Self {
        self.with(Error::indeterminate)
    }

    /// Marks the call as one that may have happened, and sets the query that settles it with the value to ask about.
    pub fn settled_by(self, endpoint: &'static str, reference: impl Into<String>) -> Self {
        let reference = Some(reference.into());
        self.indeterminate().with(|error| error.settled_by_is(endpoint, reference))
    }

    /// Sets the cause.
    pub fn source(self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.with(|error| error.source_is(Arc::from(source.into())))
    }

    /// Builds the error.
    pub fn build(self) -> Error {
        self.error.vendor(self.code, self.messages)
    }

    fn with(self, change: impl FnOnce(Error) -> Error) -> Self {
        Self { error: change(self.error), ..self }
    }
}

impl From<ErrorBuilder> for Error {
    fn from(builder: ErrorBuilder) -> Self {
        builder.build()
    }
}
