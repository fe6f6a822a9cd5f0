//! One process of the merchant: its client, its receiver of notifications, its connection to the database.

use std::sync::{Arc, LazyLock};

use alignet::{
    Client, ClientBuilder, Credentials, Environment,
    notifications::{Receiver, Verifier},
};

use super::{guard::Inbox, journal::Ledger};
use crate::{
    bugs::Bug,
    world::{MERCHANT, network::Network, process::Process, signing},
};

/// A running process.
pub(crate) struct Backend {
    pub(crate) process: Arc<Process>,
    pub(crate) client: Client,
    pub(crate) receiver: Receiver,
    pub(crate) bug: Option<Bug>,
}

static ENVIRONMENT: LazyLock<Environment> = LazyLock::new(|| {
    Environment::custom()
        .auth("https://auth.example.com")
        .api("https://api.example.com")
        .audience("https://api.example.com/")
        .api_version("1")
        .flex_script("")
        .flex_style("")
        .notification_keys([signing::public_key()])
        .build()
});

static VERIFIER: LazyLock<Verifier> = LazyLock::new(|| Verifier::new(&ENVIRONMENT, MERCHANT).unwrap());

impl Backend {
    pub(crate) fn new(process: &Arc<Process>, bug: Option<Bug>) -> Self {
        let client = client(process, bug).journal(Ledger::new(process, bug)).build().unwrap();
        let receiver = Receiver::new(VERIFIER.clone(), Inbox(Arc::clone(process)));
        Self { process: Arc::clone(process), client, receiver, bug }
    }

    /// The client of a bug, which has no journal.
    pub(crate) fn careless(&self) -> Client {
        client(&self.process, self.bug).build().unwrap()
    }

    pub(crate) fn has(&self, bug: Bug) -> bool {
        self.bug == Some(bug)
    }
}

fn client(process: &Arc<Process>, bug: Option<Bug>) -> ClientBuilder {
    let client = Client::builder(ENVIRONMENT.clone())
        .credentials(Credentials::new("client-id", "client-secret"))
        .transport(Network { process: Arc::clone(process), bug });
    if process.world.plan.tokens { client } else { client.bearer("a.token") }
}
