//! Guards that fail, or take their time.

use alignet::notifications::{Begun, GuardError, Guarding, MemoryGuard, ReplayGuard, ReplayKey};
use tokio::sync::Notify;

/// A guard whose store is gone.
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

/// A guard whose store is gone after each beginning.
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

/// A guard that needs the runtime before it forgets.
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
