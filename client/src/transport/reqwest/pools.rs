//! Connection pools, one per runtime.

use std::{
    future::pending,
    sync::{PoisonError, RwLock},
};

use tokio::{
    runtime::{Handle, Id},
    task::AbortHandle,
};

use crate::{
    deadline::{self, Cut},
    error::{Error, ErrorKind},
    transport::TransportError,
};

/// The most pools that are kept. An application has one runtime or a few. If it makes ever more
/// runtimes, the oldest pool is dropped, and its connections are opened anew.
const MOST: usize = 16;

/// The connection pools of a client. A connection belongs to the runtime that opened it: its task makes
/// progress only while that runtime is driven, and ends with it. So no runtime gets a connection of
/// another.
pub(super) struct Pools {
    build: Box<dyn Fn() -> Result<reqwest::Client, Error> + Send + Sync>,
    /// The oldest first.
    pools: RwLock<Vec<Pool>>,
}

struct Pool {
    /// The runtime of the pool. `None` for the first pool, made with the client, until a runtime asks.
    owner: Option<Id>,
    /// A task that lives as long as the owner; `None` for the first pool. When the owner has ended, with all
    /// of its connections, the next runtime gets the pool. So an application that makes a runtime for each
    /// call needs at most two pools. A new pool would read the machine's certificates again.
    watch: Option<Watch>,
    client: reqwest::Client,
}

/// A task that is aborted when this is dropped.
pub(super) struct Watch(pub(super) AbortHandle);

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Pools {
    /// Makes the first pool. Errors if no pool can be made.
    pub(super) fn new(
        build: impl Fn() -> Result<reqwest::Client, Error> + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        let first = Pool { owner: None, watch: None, client: build()? };
        Ok(Self { build: Box::new(build), pools: RwLock::new(vec![first]) })
    }

    /// Returns the pool of the runtime that this is called on.
    pub(super) fn here(&self) -> Result<reqwest::Client, TransportError> {
        let runtime = Handle::try_current().map_err(|_| outside())?;
        let pools = self.pools.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(pool) = find(&pools, runtime.id()) {
            return Ok(pool);
        }
        drop(pools);
        if !deadline::has_io() {
            return Err(outside());
        }
        self.assign(&runtime, None)
    }

    /// Gives the runtime a pool without an owner, or else this new pool.
    fn assign(
        &self,
        runtime: &Handle,
        new: Option<reqwest::Client>,
    ) -> Result<reqwest::Client, TransportError> {
        let mut pools = self.pools.write().unwrap_or_else(PoisonError::into_inner);
        // Another thread of the runtime may have been quicker.
        if let Some(pool) = find(&pools, runtime.id()) {
            return Ok(pool);
        }
        if let Some(pool) = pools.iter_mut().find(|pool| pool.owner.is_none()) {
            pool.owner = Some(runtime.id());
            return Ok(pool.client.clone());
        }
        let ended = |pool: &Pool| pool.watch.as_ref().is_some_and(|watch| watch.0.is_finished());
        let free = pools.iter().position(ended).map(|index| pools.remove(index).client);
        let Some(client) = free.or(new) else {
            drop(pools);
            // Built without the lock, because it takes a while.
            let new = (self.build)().map_err(|error| TransportError::not_sent(error).permanent())?;
            return self.assign(runtime, Some(new));
        };
        let oldest = (pools.len() >= MOST).then(|| pools.remove(0));
        let watch = Some(Watch(runtime.spawn(pending::<()>()).abort_handle()));
        pools.push(Pool { owner: Some(runtime.id()), watch, client: client.clone() });
        drop(pools);
        drop(oldest);
        Ok(client)
    }
}

fn find(pools: &[Pool], runtime: Id) -> Option<reqwest::Client> {
    pools.iter().find(|pool| pool.owner == Some(runtime)).map(|pool| pool.client.clone())
}

fn outside() -> TransportError {
    let error = TransportError::not_sent(Cut::Outside.note()).permanent();
    TransportError { kind: ErrorKind::Config, ..error }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    use tokio::runtime::{Builder, Runtime};

    use super::*;

    fn runtime() -> Runtime {
        Builder::new_current_thread().enable_all().build().unwrap()
    }

    /// Returns pools, and the number of pools built.
    fn pools() -> (Pools, Arc<AtomicUsize>) {
        let built = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&built);
        let build = move || {
            counted.fetch_add(1, Ordering::Relaxed);
            Ok(super::super::trusting_nobody(reqwest::Client::builder()).build().unwrap())
        };
        (Pools::new(build).unwrap(), built)
    }

    #[test]
    fn a_runtime_keeps_its_pool_and_one_that_ended_leaves_it_to_the_next() {
        let (pools, built) = pools();
        let first = runtime();
        for _ in 0..100 {
            first.block_on(async { pools.here() }).unwrap();
            let next = runtime();
            next.block_on(async { pools.here().and(pools.here()) }).unwrap();
        }
        assert_eq!((built.load(Ordering::Relaxed), pools.pools.read().unwrap().len()), (2, 2));
    }

    #[test]
    fn pools_are_kept_up_to_a_number_and_their_tasks_end_with_them() {
        let (pools, built) = pools();
        let runtimes: Vec<Runtime> = std::iter::repeat_with(runtime).take(2 * MOST).collect();
        for runtime in &runtimes {
            runtime.block_on(async { pools.here() }).unwrap();
        }
        assert_eq!(pools.pools.read().unwrap().len(), MOST);
        assert_eq!(built.load(Ordering::Relaxed), 2 * MOST);
        drop(pools);
        for runtime in &runtimes {
            runtime.block_on(tokio::task::yield_now());
            assert_eq!(runtime.metrics().num_alive_tasks(), 0);
        }
    }
}
