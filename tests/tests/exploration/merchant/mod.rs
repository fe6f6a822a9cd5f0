//! The merchant: several processes that share a database, and everyone who deals with them.

pub(crate) mod backend;
pub(crate) mod checkout;
pub(crate) mod guard;
pub(crate) mod journal;
pub(crate) mod notified;
pub(crate) mod operator;
pub(crate) mod postman;
pub(crate) mod recovery;
pub(crate) mod shopper;
pub(crate) mod store;
pub(crate) mod undo;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{sync::oneshot, time::sleep};

use self::backend::Backend;
use crate::{
    bugs::Bug,
    world::{World, lock, process::Process},
};

/// The processes of the merchant, by their number. `None` while one is down.
pub(crate) struct Merchant {
    pub(crate) world: Arc<World>,
    pub(crate) bug: Option<Bug>,
    slots: Vec<Mutex<Option<Arc<Backend>>>>,
}

impl Merchant {
    pub(crate) fn open(world: &Arc<World>, bug: Option<Bug>) -> Arc<Self> {
        let slots = (0..world.plan.processes).map(|_| Mutex::default()).collect();
        let merchant = Arc::new(Self { world: Arc::clone(world), bug, slots });
        for slot in 0..world.plan.processes {
            let death = merchant.start(slot, 1);
            tokio::spawn(keep_running(Arc::clone(&merchant), slot, death));
        }
        merchant
    }

    /// One of the processes, if it runs.
    pub(crate) fn any(&self) -> Option<Arc<Backend>> {
        let slot = self.world.dice.number(1..=self.slots.len() as u64) as usize - 1;
        lock(&self.slots[slot]).clone()
    }

    fn start(&self, slot: usize, life: u32) -> oneshot::Receiver<()> {
        let (process, death) = Process::start(&self.world, format!("shop {slot}.{life}"));
        let backend = Arc::new(Backend::new(&process, self.bug));
        recovery::run(&backend);
        *lock(&self.slots[slot]) = Some(backend);
        death
    }
}

/// Starts a process again after each death.
async fn keep_running(merchant: Arc<Merchant>, slot: usize, mut death: oneshot::Receiver<()>) {
    for life in 2.. {
        let _ = death.await;
        *lock(&merchant.slots[slot]) = None;
        sleep(merchant.world.dice.magnitude(LONGEST_ABSENCE)).await;
        death = merchant.start(slot, life);
    }
}

/// The longest time until a process is started again.
const LONGEST_ABSENCE: Duration = Duration::from_secs(15 * 60);
