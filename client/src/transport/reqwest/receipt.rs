//! Detection of requests that were never handed to a connection when time runs out or the caller goes
//! away. hyper does not tell, but a connection looks at the body before it writes anything.

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

/// No connection has looked at the body yet.
const WAITING: u8 = 0;
/// A connection has the body.
const HANDED_OVER: u8 = 1;
/// The body was called back before any connection looked at it.
const CALLED_BACK: u8 = 2;

/// The body of a request, which notes that a connection takes it.
pub(super) struct Handed {
    bytes: Bytes,
    state: Arc<AtomicU8>,
}

/// Tells if the body of a request was handed to a connection.
#[derive(Clone)]
pub(crate) struct Receipt(Arc<AtomicU8>);

/// Returns a body to send, and its receipt.
pub(super) fn handed(bytes: Bytes) -> (Handed, Receipt) {
    let state = Arc::new(AtomicU8::new(WAITING));
    (Handed { bytes, state: Arc::clone(&state) }, Receipt(state))
}

impl Receipt {
    /// Calls the body back. Returns true if no connection has looked at the body, and none will get it:
    /// nothing of the request was sent.
    pub(crate) fn call_back(&self) -> bool {
        let before = self.0.compare_exchange(WAITING, CALLED_BACK, Ordering::AcqRel, Ordering::Acquire);
        before != Err(HANDED_OVER)
    }
}

impl Handed {
    /// Hands the body over. Returns false if it was called back.
    fn hand_over(&self) -> bool {
        let before = self.state.compare_exchange(WAITING, HANDED_OVER, Ordering::AcqRel, Ordering::Acquire);
        before != Err(CALLED_BACK)
    }
}

/// The error of a body that was called back: the connection gives up the unsent request.
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
        if !self.hand_over() {
            return Poll::Ready(Some(Err(CalledBack)));
        }
        let bytes = std::mem::take(&mut self.bytes);
        Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes))))
    }

    /// A connection asks this before it writes the head, and asks an empty body for nothing else. A body
    /// that was called back returns false, so that the connection polls the body and fails before anything
    /// is written.
    fn is_end_stream(&self) -> bool {
        self.bytes.is_empty() && self.hand_over()
    }

    fn size_hint(&self) -> SizeHint {
        let called_back = self.state.load(Ordering::Acquire) == CALLED_BACK;
        // A body of length zero would not be polled.
        SizeHint::with_exact(if called_back { self.bytes.len().max(1) } else { self.bytes.len() } as u64)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;
    use crate::transport::reqwest::{
        connections::Connections,
        connector::{Taking, connect},
        setup::trusting_nobody,
    };

    fn poll(body: &mut Handed) -> Poll<Option<Result<Frame<Bytes>, CalledBack>>> {
        Pin::new(body).poll_frame(&mut Context::from_waker(std::task::Waker::noop()))
    }

    fn body(bytes: &'static [u8]) -> (Handed, Receipt) {
        handed(Bytes::from_static(bytes))
    }

    #[test]
    fn a_body_that_was_called_back_is_never_sent() {
        for bytes in [b"{}" as &[u8], b""] {
            let (mut body, receipt) = body(bytes);
            assert!(receipt.call_back() && receipt.clone().call_back());
            // So that hyper polls the body.
            assert!(!body.is_end_stream() && body.size_hint().exact().unwrap() > 0);
            assert!(matches!(poll(&mut body), Poll::Ready(Some(Err(CalledBack)))));
            assert!(receipt.call_back());
        }
    }

    #[test]
    fn a_body_that_was_handed_over_cannot_be_called_back() {
        let (mut body, receipt) = body(b"{}");
        assert!(!body.is_end_stream());
        assert_eq!(body.size_hint().exact(), Some(2));
        assert!(matches!(poll(&mut body), Poll::Ready(Some(Ok(_)))));
        assert!(body.is_end_stream() && !receipt.call_back());
        assert!(matches!(poll(&mut body), Poll::Ready(None)));
    }

    /// Returns all bytes that arrive on the next connection until it is closed.
    async fn received(listener: &TcpListener) -> Vec<u8> {
        let (stream, _) = listener.accept().await.unwrap();
        let (mut all, mut part) = (Vec::new(), [0; 512]);
        loop {
            stream.readable().await.unwrap();
            match stream.try_read(&mut part) {
                Ok(0) => return all,
                Ok(read) => all.extend_from_slice(&part[..read]),
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
                Err(_) => return all,
            }
        }
    }

    #[tokio::test]
    async fn of_a_request_that_was_called_back_a_connection_writes_nothing() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url: reqwest::Url = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
        let taking = Taking(Connections::default());
        let client = trusting_nobody(reqwest::Client::builder().no_proxy()).connector_layer(taking).build();
        let client = client.unwrap();
        for (method, bytes) in [("POST", "{}"), ("DELETE", ""), ("GET", ""), ("POST", "")] {
            let (body, receipt) = handed(Bytes::from_static(bytes.as_bytes()));
            assert!(receipt.call_back());
            let request = http::Request::builder().method(method).uri("/").body(body).unwrap();
            let sent = async {
                let mut connection = connect(client.clone(), url.clone()).await.unwrap();
                connection.sender.try_send_request(request).await
            };
            let both = async { tokio::join!(sent, received(&listener)) };
            let (answer, received) = tokio::time::timeout(crate::limits::CONNECT, both).await.unwrap();
            assert!(
                answer.is_err() && received.is_empty(),
                "{method}: {}",
                String::from_utf8_lossy(&received)
            );
        }
    }

    #[test]
    fn an_empty_body_is_handed_over_when_it_is_looked_at() {
        let (body, receipt) = body(b"");
        assert_eq!(body.size_hint().exact(), Some(0));
        assert!(body.is_end_stream() && !receipt.call_back());
        assert!(body.is_end_stream() && body.size_hint().exact() == Some(0));
    }
}
