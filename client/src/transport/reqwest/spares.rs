//! Connections opened ahead, which have never carried a request. A call that must not be repeated takes one of
//! them rather than a connection that was kept after another call: servers close those at any time.

use std::{
    any::Any,
    future::poll_fn,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    task::{Context, Poll, Waker},
    time::Duration,
};

use hyper::rt::{Read, ReadBuf};
use tokio::{
    runtime::{Handle, Id},
    sync::oneshot,
    time::{Instant, timeout},
};

use super::pools::Watch;
use crate::limits::{MOST_SPARES, SPARE_LIFE, SPARE_MEMORY};

/// The shortest life for which spare connections are worth opening.
const SHORTEST_LIFE: Duration = Duration::from_secs(1);
/// The time after a failure to connect in which no connection is opened ahead.
const REST: Duration = Duration::from_secs(1);

/// A runtime, which alone drives the connections that it opened, and the index of an origin.
pub(super) type Key = (Id, usize);

/// The spare connections of a client.
#[derive(Clone, Default)]
pub(super) struct Spares(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    latest: u64,
    /// The oldest first.
    ready: Vec<Spare>,
    openings: Vec<Opening>,
    limits: Vec<Limit>,
}

struct Spare {
    key: Key,
    number: u64,
    opened: Instant,
    connection: Box<dyn Connection>,
    /// The task that removes the spare connection at the end of its life, or when it is closed.
    watch: Option<Watch>,
}

/// A connection that is being opened.
struct Opening {
    key: Key,
    number: u64,
    /// The call that waits for the connection.
    claim: Option<oneshot::Sender<Box<dyn Connection>>>,
}

/// A limit of the life of the spare connections to an origin.
struct Limit {
    origin: usize,
    life: Duration,
    until: Instant,
}

/// A connection whose type only reqwest can name.
trait Connection: Send {
    /// Ready if the connection is closed, or if the peer sent something unasked. It is of no use then.
    fn poll_disturbed(&mut self, context: &mut Context<'_>) -> Poll<()>;
    fn into_any(self: Box<Self>) -> Box<dyn Any>;
}

impl<C: Read + Unpin + Send + 'static> Connection for C {
    fn poll_disturbed(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let mut byte = [0];
        Pin::new(self).poll_read(context, ReadBuf::new(&mut byte).unfilled()).map(drop)
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}

/// A connection for a call: now, later, or none.
enum Found {
    Ready(Spare),
    Opening(oneshot::Receiver<Box<dyn Connection>>),
    Nothing,
}

impl Spares {
    /// Nothing panics under the lock, so a poisoned lock is as good as any other. Nothing is dropped or woken
    /// under it either, because that can run foreign code.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// True if there is no spare connection, nor one that is being opened.
    pub(super) fn is_empty(&self, key: Key) -> bool {
        let state = self.lock();
        !state.ready.iter().any(|spare| spare.key == key)
            && !state.openings.iter().any(|opening| opening.key == key)
    }

    /// Takes an open connection, or waits for one that is being opened. Returns `None` if there is neither.
    pub(super) async fn take<C: 'static>(&self, key: Key) -> Option<C> {
        loop {
            let mut unusable = Vec::new();
            let found = self.lock().find(key, &mut unusable);
            drop(unusable);
            let connection = match found {
                Found::Ready(spare) => spare.connection,
                Found::Opening(opened) => match opened.await {
                    Ok(connection) => connection,
                    Err(_) => continue, // It could not be opened.
                },
                Found::Nothing => return None,
            };
            if let Ok(connection) = connection.into_any().downcast() {
                return Some(*connection);
            }
        }
    }

    /// Begins as many openings as it takes for `wanted` young connections to be there, besides the one that
    /// the caller takes if `taking` is true. A caller that finds none begins one at least, because there are
    /// more calls at once than spare connections.
    pub(super) fn begin(&self, key: Key, wanted: usize, taking: bool) -> Vec<Begun> {
        let mut state = self.lock();
        let missing = state.missing(key, wanted, taking);
        let begin = |_| {
            state.latest += 1;
            let number = state.latest;
            state.openings.push(Opening { key, number, claim: None });
            Begun { spares: self.clone(), number }
        };
        (0..missing).map(begin).collect()
    }

    /// Takes in the connection of an opening.
    pub(super) fn put<C: Read + Unpin + Send + 'static>(&self, number: u64, connection: C) {
        let Some(opening) = self.lock().end(number) else { return };
        let mut connection: Box<dyn Connection> = Box::new(connection);
        if let Some(claim) = opening.claim {
            match claim.send(connection) {
                Ok(()) => return,
                Err(unclaimed) => connection = unclaimed,
            }
        }
        let mut state = self.lock();
        let (opened, life) = (Instant::now(), state.life(opening.key.1));
        state.ready.push(Spare { key: opening.key, number, opened, connection, watch: None });
        drop(state);
        let watcher = Watcher { spares: Arc::downgrade(&self.0), number };
        let watch = Watch(Handle::current().spawn(watcher.watch(life)).abort_handle());
        let mut state = self.lock();
        if let Some(spare) = state.ready.iter_mut().find(|spare| spare.number == number) {
            spare.watch = Some(watch);
        }
    }

    /// Removes a spare connection. `closed` tells that its peer closed it.
    fn remove(&self, number: u64, closed: bool) {
        let mut state = self.lock();
        let index = state.ready.iter().position(|spare| spare.number == number);
        let spare = index.map(|index| state.ready.remove(index));
        if let Some(spare) = spare.as_ref().filter(|_| closed) {
            state.closed_early(spare);
        }
        drop(state);
    }
}

impl State {
    fn find(&mut self, key: Key, unusable: &mut Vec<Spare>) -> Found {
        while let Some(index) = self.ready.iter().rposition(|spare| spare.key == key) {
            let mut spare = self.ready.remove(index);
            let mut context = Context::from_waker(Waker::noop());
            if spare.connection.poll_disturbed(&mut context).is_ready() {
                self.closed_early(&spare);
            } else if spare.opened.elapsed() < self.life(key.1) {
                return Found::Ready(spare);
            }
            unusable.push(spare);
        }
        let free = |opening: &&mut Opening| opening.key == key && opening.claim.is_none();
        let Some(opening) = self.openings.iter_mut().find(free) else { return Found::Nothing };
        let (claim, opened) = oneshot::channel();
        opening.claim = Some(claim);
        Found::Opening(opened)
    }

    fn missing(&mut self, key: Key, wanted: usize, taking: bool) -> usize {
        let life = self.life(key.1);
        if wanted == 0 || life < SHORTEST_LIFE {
            return 0;
        }
        let opening =
            self.openings.iter().filter(|opening| opening.key == key && opening.claim.is_none()).count();
        let ages: Vec<Duration> =
            self.ready.iter().filter(|spare| spare.key == key).map(|spare| spare.opened.elapsed()).collect();
        let younger = |than: Duration| opening + ages.iter().filter(|age| **age < than).count();
        let (all, young) = (younger(life), younger(life / 4));
        let takes_one = usize::from(taking && all > 0);
        let one_at_least = usize::from(taking && all == 0);
        (wanted + takes_one).saturating_sub(young).max(one_at_least).min(MOST_SPARES.saturating_sub(all))
    }

    fn end(&mut self, number: u64) -> Option<Opening> {
        let index = self.openings.iter().position(|opening| opening.number == number)?;
        Some(self.openings.swap_remove(index))
    }

    /// The age up to which the spare connections of an origin are used.
    fn life(&mut self, origin: usize) -> Duration {
        let now = Instant::now();
        self.limits.retain(|limit| now < limit.until);
        let limits = self.limits.iter().filter(|limit| limit.origin == origin);
        limits.map(|limit| limit.life).min().unwrap_or(SPARE_LIFE)
    }

    /// From now on, a connection of half this age is too old.
    fn closed_early(&mut self, spare: &Spare) {
        let life = self.life(spare.key.1).min(spare.opened.elapsed() / 2);
        self.limit(spare.key.1, life, SPARE_MEMORY);
    }

    fn limit(&mut self, origin: usize, life: Duration, memory: Duration) {
        self.limits.retain(|limit| limit.origin != origin || limit.life < life);
        self.limits.push(Limit { origin, life, until: Instant::now() + memory });
    }
}

/// An opening that has begun. It ends when this is dropped.
pub(super) struct Begun {
    spares: Spares,
    pub(super) number: u64,
}

impl Begun {
    /// Ends the opening, and lets the origin rest.
    pub(super) fn failed(self) {
        let mut state = self.spares.lock();
        let opening = state.openings.iter().find(|opening| opening.number == self.number);
        if let Some(origin) = opening.map(|opening| opening.key.1) {
            state.limits.push(Limit { origin, life: Duration::ZERO, until: Instant::now() + REST });
        }
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        let ended = self.spares.lock().end(self.number);
        drop(ended);
    }
}

/// Watches a spare connection, and removes it at the end, also if its runtime shuts down.
struct Watcher {
    spares: Weak<Mutex<State>>,
    number: u64,
}

impl Watcher {
    async fn watch(self, life: Duration) {
        let closed = timeout(life, poll_fn(|context| self.poll_disturbed(context))).await.is_ok();
        self.end(closed);
    }

    fn poll_disturbed(&self, context: &mut Context<'_>) -> Poll<()> {
        let Some(spares) = self.spares.upgrade().map(Spares) else { return Poll::Ready(()) };
        let mut state = spares.lock();
        let spare = state.ready.iter_mut().find(|spare| spare.number == self.number);
        spare.map_or(Poll::Ready(()), |spare| spare.connection.poll_disturbed(context))
    }

    fn end(&self, closed: bool) {
        if let Some(spares) = self.spares.upgrade().map(Spares) {
            spares.remove(self.number, closed);
        }
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.end(false);
    }
}
