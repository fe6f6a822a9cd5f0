//! Pools of connections, one per runtime.

use std::sync::{PoisonError, RwLock};

use tokio::runtime::{Handle, Id};

use crate::{
    error::{Error, ErrorKind},
    transport::TransportError,
    wait::{self, Cut},
};

/// How many pools are kept at the most. An application has one runtime or a few; one that makes them
/// without end drops the oldest pool, and opens connections anew.
const MOST: usize = 16;

/// A connection belongs to the runtime that opened it: its task makes no progress while nobody drives
/// that one, and it ends with it. So no runtime is given a connection of another.
pub(super) struct Pools {
    build: Box<dyn Fn() -> Result<reqwest::Client, Error> + Send + Sync>,
    /// The oldest first. The first is made with the client, for whichever runtime calls first.
    pools: RwLock<Vec<(Option<Id>, reqwest::Client)>>,
}

impl Pools {
    /// The first pool, which also tells whether any can be made.
    pub(super) fn new(
        build: impl Fn() -> Result<reqwest::Client, Error> + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        let first = build()?;
        Ok(Self { build: Box::new(build), pools: RwLock::new(vec![(None, first)]) })
    }

    /// The pool of the runtime that this is called on.
    pub(super) fn here(&self) -> Result<reqwest::Client, TransportError> {
        let runtime = Handle::try_current().map_err(|_| outside())?.id();
        let pools = self.pools.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(pool) = find(&pools, runtime) {
            return Ok(pool);
        }
        drop(pools);
        self.another(runtime)
    }

    fn another(&self, runtime: Id) -> Result<reqwest::Client, TransportError> {
        if !wait::has_io() {
            return Err(outside());
        }
        let mut pools = self.pools.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(pool) = find(&pools, runtime) {
            return Ok(pool);
        }
        if let Some((owner, pool)) = pools.iter_mut().find(|(owner, _)| owner.is_none()) {
            *owner = Some(runtime);
            return Ok(pool.clone());
        }
        drop(pools);
        // Not under the lock: it may read the machine's certificates.
        let pool = (self.build)().map_err(|error| TransportError::not_sent(error).permanent())?;
        let mut pools = self.pools.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(pool) = find(&pools, runtime) {
            return Ok(pool);
        }
        let oldest = (pools.len() >= MOST).then(|| pools.remove(0));
        pools.push((Some(runtime), pool.clone()));
        drop(pools);
        drop(oldest);
        Ok(pool)
    }
}

fn find(pools: &[(Option<Id>, reqwest::Client)], runtime: Id) -> Option<reqwest::Client> {
    pools.iter().find(|(owner, _)| *owner == Some(runtime)).map(|(_, pool)| pool.clone())
}

fn outside() -> TransportError {
    let error = TransportError::not_sent(Cut::Outside.note()).permanent();
    TransportError { kind: ErrorKind::Config, ..error }
}
