//! Answers as HTTP responses, with what a fault does to them.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use axum::{body::Body, response::Response};
use bytes::Bytes;
use http::{HeaderValue, header};
use http_body::Frame;

use crate::{
    call::Answer,
    fault::{Cut, Fault},
};

/// Marks a response that is not to be sent: the connection is closed instead.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unanswered;

/// No response.
pub(crate) fn cut() -> Response {
    let mut response = Response::default();
    response.extensions_mut().insert(Unanswered);
    response
}

pub(crate) fn response(answer: Answer, fault: Option<Fault>) -> Response {
    let fault = fault.unwrap_or_else(Fault::usual);
    let cut_at = match fault.cut {
        Some(Cut::Unanswered) => return cut(),
        Some(Cut::Body(bytes)) => Some(bytes),
        None => None,
    };
    let body = fault.body.unwrap_or_else(|| Bytes::from(answer.body.to_string()));
    let length = body.len();
    let mut response = Response::new(match cut_at {
        Some(bytes) if length > 0 => Body::new(CutBody::new(body, bytes)),
        _ => Body::from(body),
    });
    *response.status_mut() = answer.status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    headers.extend(answer.header);
    for (name, value) in fault.headers {
        headers.insert(name, value);
    }
    response
}

/// The start of a body, and then an error, at which the server closes the connection.
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
            // The server writes out what it has when there is nothing more to be had for now; an
            // error at once would make it drop that as well.
            self.paused = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(io::Error::other("the body is cut here on purpose"))))
    }
}
