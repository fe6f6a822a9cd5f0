//! Replay guards for tests: failing and slow ones.

use std::sync::{
    Mutex,
    atomic::{AtomicBool, Ordering},
};

use alignet::notifications::{Begun, GuardError, Guarding, MemoryGuard, ReplayGuard, ReplayKey};
use tokio::sync::Notify;

/// A guard whose store always fails.
pub(super) struct Broken;

impl ReplayGuard for Broken {
    fn begin<'a>(&'a self, _: &'a ReplayKey) -> Guarding<'a, Begun> {
        Box::pin(async { Err(GuardError::from("no store")) })
    }

    fn done<'a>(&'a self, _: &'a ReplayKey) -> Guarding<'a, ()> {
        panic!("nothing was begun")
    }

    fn forget<'a>(&'a self, _: &'a ReplayKey) -> Guarding<'a, ()> {
        panic!("nothing was begun")
    }
}

/// A guard whose store fails after each `begin`.
pub(super) struct Forgetful;

impl ReplayGuard for Forgetful {
    fn begin<'a>(&'a self, _: &'a ReplayKey) -> Guarding<'a, Begun> {
        Box::pin(async { Ok(Begun::New) })
    }

    fn done<'a>(&'a self, _: &'a ReplayKey) -> Guarding<'a, ()> {
        Box::pin(async { Err(GuardError::from("no store")) })
    }

    fn forget<'a>(&'a self, _: &'a ReplayKey) -> Guarding<'a, ()> {
        Box::pin(async { Err(GuardError::from("no store")) })
    }
}

/// A guard that panics after each beginning.
pub(super) struct Panicking;

impl ReplayGuard for Panicking {
    fn begin<'a>(&'a self, _: &'a ReplayKey) -> Guarding<'a, Begun> {
        Box::pin(async { Ok(Begun::New) })
    }

    fn done<'a>(&'a self, _: &'a ReplayKey) -> Guarding<'a, ()> {
        Box::pin(async { panic!("a broken guard") })
    }

    fn forget<'a>(&'a self, _: &'a ReplayKey) -> Guarding<'a, ()> {
        Box::pin(async { Ok(()) })
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

    fn done<'a>(&'a self, key: &'a ReplayKey) -> Guarding<'a, ()> {
        self.memory.done(key)
    }

    fn forget<'a>(&'a self, key: &'a ReplayKey) -> Guarding<'a, ()> {
        Box::pin(async {
            tokio::task::yield_now().await;
            self.memory.forget(key).await?;
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

    fn done<'a>(&'a self, key: &'a ReplayKey) -> Guarding<'a, ()> {
        Box::pin(async {
            self.note("done", key);
            if self.hangs_before.swap(false, Ordering::Relaxed) {
                std::future::pending::<()>().await;
            }
            // It needs the runtime.
            tokio::task::yield_now().await;
            self.memory.done(key).await?;
            self.remembered.notify_one();
            if self.hangs_after.swap(false, Ordering::Relaxed) {
                std::future::pending::<()>().await;
            }
            Ok(())
        })
    }

    fn forget<'a>(&'a self, key: &'a ReplayKey) -> Guarding<'a, ()> {
        self.note("forget", key);
        self.memory.forget(key)
    }
}
