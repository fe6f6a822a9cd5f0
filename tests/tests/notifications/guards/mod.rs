//! Tests replay guards: the one in memory, failing and slow ones, and the keys that they store.

mod broken;
mod failing;
mod memory;
mod sharing;

use std::sync::{
    Mutex,
    atomic::{AtomicBool, Ordering},
};

use alignet::notifications::{Begun, Guarding, Lease, MemoryGuard, ReplayGuard, ReplayKey};
use tokio::sync::Notify;

/// A guard whose store fails.
pub(super) enum Failing {
    /// It begins nothing.
    Begin,
    /// It ends nothing.
    End,
    /// It panics instead of remembering.
    Panics,
}

impl ReplayGuard for Failing {
    fn begin<'a>(&'a self, _: &'a ReplayKey) -> Guarding<'a, Begun> {
        Box::pin(async move {
            if let Self::Begin = self { Err("no store".into()) } else { Ok(Begun::New(Lease::new(1))) }
        })
    }

    fn done<'a>(&'a self, _: &'a ReplayKey, _: Lease) -> Guarding<'a, ()> {
        Box::pin(async move {
            match self {
                Self::Begin => unreachable!("nothing was begun"),
                Self::End => Err("no store".into()),
                Self::Panics => panic!("a broken guard"),
            }
        })
    }

    fn forget<'a>(&'a self, key: &'a ReplayKey, lease: Lease) -> Guarding<'a, ()> {
        match self {
            Self::Panics => Box::pin(async { Ok(()) }),
            _ => self.done(key, lease),
        }
    }
}

/// A guard whose `forget` yields to the runtime first.
#[derive(Default)]
pub(super) struct Slow {
    memory: MemoryGuard,
    pub(super) forgot: Notify,
}

impl ReplayGuard for Slow {
    fn begin<'a>(&'a self, key: &'a ReplayKey) -> Guarding<'a, Begun> {
        self.memory.begin(key)
    }

    fn done<'a>(&'a self, key: &'a ReplayKey, lease: Lease) -> Guarding<'a, ()> {
        self.memory.done(key, lease)
    }

    fn forget<'a>(&'a self, key: &'a ReplayKey, lease: Lease) -> Guarding<'a, ()> {
        Box::pin(async move {
            tokio::task::yield_now().await;
            self.memory.forget(key, lease).await?;
            self.forgot.notify_one();
            Ok(())
        })
    }
}

/// A guard that notes what it is asked, and whose first `done` never ends when it is told so.
#[derive(Default)]
pub(super) struct Noting {
    memory: MemoryGuard,
    calls: Mutex<Vec<(&'static str, ReplayKey)>>,
    /// The first `done` hangs before it remembers anything, or after.
    pub(super) hangs_before: AtomicBool,
    pub(super) hangs_after: AtomicBool,
    /// Notified of each `done` that remembered.
    pub(super) remembered: Notify,
}

impl Noting {
    pub(super) fn calls(&self) -> Vec<&'static str> {
        self.calls.lock().unwrap().iter().map(|(call, _)| *call).collect()
    }

    /// The key of the last call.
    pub(super) fn key(&self) -> ReplayKey {
        self.calls.lock().unwrap().last().unwrap().1
    }

    fn note(&self, call: &'static str, key: &ReplayKey) {
        self.calls.lock().unwrap().push((call, *key));
    }
}

impl ReplayGuard for Noting {
    fn begin<'a>(&'a self, key: &'a ReplayKey) -> Guarding<'a, Begun> {
        self.note("begin", key);
        self.memory.begin(key)
    }

    fn done<'a>(&'a self, key: &'a ReplayKey, lease: Lease) -> Guarding<'a, ()> {
        Box::pin(async move {
            self.note("done", key);
            if self.hangs_before.swap(false, Ordering::Relaxed) {
                std::future::pending::<()>().await;
            }
            // It needs the runtime.
            tokio::task::yield_now().await;
            self.memory.done(key, lease).await?;
            self.remembered.notify_one();
            if self.hangs_after.swap(false, Ordering::Relaxed) {
                std::future::pending::<()>().await;
            }
            Ok(())
        })
    }

    fn forget<'a>(&'a self, key: &'a ReplayKey, lease: Lease) -> Guarding<'a, ()> {
        self.note("forget", key);
        self.memory.forget(key, lease)
    }
}
