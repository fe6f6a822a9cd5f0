//! The world of a history: the service, the network, the database and the merchant's processes. It has one thread, paused
//! time and no sockets, and every choice comes from the seed.

pub(crate) mod database;
pub(crate) mod dice;
pub(crate) mod network;
pub(crate) mod plan;
pub(crate) mod process;
pub(crate) mod replies;
pub(crate) mod service;
pub(crate) mod signing;
pub(crate) mod trace;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{sync::mpsc::UnboundedSender, time::Instant};

use self::{dice::Dice, plan::Plan, service::Service, trace::Trace};
use crate::merchant::store::Store;

/// The code of the merchant.
pub(crate) const MERCHANT: &str = "M1";

/// The state of a history that its actors share.
pub(crate) struct World {
    pub(crate) plan: Plan,
    pub(crate) dice: Dice,
    pub(crate) store: Store,
    pub(crate) post: UnboundedSender<Notice>,
    /// The effects of the notifications that the merchant answered well.
    answered: Mutex<BTreeSet<String>>,
    /// The operation numbers of which a buyer was told that they are paid.
    told_paid: Mutex<BTreeSet<String>>,
    service: Mutex<Service>,
    trace: Mutex<Trace>,
    /// The number of polls of each kind of task.
    polls: Mutex<BTreeMap<&'static str, u32>>,
    start: Instant,
}

/// A notification for the merchant.
#[derive(Debug, Clone)]
pub(crate) struct Notice {
    pub(crate) number: String,
    pub(crate) transaction: String,
    pub(crate) state: &'static str,
}

impl Notice {
    /// The name of the effect that a notification has at the merchant.
    pub(crate) fn effect(number: &str, transaction: &str, state: &str) -> String {
        format!("{number} {transaction} {state}")
    }
}

impl World {
    pub(crate) fn new(plan: Plan, dice: Dice, post: UnboundedSender<Notice>, readable: bool) -> Arc<Self> {
        Arc::new(Self {
            plan,
            dice,
            store: Store::default(),
            post,
            answered: Mutex::default(),
            told_paid: Mutex::default(),
            service: Mutex::default(),
            trace: Mutex::new(Trace::new(readable)),
            polls: Mutex::default(),
            start: Instant::now(),
        })
    }

    /// The time since the history began.
    pub(crate) fn now(&self) -> Duration {
        self.start.elapsed()
    }

    /// Waits until a time of the history.
    pub(crate) async fn until(&self, time: Duration) {
        tokio::time::sleep_until(self.start + time).await;
    }

    /// True while there are faults.
    pub(crate) fn is_faulty(&self) -> bool {
        self.now() < self.plan.calm
    }

    /// True if a fault with this probability in percent occurs now.
    pub(crate) fn fault(&self, percent: u32) -> bool {
        self.is_faulty() && self.dice.percent(percent)
    }

    /// Adds an event to the trace.
    pub(crate) fn note(&self, actor: &str, kind: &'static str, object: &str) {
        self.trace().add(self.now(), actor, kind, object);
    }

    pub(crate) fn trace(&self) -> MutexGuard<'_, Trace> {
        lock(&self.trace)
    }

    pub(crate) fn answered(&self) -> MutexGuard<'_, BTreeSet<String>> {
        lock(&self.answered)
    }

    pub(crate) fn told_paid(&self) -> MutexGuard<'_, BTreeSet<String>> {
        lock(&self.told_paid)
    }

    pub(crate) fn service(&self) -> MutexGuard<'_, Service> {
        lock(&self.service)
    }

    /// Counts a poll of a kind of task. Returns its number.
    pub(crate) fn polled(&self, task: &'static str) -> u32 {
        let mut polls = lock(&self.polls);
        let count = polls.entry(task).or_default();
        *count += 1;
        *count
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
