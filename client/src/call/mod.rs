//! A call: encodes the request, sends it with `execute`, and decodes the reply. Only the code that
//! depends on the types is generic, so that three hundred endpoints cost little more than one.

pub(crate) mod attempts;
mod bearer;
mod drop_guard;
pub(crate) mod indeterminate;
pub(crate) mod retry;
pub(crate) mod time_limits;
pub(crate) mod warm_up;

use std::{fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

#[cfg(feature = "journal")]
use crate::codegen::reply::Legible;
use crate::{
    call::indeterminate::settled,
    codegen::{
        endpoint::{Endpoint, Holds, Operation},
        headers::{HeaderReader, ReplyHeaders},
        reply::Reply as _,
    },
    config::client::{Client, Inner},
    error::{Delivery, Error},
    redact::Secrets,
    reply::{
        accept::AcceptedReply,
        explanation,
        headers::{request_id, told_id},
        json_path::mistake,
    },
    request::EncodedRequest,
    telemetry::call::CallSpan,
    types::secret::Sent,
};

/// A call to send: its client and its timeout. For generated code.
#[derive(Debug, Clone)]
pub struct Call {
    client: Client,
    timeout: Option<Duration>,
}

impl Call {
    /// Makes a call by this client.
    pub fn new(client: &Client) -> Self {
        Self { client: client.clone(), timeout: None }
    }

    /// Sets the time that the whole call may take.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sends the request and returns the decoded reply.
    ///
    /// # Errors
    ///
    /// Any error of a call.
    pub async fn send<E: Endpoint>(self, request: E) -> Result<E::Reply, Error> {
        self.send_with_meta::<E, ()>(request).await.map(Response::into_inner)
    }

    /// Sends the request and returns the decoded reply with its HTTP status and headers, those that the contract declares
    /// as `H`.
    ///
    /// # Errors
    ///
    /// Any error of a call.
    pub fn send_with_meta<E: Endpoint, H: ReplyHeaders>(
        self,
        request: E,
    ) -> impl Future<Output = Result<Response<E::Reply, H>, Error>> + Send {
        send_within(None, self, request)
    }
}

/// Sends a request within a span, or within a new span when it is first polled.
pub(crate) async fn send_within<E: Endpoint, H: ReplyHeaders>(
    span: Option<Box<CallSpan>>,
    call: Call,
    request: E,
) -> Result<Response<E::Reply, H>, Error> {
    let mut span = span.map_or_else(|| CallSpan::begin(const { &E::OPERATION }), |span| *span);
    let client = call.client.inner();
    let outgoing = EncodedRequest::encode(client, &request)
        .map_err(|error| span.failed(error.of_operation(E::OPERATION.name)))?;
    drop(request); // Its secrets are wiped before the first wait.
    #[cfg(feature = "journal")]
    let answer = if E::OPERATION.repeat.is_costly() && client.journal.is_some() {
        let legible: Legible = |headers, body| E::Reply::read(headers, body).is_ok();
        let operation = const { &E::OPERATION };
        // In a box, so that a call without a journal is as small as before.
        Box::pin(attempts::recorded(client, operation, &outgoing, call.timeout, &span, legible)).await
    } else {
        attempts::execute(client, const { &E::OPERATION }, &outgoing, call.timeout, &span).await
    };
    #[cfg(not(feature = "journal"))]
    let answer = attempts::execute(client, const { &E::OPERATION }, &outgoing, call.timeout, &span).await;
    let answer = answer.map_err(|error| span.failed(error))?;
    match E::Reply::read(&answer.headers, &answer.body) {
        Ok((mut reply, mut unread)) => {
            reply.begin(Sent(answer.sent));
            let mut headers = HeaderReader::of(&answer.headers);
            let typed_headers = H::read(&mut headers);
            unread.extend(headers.unread());
            tell_unread(E::OPERATION.name, &unread, &span);
            span.succeeded();
            // The body of a reply with secrets is withheld, as it holds them too; that of a document is the reply.
            let is_document = matches!(E::OPERATION.holds, Holds::Document(..));
            let body = Some(answer.body).filter(|_| E::OPERATION.reply_secrets.is_empty() && !is_document);
            Ok(Response {
                reply,
                typed_headers,
                status: answer.status,
                headers: answer.headers,
                body,
                unread,
            })
        }
        Err(error) => {
            Err(span.failed(undecodable(client, const { &E::OPERATION }, &outgoing, &answer, &error)))
        }
    }
}

/// Logs the fields that could not be read, at debug level.
fn tell_unread(operation: &'static str, unread: &[String], span: &CallSpan) {
    if !unread.is_empty() {
        span.scope(|| {
            tracing::debug!(operation, unread = unread.join(", "), "fields of a reply could not be read");
        });
    }
}

/// Returns the error of a reply that proves success but does not match the contract otherwise.
fn undecodable(
    client: &Inner,
    operation: &'static Operation,
    sent: &EncodedRequest,
    answer: &AcceptedReply,
    error: &serde_json::Error,
) -> Error {
    let secrets = Secrets::new(client, answer.token.as_deref(), operation, sent);
    secrets.learn_headers(&answer.headers);
    let error =
        explanation::with_reply(mistake(&answer.body, error, &secrets), operation, &answer.body, &secrets)
            .delivery_is(Delivery::Answered(answer.status))
            .request_id_is(told_id(&answer.headers, &secrets))
            .of_operation(operation.name);
    settled(error, operation, sent, &secrets)
}

/// A reply with its HTTP status, headers and body. `Debug` omits headers and body.
///
/// `H` has the headers that the contract declares for the reply; `()` if it declares none.
pub struct Response<T, H = ()> {
    reply: T,
    typed_headers: H,
    status: StatusCode,
    headers: HeaderMap,
    body: Option<Bytes>,
    unread: Vec<String>,
}

impl<T, H> Response<T, H> {
    /// The reply.
    pub fn reply(&self) -> &T {
        &self.reply
    }

    /// Returns the reply alone.
    pub fn into_inner(self) -> T {
        self.reply
    }

    pub(crate) fn into_parts(self) -> (StatusCode, HeaderMap, T) {
        (self.status, self.headers, self.reply)
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The HTTP headers of the reply, as they came. A header that the contract marks as secret is
    /// [sensitive](http::HeaderValue::is_sensitive), so that `Debug` hides it.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The headers that the contract declares for the reply, by name and type: `reply_header` of the endpoint.
    ///
    /// Headers inform, and prove nothing. A header that is absent, comes twice or is of another type is `None`. In the last
    /// two cases [`unread`](Self::unread) has its name.
    ///
    /// ```
    /// # struct RobotWork;
    /// # struct InspectRobotReplyHeaders { x_rate_limit_remaining: Option<i64> }
    /// use alignet::Response;
    ///
    /// /// Returns true if the service carries out no more inspections. The two types are generated from a contract.
    /// fn is_spent(response: &Response<RobotWork, InspectRobotReplyHeaders>) -> bool {
    ///     response.typed_headers().x_rate_limit_remaining == Some(0)
    /// }
    /// ```
    pub fn typed_headers(&self) -> &H {
        &self.typed_headers
    }

    /// The body as it came: JSON, with the fields that the contract does not list. Reading it as `T` gives the reply
    /// again.
    ///
    /// `None` if the contract marks a field of the reply as secret, as for an access token or a nonce, and for a
    /// [`Document`](crate::Document), which has the bytes itself. Any other body is not redacted: it may hold personal data, and what the service repeats of the request.
    ///
    /// ```no_run
    /// # async fn run(alignet: alignet::Client, number: &str, id: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// use alignet::api::ChargeReply;
    ///
    /// let call = alignet.get_charge().merchant_code("M1").merchant_operation_number(number);
    /// let response = call.transaction_id(id).send_with_meta().await?;
    /// let kept: ChargeReply = serde_json::from_str(response.body().unwrap_or_default())?;
    /// assert_eq!(kept, response.into_inner());
    /// # Ok(()) }
    /// ```
    pub fn body(&self) -> Option<&str> {
        // It was checked to be UTF-8.
        self.body.as_deref().and_then(|body| std::str::from_utf8(body).ok())
    }

    /// The paths of the fields whose type differs from the contract, such as
    /// `transaction.payment_method.method_details.bin`. Such a field is informative and proves nothing, so
    /// it is read as if it were absent. A field that is absent, and read as its default, is listed too. In a reply that is
    /// a list, a path begins with the index of the item, as in `2.state`, and an item that could not be read is left out.
    /// A declared header is named as in `header X-Rate-Limit`. Empty in nearly every reply.
    pub fn unread(&self) -> &[String] {
        &self.unread
    }

    /// The id that the service gave the request. Quote it when you ask the vendor about the request.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }
}

impl<T: fmt::Debug, H> fmt::Debug for Response<T, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("reply", &self.reply)
            .finish_non_exhaustive()
    }
}
