//! The state that all calls share.

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

/// A function that is called with each call when it has ended.
pub(crate) type Observer = Arc<dyn Fn(&Recorded) + Send + Sync>;

/// The settings of a sandbox, fixed before the first call.
pub(crate) struct Settings {
    pub(crate) contract: Contract,
    /// The environment of the contract that the sandbox stands in for; empty if there is none.
    pub(crate) stands_for: String,
    /// The value of each of the contract's environment keys, in that order; empty if it is not a string.
    pub(crate) environment: Vec<String>,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    /// Every scope that exists.
    pub(crate) known_scopes: Scopes,
    /// The scopes that the credentials may request.
    pub(crate) granted_scopes: Scopes,
    /// The reply of each endpoint, before secrets are generated.
    pub(crate) replies: Vec<Json>,
    /// The lifetime of each endpoint's secrets, if it overrides the lifetime in the reply.
    pub(crate) lifetimes: Vec<Option<Duration>>,
    /// The plan of each record of the contract.
    pub(crate) plans: Vec<Plan>,
    /// The key that signs notifications.
    pub(crate) signing_key: SigningKey,
    pub(crate) observer: Option<Observer>,
}

/// The state that all calls share. No lock is held while another is taken, or across an await.
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
