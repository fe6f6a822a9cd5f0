//! Tests one client on several runtimes: idle, blocked, shut down, or missing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod blocked;
mod idle;
mod outside;
mod pools;
mod refused;
mod stopped;

use std::time::Duration;

use alignet::{Client, Credentials, Error};
use alignet_tests::{
    canned, local,
    script::{Gate, Heard, Reply, Script, Server, Step},
};
use tokio::runtime::{Builder, Runtime};

/// The timeout of a call that must end much earlier.
const TIME: Duration = Duration::from_secs(3);

/// The most time of such a call: three checks of the token request, 0.1 s apart, and time for a busy machine.
const SOON: Duration = Duration::from_secs(2);

/// A runtime that is driven only inside `block_on`.
fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// Such a runtime with its own paused clock, which advances when the runtime is idle.
fn paused() -> Runtime {
    Builder::new_current_thread().enable_all().start_paused(true).build().unwrap()
}

async fn nonce(client: &Client) -> Result<(), Error> {
    client.create_nonce().timeout(TIME).send().await.map(drop)
}

/// A server on its own runtime, which is always driven.
struct Service {
    server: Server,
    _runtime: Runtime,
}

impl Service {
    fn start() -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let server = Server::new(answer);
        let server = runtime.block_on(async { server.listening() });
        Self { server, _runtime: runtime }
    }

    fn client(&self) -> Client {
        let environment = local::environment(self.server.origin(), self.server.origin());
        Client::builder(environment).credentials(Credentials::new("client", "secret")).build().unwrap()
    }

    /// Holds back the next exchange until the gate opens.
    fn hold(&self) -> Gate {
        let gate = Gate::new();
        self.server.then(Script::new([Step::Read, Step::Wait(gate.clone()), Step::Answer]));
        gate
    }

    /// The number of requests to a path.
    fn count(&self, path: &str) -> usize {
        self.server.record().requests.iter().filter(|heard| heard.path() == path).count()
    }
}

fn answer(heard: &Heard) -> Reply {
    Reply::new(
        200,
        match heard.path() {
            "/token" => canned::token("token", 86_400),
            "/nonce" => canned::nonce("nonce", 30),
            _ => canned::thing("thing"),
        },
    )
}
