//! The inbox as a process uses it.

use std::sync::Arc;

use alignet::notifications::{Begun, Guarding, Lease, ReplayGuard, ReplayKey};

use crate::world::{database::at_once, process::Process};

/// The table of the inbox, over the connection of a process.
pub(crate) struct Inbox(pub(crate) Arc<Process>);

impl ReplayGuard for Inbox {
    fn begin<'a>(&'a self, key: &'a ReplayKey) -> Guarding<'a, Begun> {
        let key = *key;
        Box::pin(async move { self.0.run("notification begun", move |world| world.store.begin(&key)).await? })
    }

    fn done<'a>(&'a self, key: &'a ReplayKey, lease: Lease) -> Guarding<'a, ()> {
        let key = *key;
        Box::pin(async move {
            self.0.run("notification done", move |world| at_once(world.store.guard.done(&key, lease))).await?
        })
    }

    fn forget<'a>(&'a self, key: &'a ReplayKey, lease: Lease) -> Guarding<'a, ()> {
        let key = *key;
        Box::pin(async move {
            let forgotten = self
                .0
                .run("notification forgotten", move |world| at_once(world.store.guard.forget(&key, lease)));
            forgotten.await?
        })
    }
}
