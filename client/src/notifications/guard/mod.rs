//! The interface to the store of the notifications that were received.

mod key;
mod memory;

use std::{error::Error as StdError, future::Future, pin::Pin, sync::Arc};

pub use self::{key::ReplayKey, memory::MemoryGuard};

/// Remembers received notifications in two steps, so that a notification whose handler fails does not count
/// as handled.
///
/// [`MemoryGuard`] is a guard for a single process. If several processes receive
/// notifications, they need a guard over a store that they share: `PostgresGuard` of the crate `alignet-postgres`, or an
/// implementation of this trait over a table with a unique key or a key-value store.
/// [`GuardSuite`](crate::testing::GuardSuite) tests it.
///
/// A claim in that store must lapse by itself after a minute or so: a process that dies and a handler that hangs never
/// end their claims, and until then the service is asked to come again. Use the store's clock, because the clocks of
/// processes differ.
///
/// A new claim may have replaced a claim that lapsed, and the late handler of the lapsed claim must not end the
/// new one. So [`begin`](Self::begin) draws a [`Lease`] and writes it beside the key. [`done`](Self::done) and
/// [`forget`](Self::forget) get the same lease, and change only an entry that still has it, in one step
/// (`… WHERE key = … AND lease = …`). `done` also writes if the store has no entry any more.
///
/// A future of this trait may be dropped before it ends, as any other. For `done`, another future is then made,
/// so that `done` may come twice for one claim. A claim whose `begin` was dropped lapses.
pub trait ReplayGuard: Send + Sync + 'static {
    /// Claims a notification in one step that no other call interrupts: of several calls with one key, one
    /// gets [`Begun::New`].
    fn begin<'a>(&'a self, key: &'a ReplayKey) -> Guarding<'a, Begun>;

    /// Records the notification as handled, unless another claim took the place of this one.
    fn done<'a>(&'a self, key: &'a ReplayKey, lease: Lease) -> Guarding<'a, ()>;

    /// Forgets the claim, so that the notification is new when it comes again. A notification that was handled
    /// stays handled, and a claim that replaced a lapsed one stays under way.
    ///
    /// Also called when a [`Claim`](super::Claim) is dropped, which may be outside a runtime.
    fn forget<'a>(&'a self, key: &'a ReplayKey, lease: Lease) -> Guarding<'a, ()>;
}

/// A pending answer of a [`ReplayGuard`].
pub type Guarding<'a, T> = Pin<Box<dyn Future<Output = Result<T, GuardError>> + Send + 'a>>;

/// The error of a [`ReplayGuard`].
pub type GuardError = Box<dyn StdError + Send + Sync>;

/// The state of a notification in a [`ReplayGuard`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Begun {
    /// The notification is new, and under way with this lease from now on.
    New(Lease),
    /// The notification was handled.
    Repeated,
    /// The notification is under way elsewhere.
    Underway,
}

/// The fencing number of a claim: the store's number for one [`begin`](ReplayGuard::begin), by which a claim that lapsed is
/// told from the one that replaced it.
///
/// No two claims of a key have the same lease, not even after the first was forgotten. Draw it from a sequence of the
/// store, rather than from the entry, which `forget` deletes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lease(u64);

impl Lease {
    /// Makes a lease of the store's number.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// Returns the store's number.
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl<G: ReplayGuard + ?Sized> ReplayGuard for Arc<G> {
    fn begin<'a>(&'a self, key: &'a ReplayKey) -> Guarding<'a, Begun> {
        (**self).begin(key)
    }

    fn done<'a>(&'a self, key: &'a ReplayKey, lease: Lease) -> Guarding<'a, ()> {
        (**self).done(key, lease)
    }

    fn forget<'a>(&'a self, key: &'a ReplayKey, lease: Lease) -> Guarding<'a, ()> {
        (**self).forget(key, lease)
    }
}
