//! The one error of this crate.

mod build;
mod show;

use std::{error::Error as StdError, sync::Arc, time::Duration};

use http::StatusCode;
use serde_json::Value as Json;

/// Why a call, a client or a secret could not do what it was asked for.
///
/// `Display` is one line: operation, what happened, how far the request got or with which status it
/// was answered, code, message, request id, cause. Of an answer an error keeps the status object's code
/// and messages, cut to a sane length and without the secrets of the request and of the reply, and the request id. The
/// body, where it was JSON, is kept apart from all that shows: see [`reply`](Self::reply).
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
    timeout: bool,
    temporary: bool,
    code: Option<String>,
    messages: Vec<Message>,
    path: Option<String>,
    note: Option<String>,
    request_id: Option<String>,
    retry_after: Option<Duration>,
    /// Whether an answer says for certain that the call was not done.
    definite: bool,
    reply: Option<Json>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// What kind of failure an [`Error`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client, its environment, its credentials or the runtime of the call are not usable as they are.
    Config,
    /// A value given to the call can't be sent, such as an empty path segment.
    Request,
    /// No connection could be made.
    Connect,
    /// The connection was lost, or the transport failed, after the request may have left.
    Transport,
    /// Time ran out.
    Timeout,
    /// What came back is not HTTP as this client speaks it, or is a redirect.
    Protocol,
    /// What came back is larger than any reply may be.
    TooLarge,
    /// What came back with a 2xx status is not the reply that the contract describes.
    Decode,
    /// The service answered that it did not do it: `success` false or a code other than `00`, also
    /// with HTTP status 200.
    Api,
    /// What came back with a 2xx status contradicts itself: success and the code of a failure, a failure
    /// and an authorised payment, or something that stands there twice.
    Contradictory,
    /// The request was refused as wrong: a status of 4xx without a kind of its own. Among the
    /// causes of a 400 is an audience of another environment.
    Rejected,
    /// The credentials or the access token were refused (401).
    Unauthorized,
    /// The access token lacks a scope (403).
    Forbidden,
    /// There is no such thing (404).
    NotFound,
    /// It contradicts what is already there (409).
    Conflict,
    /// Too many requests (429); see [`Error::retry_after`].
    RateLimited,
    /// The service failed (5xx).
    Server,
    /// A secret was exposed after its life had ended.
    Expired,
    /// A text is not the sum of money, the amount or the currency that it was to be read as.
    Value,
}

/// How far a request got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Delivery {
    /// No byte of it can have left.
    NotSent,
    /// It was handed to an open connection, and no complete answer came back.
    MaybeSent,
    /// An answer with this status came back.
    Answered(StatusCode),
}

/// A sentence for people that came with an answer, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Message {
    /// The language, such as `es_PE`.
    pub locale: String,
    /// The sentence: at most 500 characters, control characters replaced.
    pub value: String,
}

/// The most characters of one vendor message or code that an error keeps.
pub(crate) const MESSAGE_CHARS: usize = 500;

impl Error {
    /// What kind of failure this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The endpoint that failed, such as `create_nonce`; a call that needs an access token can also
    /// fail with the operation that fetches it.
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

    /// What the service said to people, one entry per language.
    pub fn messages(&self) -> &[Message] {
        &self.0.messages
    }

    /// Where in the reply the mistake is, as in `nonce_creation.meta`, for [`ErrorKind::Decode`].
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// The JSON that came with the answer, every secret in it replaced by `[redacted]`: `None` when nothing
    /// came, or what came was not JSON or longer than [`EXPLANATION`](crate::limits::EXPLANATION).
    ///
    /// Texts are cut at 500 characters. Secret are:
    ///
    /// - the values that the request carried as such, wherever they stand and in whichever spelling: percent-encoded,
    ///   in hexadecimal, in Base64, or the digits of a card number in groups;
    /// - the fields that the contract declares `secret`, and the values of those of the reply wherever else they stand;
    /// - every text or number in, or anywhere below, a field whose name sounds like a secret, such as `access_token`,
    ///   also in a text that is JSON itself. That takes `token_type`, `masked_pan` and `last_pan` along, which the
    ///   contract declares public.
    ///
    /// The status object of the reply stays readable, whatever the names above it. Nothing of the reply is in
    /// `Display` or `Debug`: it may name people.
    pub fn reply(&self) -> Option<&Json> {
        self.0.reply.as_ref()
    }

    /// The id that the service gave the request, to quote when asking the vendor about it.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// How long the service asked to wait before the next request.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// How far the request of this error's [`operation`](Self::operation) got, in all of its attempts: it
    /// is *not sent* only when none was handed over.
    ///
    /// When the operation is the one that fetches access tokens, the call that waited for the token was not
    /// sent with it.
    pub fn delivery(&self) -> Delivery {
        self.0.delivery
    }

    /// Whether time ran out.
    pub fn is_timeout(&self) -> bool {
        self.0.timeout
    }

    /// Whether the credentials, the token or its scopes were refused.
    ///
    /// [`operation`](Self::operation) tells whose: `create_token` when the credentials were.
    pub fn is_auth(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Unauthorized | ErrorKind::Forbidden)
    }

    /// Whether the same call could succeed later: what failed is the way there, or the service for a
    /// while. The client has already tried as often as is good for the service.
    ///
    /// It says nothing about whether sending it again is safe; see
    /// [`is_indeterminate`](Self::is_indeterminate).
    pub fn is_temporary(&self) -> bool {
        self.0.temporary
    }

    /// Whether the call may have happened though it failed: never true for one that is harmless to
    /// repeat. Query what happened before sending such a call again.
    pub fn is_indeterminate(&self) -> bool {
        self.0.indeterminate
    }

    /// The endpoint that tells what became of the call, such as `get_charge`, when this error
    /// [is indeterminate](Self::is_indeterminate), or contradicts what is there already
    /// ([`Conflict`](ErrorKind::Conflict)), and the contract names one.
    ///
    /// It may take more than the [`reference`](Self::reference): [`get_charge`](crate::Client::get_charge) also
    /// takes the `transaction_id`, which the notification brings when the reply is lost, and without one
    /// [`cancel_charge`](crate::Client::cancel_charge) takes the operation number alone.
    pub fn settled_by(&self) -> Option<&'static str> {
        self.0.settled_by
    }

    /// What the caller knows the call by, to ask that endpoint about it: the value that it gave the request,
    /// such as the operation number of a charge. Several have commas between; at most 500 characters.
    pub fn reference(&self) -> Option<&str> {
        self.0.reference.as_deref()
    }
}

/// Cuts what came from outside to a sane length, and replaces what could break a log line.
pub(crate) fn bounded(text: &str) -> String {
    let clean = |char: char| if char.is_control() { '\u{fffd}' } else { char };
    text.chars().take(MESSAGE_CHARS).map(clean).collect()
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
