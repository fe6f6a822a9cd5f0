//! Reads the body of a response.

use std::{
    future::poll_fn,
    pin::{Pin, pin},
};

use bytes::{Bytes, BytesMut};
use http::{
    HeaderMap, StatusCode,
    header::{CONTENT_LENGTH, TRANSFER_ENCODING},
};
use http_body::Body as _;
use hyper::body::Incoming;
use tokio::time::Instant;

use super::failure::after_head;
use crate::{
    deadline::{self, Cut},
    limits::EXPLANATION_TIME,
    transport::{Limits, TransportError},
};

/// Reads the body after the head. Returns the bytes, and true if they are the whole body.
pub(super) async fn read_body(
    status: StatusCode,
    headers: &HeaderMap,
    body: &mut Incoming,
    limits: Limits,
) -> Result<(Bytes, bool), TransportError> {
    check_framing(headers)?;
    if !status.is_success() {
        // The status alone decides what a refusal means, so a late explanation is left out.
        let until = limits.until.min(Instant::now() + EXPLANATION_TIME);
        let explanation = deadline::until(until, pin!(read(status, body, limits.explanation, true))).await;
        return explanation.unwrap_or_else(|_| Ok((Bytes::new(), false)));
    }
    match deadline::until(limits.until, pin!(read(status, body, limits.reply, false))).await {
        Ok(body) => body,
        Err(Cut::Late) => {
            Err(TransportError::broken_off(status, "the body did not come in time").timed_out())
        }
        Err(cut) => Err(TransportError::broken_off(status, cut.note()).permanent()),
    }
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

/// Reads at most `limit` bytes, and returns true with the whole body. A longer body is cut if `cut` is true, and is
/// an error otherwise.
async fn read(
    status: StatusCode,
    body: &mut Incoming,
    limit: usize,
    cut: bool,
) -> Result<(Bytes, bool), TransportError> {
    let announced = body.size_hint().exact().unwrap_or(0);
    if !cut && announced > limit as u64 {
        return Err(TransportError::too_large(status));
    }
    let mut whole = BytesMut::new();
    loop {
        let chunk = match poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await {
            Some(Ok(frame)) => frame.into_data().unwrap_or_default(),
            None => return Ok((whole.freeze(), true)),
            // The status alone decides what a refusal means, so the explanation may break off.
            Some(Err(_)) if cut => return Ok((whole.freeze(), false)),
            Some(Err(error)) => return Err(after_head(status, error)),
        };
        let room = limit - whole.len();
        if chunk.len() > room {
            if !cut {
                return Err(TransportError::too_large(status));
            }
            whole.extend_from_slice(&chunk[..room]);
            return Ok((whole.freeze(), false));
        }
        if whole.is_empty() && announced > 0 && announced == chunk.len() as u64 {
            return Ok((chunk, true)); // The usual case: all in one piece, which needs no copy.
        }
        whole.extend_from_slice(&chunk);
    }
}
