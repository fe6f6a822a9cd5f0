//! Decides when connections are opened ahead, and opens them.

use std::{collections::BTreeSet, sync::Arc};

use http::Method;
use reqwest::{Client, Request, Url};
use tokio::{runtime::Handle, task::JoinHandle};

use super::{
    connector::{Kept, keeping},
    failure::{before_head, caused_by},
    spares::{Begun, Spares},
};
use crate::transport::TransportError;

/// Opens connections ahead.
#[derive(Clone)]
pub(super) struct Ahead {
    /// A client that keeps no connection: each request gets a connection of its own.
    client: Client,
    spares: Spares,
    /// The origins of the environment; equal origins have the index of the first.
    origins: Arc<[Url]>,
    /// The number of connections to keep open ahead of calls that must not be repeated.
    wanted: usize,
}

/// A connection that is being opened ahead.
pub(super) type Opening = JoinHandle<Result<(), TransportError>>;

impl Ahead {
    pub(super) fn new(client: Client, spares: Spares, origins: Arc<[Url]>, wanted: usize) -> Self {
        Self { client, spares, origins, wanted }
    }

    /// Returns the client that gives each request a connection of its own, spare or new.
    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// Returns the index of an origin that is one of the environment's.
    pub(super) fn origin(&self, url: &Url) -> Option<usize> {
        self.origins.iter().position(|origin| origin.origin() == url.origin())
    }

    /// Returns the index of the first origin that is equal to the origin with this index.
    pub(super) fn first(&self, origin: usize) -> Option<usize> {
        self.origin(self.origins.get(origin)?)
    }

    /// Opens connections for a call that takes one now.
    pub(super) fn for_call(&self, origin: usize) {
        self.open(origin, self.wanted, true);
    }

    /// Opens connections after a call, for calls that must not be repeated. Reads are often followed by none, so
    /// one connection is enough after them.
    pub(super) fn after_call(&self, origin: usize, never: bool) {
        self.open(origin, if never { self.wanted } else { self.wanted.min(1) }, false);
    }

    /// Opens connections while a call waits for its token.
    pub(super) fn while_waiting(&self, origin: usize) {
        self.open(origin, self.wanted, false);
    }

    /// Opens connections for calls that must not be repeated at one origin, and a connection for other calls
    /// at each of the others. Returns the connections that are being opened.
    pub(super) fn warm_up(&self, never: usize) -> Vec<Opening> {
        let distinct = (0..self.origins.len()).filter_map(|index| self.first(index));
        let origins: BTreeSet<usize> = distinct.collect();
        let alone = origins.len() == 1;
        let wanted = |origin| if origin == never { self.wanted + usize::from(alone) } else { 1 };
        origins.into_iter().flat_map(|origin| self.open(origin, wanted(origin), false)).collect()
    }

    fn open(&self, origin: usize, wanted: usize, taking: bool) -> Vec<Opening> {
        let Ok(runtime) = Handle::try_current() else { return Vec::new() };
        let wanted = if self.wanted == 0 { 0 } else { wanted };
        let begun = self.spares.begin((runtime.id(), origin), wanted, taking);
        begun.into_iter().map(|begun| runtime.spawn(self.connect(origin, begun))).collect()
    }

    fn connect(
        &self,
        origin: usize,
        begun: Begun,
    ) -> impl Future<Output = Result<(), TransportError>> + Send + use<> {
        let request = Request::new(Method::GET, self.origins[origin].clone());
        let connecting = keeping(begun.number, self.client.execute(request));
        async move {
            match connecting.await {
                Err(error) if !caused_by::<Kept>(&error, |_| true) => {
                    begun.failed();
                    Err(before_head(error))
                }
                _ => Ok(()),
            }
        }
    }
}
