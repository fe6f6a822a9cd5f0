//! The merchant's tables: orders, the ledger of notifications, the inbox and the journal. One database has them all.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard},
};

use alignet::{
    journal::{Claimed, EntryId, Journal as _, MemoryJournal, State, Step},
    notifications::{Begun, GuardError, Lease, MemoryGuard, ReplayGuard as _, ReplayKey},
};

use crate::world::{database::at_once, lock};

/// The tables.
#[derive(Default)]
pub(crate) struct Store {
    pub(crate) journal: MemoryJournal,
    pub(crate) guard: MemoryGuard,
    orders: Mutex<BTreeMap<u64, Order>>,
    /// The number of effects of each notification.
    ledger: Mutex<BTreeMap<String, u32>>,
    leases: Mutex<BTreeMap<String, Lease>>,
    /// The keys that a bug forgot although they were handled.
    forgotten: Mutex<BTreeSet<String>>,
    steps: Mutex<BTreeMap<EntryId, State>>,
    /// The operation numbers that the merchant cancelled although it knew that they were paid.
    undone: Mutex<BTreeSet<String>>,
    /// The decisions that the handler of decisions was told of.
    decisions: Mutex<BTreeSet<(EntryId, &'static str)>>,
}

/// An order of a shopper.
#[derive(Debug, Clone, Default)]
pub(crate) struct Order {
    /// The operation number of each attempt to pay.
    pub(crate) attempts: Vec<String>,
    /// The operation number of the payment for which it was shipped.
    pub(crate) shipped: Option<String>,
}

/// The order of an operation number: its last digit counts the attempts.
pub(crate) fn order_of(number: &str) -> u64 {
    number.parse::<u64>().unwrap() / 10
}

impl Store {
    pub(crate) fn orders(&self) -> MutexGuard<'_, BTreeMap<u64, Order>> {
        lock(&self.orders)
    }

    pub(crate) fn ledger(&self) -> MutexGuard<'_, BTreeMap<String, u32>> {
        lock(&self.ledger)
    }

    pub(crate) fn decisions(&self) -> MutexGuard<'_, BTreeSet<(EntryId, &'static str)>> {
        lock(&self.decisions)
    }

    pub(crate) fn undone(&self) -> MutexGuard<'_, BTreeSet<String>> {
        lock(&self.undone)
    }

    /// Ships the order of a payment, unless it was shipped already.
    pub(crate) fn ship(&self, number: &str) -> bool {
        let mut orders = self.orders();
        let order = orders.entry(order_of(number)).or_default();
        if order.shipped.is_some() {
            return false;
        }
        order.shipped = Some(number.to_owned());
        true
    }

    /// Remembers a step of recovery.
    pub(crate) fn stepped(&self, id: EntryId, state: State) {
        lock(&self.steps).insert(id, state);
    }

    /// The state of the latest step of recovery for each entry.
    pub(crate) fn steps(&self) -> MutexGuard<'_, BTreeMap<EntryId, State>> {
        lock(&self.steps)
    }

    /// Takes a step whoever has the lease now: every change of an entry counts its leases up by one.
    pub(crate) fn step_without_token(&self, claimed: &Claimed, step: &Step) -> bool {
        (1..100).any(|later| {
            let forged = Claimed { entry: claimed.entry.clone(), lease: claimed.lease + later };
            at_once(self.journal.step(&forged, step)).unwrap()
        })
    }

    /// Claims a notification, and remembers the latest lease of each, as a table has it beside the key.
    pub(crate) fn begin(&self, key: &ReplayKey) -> Result<Begun, GuardError> {
        let mut begun = at_once(self.guard.begin(key))?;
        if begun == Begun::Repeated && lock(&self.forgotten).contains(&key.to_string()) {
            begun = Begun::New(Lease::new(u64::MAX));
        }
        if let Begun::New(lease) = begun {
            lock(&self.leases).insert(key.to_string(), lease);
        }
        Ok(begun)
    }

    /// Forgets a notification although it was handled.
    pub(crate) fn forget_handled(&self, key: &ReplayKey) {
        lock(&self.forgotten).insert(key.to_string());
    }

    /// Records a notification as handled, within a transaction. False if the claim lapsed, so that the transaction must
    /// be rolled back.
    pub(crate) fn record(&self, key: &ReplayKey, lease: Lease) -> bool {
        if lock(&self.forgotten).remove(&key.to_string()) {
            return true;
        }
        let latest = lock(&self.leases).get(&key.to_string()) == Some(&lease);
        match at_once(self.guard.begin(key)).unwrap() {
            Begun::Underway if latest => {
                at_once(self.guard.done(key, lease)).unwrap();
                true
            }
            // It lapsed, and this was only to find out.
            Begun::New(other) => {
                at_once(self.guard.forget(key, other)).unwrap();
                false
            }
            Begun::Underway | Begun::Repeated => false,
        }
    }
}
