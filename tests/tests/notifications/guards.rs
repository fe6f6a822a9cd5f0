//! Replay guards for tests: failing and slow ones.

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
