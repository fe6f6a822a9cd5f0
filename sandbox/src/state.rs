//! What every call shares.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use alignet_spec::contract::{Contract, Endpoint};
use serde_json::Value as Json;

use crate::{
    clock::Clock,
    fault::Faults,
    outbox::Outbox,
    record::{Ledger, Recorded},
    remember::{Memory, Plan},
    signing::SigningKey,
    vault::{Scopes, Vault},
};

/// Told about each call once it is over.
pub(crate) type Observer = Arc<dyn Fn(&Recorded) + Send + Sync>;

/// What is settled before the first call.
pub(crate) struct Settings {
    pub(crate) contract: Contract,
    /// Which environment of the contract the sandbox stands in for; empty when it has none.
    pub(crate) stands_for: String,
    /// The value of each of the contract's environment keys, in that order; empty where it is no string.
    pub(crate) environment: Vec<String>,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    /// Every scope there is.
    pub(crate) known_scopes: Scopes,
    /// The scopes that the credentials may ask for.
    pub(crate) granted_scopes: Scopes,
    /// What each endpoint answers, before secrets are minted, by endpoint.
    pub(crate) replies: Vec<Json>,
    /// How long what an endpoint mints lives, where the reply's own number is overridden.
    pub(crate) lifetimes: Vec<Option<Duration>>,
    /// What each record of the contract can hold, by record.
    pub(crate) plans: Vec<Plan>,
    /// What notifications are signed with.
    pub(crate) signing_key: SigningKey,
    pub(crate) observer: Option<Observer>,
}

/// What every call shares. No lock is held while another is taken, nor across an await.
pub(crate) struct State {
    pub(crate) settings: Settings,
    pub(crate) clock: Clock,
    vault: Mutex<Vault>,
    faults: Mutex<Faults>,
    memory: Mutex<Memory>,
    pub(crate) outbox: Outbox,
    ledger: Mutex<Ledger>,
}

impl State {
    pub(crate) fn new(settings: Settings, kept_calls: usize, delivers: bool) -> Self {
        Self {
            settings,
            clock: Clock::start(),
            vault: Mutex::default(),
            faults: Mutex::default(),
            memory: Mutex::default(),
            outbox: Outbox::new(kept_calls, delivers),
            ledger: Mutex::new(Ledger::keeping(kept_calls)),
        }
    }

    pub(crate) fn contract(&self) -> &Contract {
        &self.settings.contract
    }

    /// An endpoint by its index in the contract.
    pub(crate) fn endpoint(&self, index: usize) -> &Endpoint {
        &self.settings.contract.endpoints[index]
    }

    pub(crate) fn vault(&self) -> MutexGuard<'_, Vault> {
        self.vault.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
