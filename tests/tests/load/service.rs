//! The service that the load tests call.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use alignet::{Client, Credentials};
use alignet_tests::{
    canned, local,
    script::{Gate, Heard, Reply, Script, Server, Step},
};

/// A server that numbers the tokens and nonces it issues, and can revoke tokens and refuse requests.
pub(crate) struct Service {
    pub(crate) server: Server,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    tokens: AtomicUsize,
    nonces: AtomicUsize,
    /// The tokens up to this number are revoked.
    revoked: AtomicUsize,
    /// The status with which token requests are refused; 0 if they are not.
    no_tokens: AtomicUsize,
    /// The status with which all other requests are refused; 0 if they are not.
    nothing: AtomicUsize,
}

impl Service {
    pub(crate) fn start() -> Self {
        Self::start_with(86_400)
    }

    /// Starts the service, with tokens that live this many seconds.
    pub(crate) fn start_with(lifetime: u64) -> Self {
        // Many systems start a process with a lower limit, and allow it to raise the limit.
        rlimit::increase_nofile_limit(crate::FILES).unwrap();
        let state = Arc::new(State::default());
        let answering = Arc::clone(&state);
        let server = Server::new(move |heard| answering.answer(heard, lifetime));
        Self { server: server.listening(), state }
    }

    pub(crate) fn client(&self) -> Client {
        client(&self.server.origin())
    }

    /// Revokes every token issued so far.
    pub(crate) fn revoke(&self) {
        self.state.revoked.store(self.state.tokens.load(Ordering::SeqCst), Ordering::SeqCst);
    }

    /// Refuses token requests with this status.
    pub(crate) fn refuse_tokens(&self, status: usize) {
        self.state.no_tokens.store(status, Ordering::SeqCst);
    }

    /// Refuses all other requests with this status.
    pub(crate) fn refuse_everything_else(&self, status: usize) {
        self.state.nothing.store(status, Ordering::SeqCst);
    }

    /// Holds back this many exchanges until the gate opens.
    pub(crate) fn hold(&self, exchanges: usize) -> Gate {
        let gate = Gate::new();
        for _ in 0..exchanges {
            self.server.then(Script::new([Step::Read, Step::Wait(gate.clone()), Step::Answer]));
        }
        gate
    }

    /// The numbers of token requests and of other requests.
    pub(crate) fn counts(&self) -> (usize, usize) {
        let requests = self.server.record().requests;
        let tokens = requests.iter().filter(|heard| heard.path() == "/token").count();
        (tokens, requests.len() - tokens)
    }
}

impl State {
    fn answer(&self, heard: &Heard, lifetime: u64) -> Reply {
        let refusal = |status: &AtomicUsize| match status.load(Ordering::SeqCst) {
            0 => None,
            status => Some(Reply::new(u16::try_from(status).unwrap(), "{}")),
        };
        let next = |counter: &AtomicUsize| counter.fetch_add(1, Ordering::SeqCst) + 1;
        if heard.path() == "/token" {
            let minted = || canned::token(&format!("token-{}", next(&self.tokens)), lifetime);
            return refusal(&self.no_tokens).unwrap_or_else(|| Reply::new(200, minted()));
        }
        let token = heard.header("authorization").and_then(|value| value.strip_prefix("Bearer token-"));
        let token: usize = token.unwrap().parse().unwrap();
        if token <= self.revoked.load(Ordering::SeqCst) {
            return Reply::new(401, "{}");
        }
        refusal(&self.nothing).unwrap_or_else(|| match heard.path() {
            "/nonce" => Reply::new(200, canned::nonce(&format!("nonce-{}", next(&self.nonces)), 30)),
            _ => Reply::new(200, canned::thing("thing")),
        })
    }
}

/// A client of a server at this origin.
pub(crate) fn client(origin: &str) -> Client {
    let environment = local::environment(origin, origin);
    Client::builder(environment).credentials(Credentials::new("client", "secret")).build().unwrap()
}
