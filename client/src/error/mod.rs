//! The error type of this crate.

mod build;
mod json;
mod show;
mod typed;

use std::{any::TypeId, error::Error as StdError, sync::Arc, time::Duration};

use http::StatusCode;
use serde_json::Value as Json;

/// The error of a call, and of a client, a secret or a value that can't be used.
///
/// `Display` is one line: operation, kind of failure, how far the request got or the status of its
/// answer, code, message, request id, cause. An error keeps the request id and the code and messages of the
/// status object, cut to a bounded length and without the secrets of the request and of the reply. It also keeps
/// a JSON body, which it never displays: see [`reply`](Self::reply).
///
/// ```
/// # fn report(error: &alignet::Error) {
/// if error.is_indeterminate() {
///     // It may have happened. Query before sending it again.
/// } else if let Some(wait) = error.retry_after() {
///     println!("ask again in {wait:?}");
/// } else {
///     println!("{error}");
/// }
/// # }
/// ```
///
/// Cloning is cheap: one failed token request is the error of every call that waited for it.
#[derive(Clone)]
pub struct Error(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    operation: Option<&'static str>,
    delivery: Delivery,
    indeterminate: bool,
    settled_by: Option<&'static str>,
    reference: Option<String>,
    key: Option<String>,
    timeout: bool,
    temporary: bool,
    code: Option<String>,
    messages: Vec<Message>,
    path: Option<String>,
    note: Option<String>,
    request_id: Option<String>,
    retry_after: Option<Duration>,
    /// True if the answer says for certain that the call was not done.
    definite: bool,
    reply: Option<Json>,
    reply_type: ReplyType,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// The type as which the JSON of an error may be read.
#[derive(Clone, Copy)]
pub(crate) enum ReplyType {
    /// None: the contract declares none.
    Undeclared,
    /// The one that the contract declares.
    Declared(fn() -> TypeId),
    /// Any type: the error was made in a test.
    Any,
}

/// The kind of failure of an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client, its environment, its credentials or the runtime of the call can't be used as configured.
    Config,
    /// An argument of the call can't be sent, such as an empty path segment.
    Request,
    /// No connection could be made.
    Connect,
    /// The connection was lost, or the transport failed, after the request may have left.
    Transport,
    /// A time limit passed after connecting. A limit that passed before is [`Connect`](Self::Connect);
    /// [`Error::is_timeout`] covers both.
    Timeout,
    /// The answer is not HTTP as this client speaks it, is a redirect, or is about another request.
    Protocol,
    /// The answer exceeds the size limit of a reply, or of a document, which
    /// [`largest_document`](crate::ClientBuilder::largest_document) sets.
    TooLarge,
    /// The answer has a 2xx status, and is not the reply that the contract describes.
    Decode,
    /// A 2xx answer says that the call failed: `success` false, and nothing that contradicts it.
    Api,
    /// A 2xx answer contradicts itself: success with a failure code, failure with an authorised payment, or
    /// a name that occurs twice and decides.
    Contradictory,
    /// The service refused the request as wrong: a 4xx status without a kind of its own. A 400 may
    /// also mean that the audience is that of another environment.
    Rejected,
    /// The credentials or the access token were refused (401).
    Unauthorized,
    /// The access token lacks a scope (403).
    Forbidden,
    /// The requested item does not exist (404).
    NotFound,
    /// The request conflicts with the state at the service (409).
    Conflict,
    /// Too many requests (429); see [`Error::retry_after`].
    RateLimited,
    /// The service failed (5xx).
    Server,
    /// The journal of the client could not record the call, or has an entry that forbids it.
    Journal,
    /// A secret was exposed after its lifetime had ended.
    Expired,
    /// A text can't be parsed as money, an amount, a currency or a value of an enumeration, or money has no sum,
    /// difference or order.
    Value,
}

/// The point that a request reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Delivery {
    /// No byte of the request can have left.
    NotSent,
    /// The request was handed to an open connection, and no complete answer came back.
    MaybeSent,
    /// An answer with this status came back.
    Answered(StatusCode),
}

/// A message for people that came with an answer, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Message {
    /// The language, such as `es_PE`.
    pub locale: String,
    /// The text: at most 500 characters, control characters replaced.
    pub value: String,
}

/// The most characters that an error keeps of one vendor message or code.
pub(crate) const MESSAGE_CHARS: usize = 500;

impl Error {
    /// The kind of failure.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The endpoint that failed, such as `create_nonce`. A call that needs an access token may also
    /// fail with the operation that fetches the token.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// The HTTP status that came back, if one did.
    pub fn status(&self) -> Option<StatusCode> {
        match self.0.delivery {
            Delivery::Answered(status) => Some(status),
            Delivery::NotSent | Delivery::MaybeSent => None,
        }
    }

    /// The code of the status object that came back, such as `01`.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The service's messages for people, one per language.
    pub fn messages(&self) -> &[Message] {
        &self.0.messages
    }

    /// The path of the mistake in the reply, such as `nonce_creation.meta`, for [`ErrorKind::Decode`].
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// The JSON body of the answer, with every secret replaced by `[redacted]`. `None` if no body came, or if
    /// the body was not JSON or longer than [`EXPLANATION`](crate::limits::EXPLANATION).
    ///
    /// Texts are cut, at 500 characters or up to 8 KiB further. Secrets are:
    ///
    /// - the secret values of the request, anywhere: as sent, and from 8 bytes on also percent-encoded, in hexadecimal,
    ///   in Base64, or the digits of a card number in groups;
    /// - the fields that the contract declares `secret`, and their values wherever else they occur in the reply;
    /// - every text or number in, or anywhere below, a field whose name sounds like a secret, such as `access_token`,
    ///   also in a text that is JSON itself. This includes `masked_pan` and `last_pan`, which the contract
    ///   declares public, but not names such as `token_type` and `nextPageToken`.
    ///
    /// The status object of the reply stays readable, whatever the names above it. `Display` and `Debug` show nothing
    /// of the body: it may contain personal data.
    pub fn reply(&self) -> Option<&Json> {
        self.0.reply.as_ref()
    }

    /// The id that the service gave the request. Quote it when you ask the vendor about the request.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The time that the service asked to wait before the next request.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The point that the request of this error's [`operation`](Self::operation) reached, over all its attempts:
    /// *not sent* only if no attempt was handed to a connection.
    ///
    /// If the operation is the token fetch, the call that waited for the token was not sent with that token, and the
    /// delivery covers earlier attempts of that call too.
    pub fn delivery(&self) -> Delivery {
        self.0.delivery
    }

    /// Returns true if a time limit passed.
    pub fn is_timeout(&self) -> bool {
        self.0.timeout
    }

    /// Returns true if the credentials, the token or its scopes were refused.
    ///
    /// [`operation`](Self::operation) is `create_token` if the credentials were refused.
    pub fn is_auth(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Unauthorized | ErrorKind::Forbidden)
    }

    /// Returns true if the same call could succeed later, because the connection or the service failed for a
    /// while. The client has already retried as often as its limits allow.
    ///
    /// This does not mean that sending the call again is safe; see
    /// [`is_indeterminate`](Self::is_indeterminate).
    pub fn is_temporary(&self) -> bool {
        self.0.temporary
    }

    /// Returns true if the call may have happened although it failed. Never true for a call that is harmless to
    /// repeat. Query the outcome before sending such a call again.
    pub fn is_indeterminate(&self) -> bool {
        self.0.indeterminate
    }

    /// The endpoint that tells the outcome of the call, such as `get_charge`, if the contract names one and this
    /// error [is indeterminate](Self::is_indeterminate) or a [`Conflict`](ErrorKind::Conflict).
    ///
    /// The endpoint may need more than the [`reference`](Self::reference): [`get_charge`](crate::Client::get_charge)
    /// also takes the `transaction_id`. If the reply is lost, the notification brings it. Without it, only
    /// [`cancel_charge`](crate::Client::cancel_charge) is left, which takes the operation number alone and gives the order
    /// up: the buyer does not pay, even if the charge was authorised.
    pub fn settled_by(&self) -> Option<&'static str> {
        self.0.settled_by
    }

    /// The value by which to ask that endpoint about the call. It is a value that the caller gave the request, such
    /// as the operation number of a charge. Several values are joined by commas; at most 500 characters.
    pub fn reference(&self) -> Option<&str> {
        self.0.reference.as_deref()
    }
}

impl Error {
    /// The key of a call that [is indeterminate](Self::is_indeterminate) and whose contract says `repeat = "keyed"`. The same
    /// call with this key may be sent again: the service carries it out once. `Display` and `Debug` do not show it.
    ///
    /// ```
    /// use alignet::{ErrorKind, testing};
    ///
    /// let lost = testing::error(ErrorKind::Timeout).idempotency_key("order-700100").build();
    /// assert_eq!(lost.idempotency_key(), Some("order-700100"));
    /// ```
    pub fn idempotency_key(&self) -> Option<&str> {
        self.0.key.as_deref()
    }
}

/// Cuts text from outside to a bounded length, and replaces characters that could break a log line.
pub(crate) fn bounded(text: &str) -> String {
    let clean = |char: char| if char.is_control() { '\u{fffd}' } else { char };
    text.chars().take(MESSAGE_CHARS).map(clean).collect()
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
