//! The payment service: operations, their transactions, and the changes of their states.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use tokio::time::sleep;

use super::{Notice, World};

/// The books of the service.
#[derive(Default)]
pub(crate) struct Service {
    pub(crate) operations: BTreeMap<String, Vec<Transaction>>,
    /// The operations that a cancellation did not find.
    missed: BTreeSet<String>,
    latest: u32,
}

/// One attempt to move the money of an operation.
#[derive(Debug, Clone)]
pub(crate) struct Transaction {
    pub(crate) id: String,
    pub(crate) state: &'static str,
}

impl Transaction {
    /// True if the buyer has paid and was not paid back.
    pub(crate) fn is_captured(&self) -> bool {
        matches!(self.state, "AUTORIZADO" | "LIQUIDADO")
    }
}

/// The answer to a request.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    /// The operation, as it stands, with the transaction that the request was about.
    Charged(Transaction),
    /// The request was refused before anything happened, with this status.
    Refused(u16),
    /// All transactions of an operation.
    Found(Vec<Transaction>),
    /// The transactions that a cancellation changed.
    Cancelled(Vec<Transaction>),
    /// There is no such operation.
    NotFound,
}

impl Service {
    /// The number of captures of an operation that were not reversed.
    pub(crate) fn captures(&self, number: &str) -> usize {
        let all = self.operations.get(number);
        all.map_or(0, |all| all.iter().filter(|transaction| transaction.is_captured()).count())
    }

    /// Returns true if a capture of an operation was reversed.
    pub(crate) fn gave_back(&self, number: &str) -> bool {
        let all = self.operations.get(number);
        all.is_some_and(|all| all.iter().any(|transaction| transaction.state == "EXTORNADO"))
    }

    fn transaction(&mut self, number: &str, id: &str) -> Option<&mut Transaction> {
        self.operations.get_mut(number)?.iter_mut().find(|transaction| transaction.id == id)
    }
}

impl World {
    /// Charges an operation.
    pub(crate) fn charge(self: &Arc<Self>, number: &str) -> Answer {
        let exists = self.service().operations.contains_key(number);
        if exists {
            self.note("service", "second charge of a number", number);
            if self.plan.refuses_second {
                return Answer::Refused(409);
            }
        }
        if self.fault(self.plan.faults.failing / 4) {
            self.note("service", "charge refused", number);
            return Answer::Refused(self.dice.of(&[400, 422]));
        }
        if self.service().missed.contains(number) {
            self.note("service", "cancel overtook the charge", number);
        }
        let dice = &self.dice;
        let state = match () {
            () if dice.percent(self.plan.faults.pending) => dice.of(&["PENDIENTE", "REGISTRADO"]),
            () if dice.percent(self.plan.faults.declined) => dice.of(&["DENEGADO", "INVALIDO"]),
            () => "AUTORIZADO",
        };
        let transaction = {
            let mut service = self.service();
            service.latest += 1;
            let transaction = Transaction { id: format!("tx{}", service.latest), state };
            service.operations.entry(number.to_owned()).or_default().push(transaction.clone());
            transaction
        };
        self.entered(number, &transaction);
        Answer::Charged(transaction)
    }

    /// Cancels an operation: whatever is authorised is reversed, and whatever is pending is cancelled.
    pub(crate) fn cancel(self: &Arc<Self>, number: &str) -> Answer {
        let Some(all) = self.service().operations.get(number).cloned() else {
            self.note("service", "cancel finds nothing", number);
            self.service().missed.insert(number.to_owned());
            return Answer::NotFound;
        };
        if self.fault(self.plan.faults.failing / 2) {
            self.note("service", "cancel refused", number);
            return Answer::Refused(self.dice.of(&[400, 409, 422]));
        }
        let mut changed = Vec::new();
        for transaction in &all {
            let next = match transaction.state {
                "AUTORIZADO" => "EXTORNADO",
                "PENDIENTE" | "REGISTRADO" => "CANCELADO",
                _ => continue,
            };
            changed.extend(self.change(number, &transaction.id, transaction.state, next));
        }
        self.note("service", if changed.is_empty() { "cancel changes nothing" } else { "cancelled" }, number);
        Answer::Cancelled(changed)
    }

    /// Looks up a transaction with its operation.
    pub(crate) fn find(&self, number: &str, id: &str) -> Answer {
        match self.service().operations.get(number) {
            Some(all) if all.iter().any(|transaction| transaction.id == id) => Answer::Found(all.clone()),
            _ => Answer::NotFound,
        }
    }

    /// Changes the state of a transaction that has a state.
    fn change(self: &Arc<Self>, number: &str, id: &str, from: &str, to: &'static str) -> Option<Transaction> {
        let changed = {
            let mut service = self.service();
            let transaction = service.transaction(number, id).filter(|found| found.state == from)?;
            transaction.state = to;
            transaction.clone()
        };
        self.entered(number, &changed);
        Some(changed)
    }

    /// Tells of a state, and lets it change by itself.
    fn entered(self: &Arc<Self>, number: &str, transaction: &Transaction) {
        let Transaction { id, state } = transaction.clone();
        self.note("service", state, number);
        if self.service().captures(number) > 1 {
            self.note("service", "captured twice", number);
        }
        let notice = Notice { number: number.to_owned(), transaction: id.clone(), state };
        // Fails only when the history is over.
        let _ = self.post.send(notice);
        let (after, next) = match state {
            "PENDIENTE" | "REGISTRADO" => {
                let next = self.dice.of(&["AUTORIZADO", "AUTORIZADO", "DENEGADO", "EXPIRADO"]);
                (self.dice.magnitude(DECIDED), next)
            }
            "AUTORIZADO" => (CLEARED + self.dice.magnitude(CLEARED), "LIQUIDADO"),
            _ => return,
        };
        let (world, number) = (Arc::clone(self), number.to_owned());
        tokio::spawn(async move {
            sleep(after).await;
            world.change(&number, &id, state, next);
        });
    }
}

/// The longest time until a pending transaction is decided.
const DECIDED: Duration = Duration::from_secs(60 * 60);
/// The shortest time until an authorised transaction is cleared.
const CLEARED: Duration = Duration::from_secs(20 * 60);
