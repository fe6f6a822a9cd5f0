//! Builds the HTTP response of an answer, with the changes of a fault.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use axum::{body::Body, response::Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use http_body::Frame;

use crate::{
    fault::{Cut, Fault},
    reply::{document::Document, refusal::Refusal},
    request::Mistake,
};

/// The answer to a call without its body, before a fault changes it.
#[derive(Default)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// The document that the answer has in the place of JSON.
    pub(crate) document: Option<Document>,
    /// The mistake in the request.
    pub(crate) problem: Option<String>,
    /// The same one by one.
    pub(crate) mistakes: Vec<Mistake>,
    /// The departures from the contract that were accepted.
    pub(crate) remarks: Vec<String>,
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        Self {
            status: refusal.status,
            headers: refusal.header.map(|header| *header).into_iter().collect(),
            problem: Some(refusal.text),
            mistakes: refusal.mistakes.into_vec(),
            ..Self::default()
        }
    }
}

/// The number of times that the script of the Flex form is told to hand on a reply, in the extensions of a response.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Callbacks(pub(crate) u64);

/// Marks a response that is not sent; the server closes the connection instead.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unanswered;

/// A response that closes the connection without an answer.
pub(crate) fn cut() -> Response {
    let mut response = Response::default();
    response.extensions_mut().insert(Unanswered);
    response
}

/// Builds the response of an answer with this body, unless the fault has one of its own.
pub(crate) fn response(answer: Answer, body: Bytes, fault: Option<Fault>) -> Response {
    let fault = fault.unwrap_or_else(Fault::usual);
    let cut_at = match fault.cut {
        Some(Cut::Unanswered) => return cut(),
        Some(Cut::Body(bytes)) => Some(bytes),
        None => None,
    };
    let (media, body) = match answer.document {
        Some(document) => (document.media, document.bytes),
        None => (HeaderValue::from_static("application/json"), body),
    };
    let bodyless = body.is_empty() && fault.body.is_none();
    let body = fault.body.unwrap_or(body);
    let length = body.len();
    let mut response = Response::new(match cut_at {
        Some(bytes) if length > 0 => Body::new(CutBody::new(body, bytes)),
        _ => Body::from(body),
    });
    *response.status_mut() = answer.status;
    if let Some(callbacks) = fault.callbacks {
        response.extensions_mut().insert(Callbacks(callbacks));
    }
    let headers = response.headers_mut();
    if !bodyless {
        headers.insert(header::CONTENT_TYPE, media);
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    headers.extend(answer.headers);
    for (name, value) in fault.headers {
        headers.insert(name, value);
    }
    if headers.get(header::CONTENT_TYPE).is_some_and(|media| media != "application/json") {
        // A browser that opens a document runs none of its scripts as a page of the sandbox, which could use the inspector.
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox"));
    }
    response
}

/// The start of a body, followed by an error that makes the server close the connection.
struct CutBody {
    start: Option<Bytes>,
    paused: bool,
}

impl CutBody {
    fn new(mut body: Bytes, bytes: usize) -> Self {
        body.truncate(bytes.min(body.len().saturating_sub(1)));
        Self { start: Some(body).filter(|start| !start.is_empty()), paused: false }
    }
}

impl http_body::Body for CutBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(start) = self.start.take() {
            return Poll::Ready(Some(Ok(Frame::data(start))));
        }
        if !self.paused {
            // The server flushes its buffer when a body is pending. An error at once would make it drop the
            // buffer.
            self.paused = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(io::Error::other("the body is cut here on purpose"))))
    }
}
