//! Whether a request that ran out of time was ever handed to a connection: reqwest does not say, but a
//! connection asks for the body before it writes anything.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

/// Nobody has asked for the body yet.
const WAITING: u8 = 0;
/// A connection has it.
const HANDED_OVER: u8 = 1;
/// It was called back before any connection asked.
const CALLED_BACK: u8 = 2;

/// A request's body, which notes who gets it.
pub(super) struct Handed {
    bytes: Bytes,
    state: Arc<AtomicU8>,
}

/// What knows whether a [`Handed`] body was handed over.
pub(super) struct Receipt(Option<Arc<AtomicU8>>);

/// A body to send, and its receipt.
pub(super) fn handed(bytes: Bytes) -> (reqwest::Body, Receipt) {
    if bytes.is_empty() {
        // No connection asks for an empty body, so that nothing can be told from it.
        return (reqwest::Body::from(bytes), Receipt(None));
    }
    let state = Arc::new(AtomicU8::new(WAITING));
    let body = Handed { bytes, state: Arc::clone(&state) };
    (reqwest::Body::wrap(body), Receipt(Some(state)))
}

impl Receipt {
    /// Calls the body back. True when no connection had asked for it, nor will get it any more: then
    /// nothing of the request was sent.
    pub(super) fn call_back(&self) -> bool {
        let Some(state) = &self.0 else { return false };
        state.compare_exchange(WAITING, CALLED_BACK, Ordering::AcqRel, Ordering::Acquire).is_ok()
    }
}

/// A body that was called back ends in this: the connection gives up what it had not sent.
#[derive(Debug)]
pub(super) struct CalledBack;

impl std::fmt::Display for CalledBack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the request was called back")
    }
}

impl std::error::Error for CalledBack {}

impl Body for Handed {
    type Data = Bytes;
    type Error = CalledBack;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, CalledBack>>> {
        let asked = self.state.compare_exchange(WAITING, HANDED_OVER, Ordering::AcqRel, Ordering::Acquire);
        if asked == Err(CALLED_BACK) {
            return Poll::Ready(Some(Err(CalledBack)));
        }
        let bytes = std::mem::take(&mut self.bytes);
        Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.len() as u64)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn poll(body: &mut Handed) -> Poll<Option<Result<Frame<Bytes>, CalledBack>>> {
        Pin::new(body).poll_frame(&mut Context::from_waker(std::task::Waker::noop()))
    }

    fn body() -> (Handed, Receipt) {
        let state = Arc::new(AtomicU8::new(WAITING));
        (Handed { bytes: Bytes::from_static(b"{}"), state: Arc::clone(&state) }, Receipt(Some(state)))
    }

    #[test]
    fn a_body_that_was_called_back_is_never_sent() {
        let (mut body, receipt) = body();
        assert!(receipt.call_back());
        assert!(matches!(poll(&mut body), Poll::Ready(Some(Err(CalledBack)))));
    }

    #[test]
    fn a_body_that_was_handed_over_cannot_be_called_back() {
        let (mut body, receipt) = body();
        assert_eq!(body.size_hint().exact(), Some(2));
        assert!(matches!(poll(&mut body), Poll::Ready(Some(Ok(_)))));
        assert!(body.is_end_stream() && !receipt.call_back());
        assert!(matches!(poll(&mut body), Poll::Ready(None)));
    }

    #[test]
    fn of_an_empty_body_nothing_is_known() {
        assert!(!handed(Bytes::new()).1.call_back());
    }
}
