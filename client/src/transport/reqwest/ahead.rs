//! Decides when connections are opened ahead, and opens them.

use std::collections::BTreeSet;

use reqwest::{Client, Url};
use tokio::{runtime::Handle, task::JoinHandle};

use super::{
    connection::{Connection, Key},
    connections::Connections,
    connector::connect,
    opening::Begun,
    origins::Origins,
};
use crate::transport::TransportError;

/// Opens connections, some of them ahead of their calls.
pub(super) struct Ahead {
    client: Client,
    pub(super) connections: Connections,
    pub(super) origins: Origins,
    /// The number of connections to keep open ahead of calls that must not be repeated.
    wanted: usize,
}

/// A connection that is being opened ahead.
pub(crate) type Opening = JoinHandle<Result<(), TransportError>>;

impl Ahead {
    pub(super) fn new(client: Client, connections: Connections, origins: Origins, wanted: usize) -> Self {
        Self { client, connections, origins, wanted }
    }

    /// Opens a connection for a call, to one of the environment's origins or elsewhere.
    pub(super) async fn connect(
        &self,
        key: Option<Key>,
        elsewhere: Option<&Url>,
    ) -> Result<Connection, TransportError> {
        let to = elsewhere.cloned().or_else(|| key.map(|(_, origin)| self.origins.url(origin)));
        let to = to.ok_or_else(|| TransportError::not_sent("the URI has no origin").permanent())?;
        // In a box, so that the future of a call without need of it is small.
        Box::pin(connect(self.client.clone(), to)).await
    }

    /// Opens connections for a call that must not be repeated, which takes one now.
    pub(super) fn for_call(&self, key: Key) {
        self.open(key, self.wanted, true);
    }

    /// Opens connections after a call, for calls that must not be repeated. Reads are often followed by none, so
    /// one connection is enough after them.
    pub(super) fn after_call(&self, key: Key, never: bool) {
        self.open(key, if never { self.wanted } else { 1 }, false);
    }

    /// Opens connections while a call waits for its token.
    pub(super) fn while_waiting(&self, origin: usize) {
        if let Ok(runtime) = Handle::try_current() {
            self.open((runtime.id(), origin), self.wanted, false);
        }
    }

    /// Opens connections for calls that must not be repeated at one origin, and a connection for other calls
    /// at every origin. Returns the connections that are being opened.
    pub(super) fn warm_up(&self, never: usize) -> Vec<Opening> {
        let Ok(runtime) = Handle::try_current() else { return Vec::new() };
        let origins: BTreeSet<usize> = self.origins.distinct().collect();
        let wanted = |origin| if origin == never { self.wanted + 1 } else { 1 };
        origins
            .into_iter()
            .flat_map(|origin| self.open((runtime.id(), origin), wanted(origin), false))
            .collect()
    }

    fn open(&self, key: Key, wanted: usize, taking: bool) -> Vec<Opening> {
        if self.wanted == 0 {
            return Vec::new();
        }
        let Ok(runtime) = Handle::try_current() else { return Vec::new() };
        let begun = self.connections.begin(key, wanted, taking);
        begun.into_iter().map(|begun| runtime.spawn(self.opening(key.1, begun))).collect()
    }

    fn opening(
        &self,
        origin: usize,
        begun: Begun,
    ) -> impl Future<Output = Result<(), TransportError>> + Send + use<> {
        let (client, url) = (self.client.clone(), self.origins.url(origin));
        async move {
            match connect(client, url).await {
                Ok(connection) => {
                    begun.opened(connection);
                    Ok(())
                }
                Err(error) => {
                    begun.failed();
                    Err(error)
                }
            }
        }
    }
}
