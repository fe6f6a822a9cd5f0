//! The steps of a script.

use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::watch;

use super::Reply;

/// An action of the server on a connection.
#[derive(Clone)]
pub enum Step {
    /// Waits for the first byte of a request, and leaves it unread.
    Arrive,
    /// Reads until this many bytes are there, or the peer has closed its side.
    ReadPart(usize),
    /// Reads a whole request.
    Read,
    /// Waits until a gate is open.
    Wait(Gate),
    /// Answers the last request as a healthy server does, and keeps the connection.
    Answer,
    /// Answers with the bytes that a function makes of the healthy reply.
    Alter(Arc<dyn Fn(Reply) -> Bytes + Send + Sync>),
    /// Writes bytes.
    Write(Bytes),
    /// Writes bytes one by one, 20 a second; then holds.
    Drip(Bytes),
    /// Writes the same bytes again and again until the peer leaves.
    Flood(Bytes),
    /// Sends nothing until the peer leaves.
    Hold,
    /// Closes the connection.
    Close,
    /// Resets the connection.
    Reset,
}

impl Step {
    /// Answers with the bytes that a function makes of the healthy reply.
    pub fn alter(alter: impl Fn(Reply) -> Bytes + Send + Sync + 'static) -> Self {
        Self::Alter(Arc::new(alter))
    }
}

/// The steps of one exchange, which begins with a new connection or a further request on a kept one.
#[derive(Clone)]
pub struct Script {
    pub(super) front: Option<Front>,
    pub(super) steps: Vec<Step>,
}

impl Script {
    /// A script of these steps, on connections with the server's usual front.
    pub fn new(steps: impl Into<Vec<Step>>) -> Self {
        Self { front: None, steps: steps.into() }
    }

    /// Runs the script on connections with another front.
    #[must_use]
    pub fn behind(self, front: Front) -> Self {
        Self { front: Some(front), ..self }
    }

    pub(super) fn healthy() -> Self {
        Self::new([Step::Read, Step::Answer])
    }
}

/// The protocol that a connection begins with.
#[derive(Debug, Clone)]
pub enum Front {
    /// Plain HTTP.
    Plain,
    /// TLS with this configuration.
    Tls(Arc<rustls::ServerConfig>),
}

/// Blocks scripts until a test opens it; it then stays open.
#[derive(Debug, Clone)]
pub struct Gate(watch::Sender<bool>);

impl Gate {
    /// A closed gate.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self(watch::Sender::new(false))
    }

    /// Opens the gate for good.
    pub fn open(&self) {
        self.0.send_replace(true);
    }

    /// Waits until the gate is open.
    pub async fn passed(&self) {
        let _ = self.0.subscribe().wait_for(|open| *open).await;
    }
}
