//! The token cache, compared with a simple reference model: the tokens that it hands out, and the number of
//! requests that it sends to the service.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::Bytes;
use http::{Response, StatusCode};
use proptest::prelude::*;
use serde_json::json;

use crate::{
    config::{client::Client, credentials::Credentials, environment::Environment},
    reliability::{HOLD_BACK, REMEMBER_REFUSAL, RENEW_EARLY},
    transport::{Limits, Sending, Transport},
};

/// A service in memory: it issues tokens with a given lifetime, and accepts only the newest.
#[derive(Clone, Default)]
struct Service(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    lifetime: u64,
    fetched: usize,
    accepts: usize,
    /// The statuses with which the next token requests fail, front first.
    fails: VecDeque<u16>,
}

impl Service {
    /// Returns values that change with every token request: the tokens fetched, and the failures left.
    fn asked(&self) -> (usize, usize) {
        let state = self.0.lock().unwrap();
        (state.fetched, state.fails.len())
    }
}

impl Transport for Service {
    fn send(&self, request: http::Request<Bytes>, _: Limits) -> Sending<'_> {
        let mut state = self.0.lock().unwrap();
        let status = json!({"meta": {"status": {"code": "00", "message_ilgn": []}}});
        let (code, body) = if request.uri().path() == "/token" {
            match state.fails.pop_front() {
                Some(code) => (code, json!({})),
                None => {
                    state.fetched += 1;
                    state.accepts = state.fetched;
                    let token = format!("token-{}", state.fetched);
                    let lifetime = state.lifetime;
                    (
                        200,
                        json!({"action": "authorize", "success": true, "access_token": token, "expires_in": lifetime, "authorization": status}),
                    )
                }
            }
        } else if request.headers()["authorization"] == format!("Bearer token-{}", state.accepts).as_str() {
            (
                200,
                json!({"action": "create.nonce", "success": true, "nonce": "n", "expires_in": 30, "nonce_creation": status}),
            )
        } else {
            (401, json!({}))
        };
        let mut response = Response::new(Bytes::from(body.to_string()));
        *response.status_mut() = StatusCode::from_u16(code).unwrap();
        Box::pin(async { Ok(response) })
    }
}

#[derive(Debug, Clone, Copy)]
enum Step {
    /// Make a call.
    Call,
    /// Let time pass, in milliseconds.
    Wait(u64),
    /// Make the service forget its tokens: the next call is answered with 401.
    Revoke,
    /// Refuse the next request for a token.
    Refuse,
    /// Set the lifetime of new tokens, in seconds.
    Lifetime(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => Just(Step::Call),
        3 => (0_u64..120_000).prop_map(Step::Wait),
        1 => (0_u64..4_000_000).prop_map(Step::Wait),
        1 => Just(Step::Revoke),
        1 => Just(Step::Refuse),
        1 => prop_oneof![Just(10_u64), Just(100), Just(3_600), Just(86_400)].prop_map(Step::Lifetime),
    ]
}

impl Token {
    fn age(&self, now: Duration) -> Duration {
        now - (self.ends - self.lifetime)
    }
}

/// The reference model: one token, one failure, and the rules in plain code.
#[derive(Default)]
struct Model {
    now: Duration,
    lifetime: u64,
    token: Option<Token>,
    /// True if the next token replaces a token that was refused.
    refused: bool,
    failed_until: Duration,
    refusals: usize,
    fetched: usize,
}

struct Token {
    ends: Duration,
    lifetime: Duration,
    accepted: bool,
    /// True if this token replaced a token that was refused.
    replaces: bool,
}

impl Model {
    /// Fetches a token. Returns false if that fails, or failed a moment ago.
    fn fetch(&mut self) -> bool {
        if self.now < self.failed_until {
            return false;
        }
        if self.refusals > 0 {
            self.refusals -= 1;
            self.failed_until = self.now + REMEMBER_REFUSAL;
            return false;
        }
        let lifetime = Duration::from_secs(self.lifetime);
        let replaces = std::mem::take(&mut self.refused);
        self.token = Some(Token { ends: self.now + lifetime, lifetime, accepted: true, replaces });
        self.fetched += 1;
        true
    }

    /// Makes a call, and returns true if it succeeds. `renewed` is true if the cache renewed early where chance
    /// decides.
    fn call(&mut self, renewed: bool) -> bool {
        let now = self.now;
        let usable = |token: &Token| token.ends.saturating_sub(now) > HOLD_BACK.min(token.lifetime / 10);
        let (accepted, again) = match self.token.as_ref().filter(|token| usable(token)) {
            None => return self.fetch(),
            Some(token) => (token.accepted, token.replaces && token.age(now) < REMEMBER_REFUSAL),
        };
        // A token that is due is still used; a new token is fetched beside the call.
        let early = self.early();
        let due = early == Some(true) || early.is_none() && renewed;
        let begun = due && now >= self.failed_until;
        self.refused |= !accepted;
        if due && self.fetch() || accepted {
            return true;
        }
        // A refused token is discarded, unless the token before it was refused a moment ago: then another token
        // would not help, and none is requested.
        self.refused = true;
        if again && !begun {
            return false;
        }
        self.token = None;
        self.fetch()
    }

    /// Returns true if the token is due to be renewed; `None` if chance decides.
    fn early(&self) -> Option<bool> {
        let token = self.token.as_ref()?;
        let (left, early) = (token.ends.saturating_sub(self.now), RENEW_EARLY.min(token.lifetime / 4));
        if left <= early {
            Some(true)
        } else if left > early.mul_f64(1.1) {
            Some(false)
        } else {
            None
        }
    }
}

fn client_of(service: &Service) -> Client {
    let builder = Client::builder(Environment::PREPROD).credentials(Credentials::new("id", "secret"));
    builder.transport(service.clone()).build().unwrap()
}

async fn run(steps: Vec<Step>) -> Result<(), TestCaseError> {
    let service = Service::default();
    let mut model = Model { lifetime: 86_400, ..Model::default() };
    service.0.lock().unwrap().lifetime = 86_400;
    let client = client_of(&service);
    for (index, step) in steps.into_iter().enumerate() {
        match step {
            Step::Wait(milliseconds) => {
                tokio::time::advance(Duration::from_millis(milliseconds)).await;
                model.now += Duration::from_millis(milliseconds);
            }
            Step::Revoke => {
                service.0.lock().unwrap().accepts = usize::MAX;
                model.token.iter_mut().for_each(|token| token.accepted = false);
            }
            Step::Refuse => {
                service.0.lock().unwrap().fails.push_back(401);
                model.refusals += 1;
            }
            Step::Lifetime(seconds) => {
                service.0.lock().unwrap().lifetime = seconds;
                model.lifetime = seconds;
            }
            Step::Call => {
                let before = service.asked();
                let outcome = client.create_nonce().send().await;
                // Let a renewal beside the call end.
                for _ in 0..20 {
                    tokio::task::yield_now().await;
                }
                let after = service.asked();
                let expected = model.call(before != after);
                prop_assert_eq!(outcome.is_ok(), expected, "call {}: {:?}", index, outcome.err());
                prop_assert_eq!(
                    service.0.lock().unwrap().fetched,
                    model.fetched,
                    "tokens fetched by call {}",
                    index
                );
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_cache_does_what_the_reference_does(steps in proptest::collection::vec(step(), 1..60)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
        runtime.block_on(run(steps))?;
    }
}

#[tokio::test(start_paused = true)]
async fn calls_at_one_moment_do_not_replace_the_renewal_that_none_of_them_has_polled() {
    let service = Service::default();
    service.0.lock().unwrap().lifetime = 100;
    let client = client_of(&service);
    client.create_nonce().send().await.unwrap();
    tokio::time::advance(Duration::from_secs(85)).await;
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..20 {
        // The first of these tasks starts the renewal, which is polled after all of them.
        calls.spawn(client.create_nonce().send());
    }
    while let Some(outcome) = calls.join_next().await {
        // A call with the token that was replaced meanwhile is refused, and sent again.
        outcome.unwrap().unwrap();
    }
    assert_eq!(service.0.lock().unwrap().fetched, 2);
}
