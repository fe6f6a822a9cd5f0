//! A server that issues numbered tokens and nonces, for many callers and for several runtimes.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use alignet::Client;
use tokio::runtime::{Builder, Runtime};

use crate::{
    canned, local,
    script::{Gate, Heard, Reply, Script, Server, Step},
};

/// The number of open files: both ends of the connections of several thousand callers.
const FILES: u64 = 16_384;

/// A server on its own runtime, which is always driven. It can revoke tokens and refuse requests.
pub struct Service {
    /// The server.
    pub server: Server,
    state: Arc<State>,
    runtime: Option<Runtime>,
}

#[derive(Default)]
struct State {
    tokens: AtomicUsize,
    nonces: AtomicUsize,
    /// The tokens up to this number are revoked.
    revoked: AtomicUsize,
    /// The status with which all requests but those for tokens are refused; 0 if they are not.
    refused: AtomicUsize,
}

impl Service {
    /// Starts the service, with tokens that live for a day.
    pub fn start() -> Self {
        Self::start_with(86_400)
    }

    /// Starts the service, with tokens that live this many seconds.
    pub fn start_with(lifetime: u64) -> Self {
        // Many systems start a process with a lower limit, and allow it to raise the limit.
        rlimit::increase_nofile_limit(FILES).unwrap();
        let state = Arc::new(State::default());
        let answering = Arc::clone(&state);
        let server = Server::new(move |heard| answering.answer(heard, lifetime));
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let entered = runtime.enter();
        let server = server.listening();
        drop(entered);
        Self { server, state, runtime: Some(runtime) }
    }

    /// A client of this service.
    pub fn client(&self) -> Client {
        local::client_at(&self.server.origin()).build().unwrap()
    }

    /// Revokes every token issued so far.
    pub fn revoke(&self) {
        self.state.revoked.store(self.state.tokens.load(Ordering::SeqCst), Ordering::SeqCst);
    }

    /// Refuses all requests but those for tokens with this status, or none if it is 0.
    pub fn refuse(&self, status: usize) {
        self.state.refused.store(status, Ordering::SeqCst);
    }

    /// Holds back the next exchange until the gate opens.
    pub fn hold(&self) -> Gate {
        let gate = Gate::new();
        self.server.then(Script::new([Step::Read, Step::Wait(gate.clone()), Step::Answer]));
        gate
    }

    /// The number of requests to a path.
    pub fn count(&self, path: &str) -> usize {
        self.server.record().requests.iter().filter(|heard| heard.path() == path).count()
    }

    /// The numbers of token requests and of other requests.
    pub fn counts(&self) -> (usize, usize) {
        let tokens = self.count("/token");
        (tokens, self.server.record().requests.len() - tokens)
    }
}

impl Drop for Service {
    /// A runtime can't be dropped by a task of another.
    fn drop(&mut self) {
        self.runtime.take().into_iter().for_each(Runtime::shutdown_background);
    }
}

impl State {
    fn answer(&self, heard: &Heard, lifetime: u64) -> Reply {
        let next = |counter: &AtomicUsize| counter.fetch_add(1, Ordering::SeqCst) + 1;
        if heard.path() == "/token" {
            return Reply::new(200, canned::token(&format!("token-{}", next(&self.tokens)), lifetime));
        }
        let token = heard.header("authorization").and_then(|value| value.strip_prefix("Bearer token-"));
        let token: usize = token.unwrap().parse().unwrap();
        if token <= self.revoked.load(Ordering::SeqCst) {
            return Reply::new(401, "{}");
        }
        match (self.refused.load(Ordering::SeqCst), heard.path()) {
            (0, "/nonce") => Reply::new(200, canned::nonce(&format!("nonce-{}", next(&self.nonces)), 30)),
            (0, _) => Reply::new(200, canned::thing("thing")),
            (status, _) => Reply::new(u16::try_from(status).unwrap(), "{}"),
        }
    }
}
