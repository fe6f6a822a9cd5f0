//! An open connection.

use hyper::client::conn::http1::SendRequest;
use tokio::{runtime::Id, time::Instant};

use super::receipt::Handed;

/// A runtime, which alone drives the connections that it opened, and the index of an origin.
pub(super) type Key = (Id, usize);

/// An open connection.
pub(super) struct Connection {
    pub(super) sender: SendRequest<Handed>,
    pub(super) number: u64,
    pub(super) opened: Instant,
}
