//! The state that all calls share.

use std::{
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    time::Duration,
};

use alignet_spec::contract::{Contract, Endpoint};
use serde_json::Value as Json;
use tokio::sync::Notify;

use crate::{
    behaviour::Behaviour,
    clock::Clock,
    fault::Faults,
    flex::forms::{Forms, Registered},
    journal::Journal,
    notifications::{outbox::Outbox, signing::SigningKey},
    reply::document::Document,
    store::{
        keys::Keys,
        records::{Records, kinds},
        schema::Schema,
    },
    vault::{Scopes, Vault},
};

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
    /// The reply of each endpoint, before secrets are generated; null if it is not JSON.
    pub(crate) replies: Vec<Json>,
    /// The document of each endpoint that replies with one.
    pub(crate) documents: Vec<Option<Document>>,
    /// The lifetime of each endpoint's secrets, if it overrides the lifetime in the reply.
    pub(crate) lifetimes: Vec<Option<Duration>>,
    pub(crate) behaviour: Behaviour,
    /// True if departures from the contract are accepted that the service is known to accept.
    pub(crate) as_deployed: bool,
    /// The schema of each record.
    pub(crate) schemas: Vec<Schema>,
    /// The key that signs notifications.
    pub(crate) signing_key: SigningKey,
    /// The URLs that the merchant has registered, for charges that name none.
    pub(crate) registered: Registered,
}

/// The state that all calls share. No lock is held while another is taken, or across an await.
pub(crate) struct State {
    pub(crate) settings: Settings,
    pub(crate) clock: Clock,
    /// Told when an event is due earlier than all others, or the clock was moved.
    pub(crate) earlier: Arc<Notify>,
    vault: Mutex<Vault>,
    faults: Mutex<Faults>,
    records: Mutex<Records>,
    keys: Mutex<Keys>,
    forms: Mutex<Forms>,
    pub(crate) outbox: Outbox,
    pub(crate) journal: Arc<Journal>,
    /// The base URL of the sandbox, once it listens.
    pub(crate) url: OnceLock<String>,
}

impl State {
    pub(crate) fn new(settings: Settings, outbox: Outbox, journal: Journal) -> Self {
        let earlier = Arc::new(Notify::new());
        let kinds = kinds::kinds(&settings.contract, &settings.behaviour);
        let clock = Clock::start();
        let records = Records::new(kinds, clock.since_1970(), Arc::clone(&earlier));
        Self {
            settings,
            clock,
            vault: Mutex::default(),
            faults: Mutex::default(),
            records: Mutex::new(records),
            earlier,
            keys: Mutex::default(),
            forms: Mutex::default(),
            outbox,
            journal: Arc::new(journal),
            url: OnceLock::new(),
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

    pub(crate) fn keys(&self) -> MutexGuard<'_, Keys> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn forms(&self) -> MutexGuard<'_, Forms> {
        self.forms.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn records(&self) -> MutexGuard<'_, Records> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
