//! One client on several runtimes: idle ones, blocked ones, ones that have shut down, and none at all.

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

/// The time of a call that must not take it all.
const TIME: Duration = Duration::from_secs(3);

/// What such a call takes at the most: three looks at a flight, a tenth of a second apart, and a busy machine.
const SOON: Duration = Duration::from_secs(2);

/// A runtime that is driven inside `block_on` alone.
fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// The same on a clock of its own, which goes on where there is nothing else to do.
fn paused() -> Runtime {
    Builder::new_current_thread().enable_all().start_paused(true).build().unwrap()
}

async fn nonce(client: &Client) -> Result<(), Error> {
    client.create_nonce().timeout(TIME).send().await.map(drop)
}

/// A server on a runtime of its own, which is always driven.
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

    /// Holds the next exchange back until the gate opens.
    fn hold(&self) -> Gate {
        let gate = Gate::new();
        self.server.then(Script::new([Step::Read, Step::Wait(gate.clone()), Step::Answer]));
        gate
    }

    /// How many requests for a path came in.
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
