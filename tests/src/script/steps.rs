//! What a script is made of.

use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::watch;

use super::Reply;

/// What the server does next with a connection.
#[derive(Clone)]
pub enum Step {
    /// Waits for the first byte of a request, and leaves it unread.
    Arrive,
    /// Reads this many bytes, or what there is until the peer is done.
    ReadPart(usize),
    /// Reads a whole request.
    Read,
    /// Waits until a gate is open.
    Wait(Gate),
    /// Answers the request that was read, as a healthy server does, and keeps the connection.
    Answer,
    /// Answers with what becomes of the healthy reply.
    Alter(Arc<dyn Fn(Reply) -> Bytes + Send + Sync>),
    /// Writes bytes.
    Write(Bytes),
    /// Writes bytes one by one, a few every second; then holds.
    Drip(Bytes),
    /// Writes the same bytes again and again until the peer leaves.
    Flood(Bytes),
    /// Says nothing until the peer leaves.
    Hold,
    /// Closes the connection.
    Close,
    /// Resets the connection.
    Reset,
}

impl Step {
    /// Answers with what becomes of the healthy reply.
    pub fn alter(alter: impl Fn(Reply) -> Bytes + Send + Sync + 'static) -> Self {
        Self::Alter(Arc::new(alter))
    }
}

/// What happens to one exchange, from the connection's beginning or a kept connection's next request.
#[derive(Clone)]
pub struct Script {
    pub(super) front: Option<Front>,
    pub(super) steps: Vec<Step>,
}

impl Script {
    /// A script of these steps, on connections that begin as the server's usually do.
    pub fn new(steps: impl Into<Vec<Step>>) -> Self {
        Self { front: None, steps: steps.into() }
    }

    /// The same on connections that begin otherwise.
    #[must_use]
    pub fn behind(self, front: Front) -> Self {
        Self { front: Some(front), ..self }
    }

    pub(super) fn healthy() -> Self {
        Self::new([Step::Read, Step::Answer])
    }
}

/// What a connection begins with.
#[derive(Debug, Clone)]
pub enum Front {
    /// The HTTP itself.
    Plain,
    /// TLS with this configuration.
    Tls(Arc<rustls::ServerConfig>),
}

/// Holds scripts back until a test opens it; it stays open.
#[derive(Debug, Clone)]
pub struct Gate(watch::Sender<bool>);

impl Gate {
    /// A gate, closed.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self(watch::Sender::new(false))
    }

    /// Lets everyone through, now and later.
    pub fn open(&self) {
        self.0.send_replace(true);
    }

    /// Waits until it is open.
    pub async fn passed(&self) {
        let _ = self.0.subscribe().wait_for(|open| *open).await;
    }
}
