//! The seam between this crate and whatever remembers the notifications that were received.

use std::{error::Error as StdError, future::Future, pin::Pin, sync::Arc};

use super::ReplayKey;

/// Remembers which notifications were received, in two steps, so that one whose handler fails is not
/// taken for one that was handled.
///
/// [`MemoryGuard`](super::MemoryGuard) is one, for a single process. Where several processes receive
/// notifications, implement this over what they share, such as a table with a unique key or a key-value
/// store. What is under way must then lapse by itself, after a minute or so: a process that dies and a
/// handler that hangs finish nothing, and until then the service is asked to come again.
///
/// Another claim may have taken the place of one that lapsed, and the one that comes late must not end it.
/// So [`begin`](Self::begin) writes the number of the [claim](ReplayKey::claim) beside the key.
/// [`done`](Self::done) and [`forget`](Self::forget), which get the same number, change only what still has
/// it, in one step (`… WHERE key = … AND claim = …`); `done` also writes where nothing is under way any more.
///
/// A future of this trait may be dropped before it is done, as any other. One of `done` is then made anew, so
/// that `done` may come twice for one claim.
pub trait ReplayGuard: Send + Sync + 'static {
    /// Asks for a notification, in one step that no other call comes between: of several calls with one
    /// key, one gets [`Begun::New`].
    fn begin<'a>(&'a self, key: &'a ReplayKey) -> Guarding<'a, Begun>;

    /// Remembers that it was handled, unless the claim lapsed and another took its place.
    fn done<'a>(&'a self, key: &'a ReplayKey) -> Guarding<'a, ()>;

    /// Forgets that it is under way, so that the next one is new. What was handled stays so, and another claim
    /// that took the place of one that lapsed stays under way.
    ///
    /// It is also called where a [`Claim`](super::Claim) is dropped, which may be outside a runtime.
    fn forget<'a>(&'a self, key: &'a ReplayKey) -> Guarding<'a, ()>;
}

/// An answer of a [`ReplayGuard`] under way.
pub type Guarding<'a, T> = Pin<Box<dyn Future<Output = Result<T, GuardError>> + Send + 'a>>;

/// Why a [`ReplayGuard`] can't answer.
pub type GuardError = Box<dyn StdError + Send + Sync>;

/// What a [`ReplayGuard`] knows of a notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Begun {
    /// Nothing, until now: it is under way from here on.
    New,
    /// It was handled.
    Repeated,
    /// It is under way elsewhere.
    Underway,
}

impl<G: ReplayGuard + ?Sized> ReplayGuard for Arc<G> {
    fn begin<'a>(&'a self, key: &'a ReplayKey) -> Guarding<'a, Begun> {
        (**self).begin(key)
    }

    fn done<'a>(&'a self, key: &'a ReplayKey) -> Guarding<'a, ()> {
        (**self).done(key)
    }

    fn forget<'a>(&'a self, key: &'a ReplayKey) -> Guarding<'a, ()> {
        (**self).forget(key)
    }
}
