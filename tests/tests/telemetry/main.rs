//! Tests the spans, measurements and headers that an OpenTelemetry pipeline gets of real requests: what
//! `alignet::telemetry` promises.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod duration;
mod ends;
mod pipeline;
mod propagation;
mod spans;
mod token;

use alignet::Client;
use alignet_tests::{
    canned, local,
    script::{Heard, Reply, Script, Server, Step},
};

/// A healthy service: tokens, nonces and things.
fn server() -> Server {
    Server::new(|heard: &Heard| {
        let body = match heard.path() {
            "/token" => canned::token("token", 86_400),
            "/nonce" => canned::nonce("nonce", 30),
            _ => canned::thing("thing"),
        };
        Reply::new(200, body)
    })
}

/// A client with a fixed token, which fetches none.
fn client(server: &Server) -> Client {
    local::client_at(&server.origin()).bearer("token").build().unwrap()
}

/// An exchange that ends with this status.
fn refusal(status: u16) -> Script {
    Script::new([Step::Read, Step::alter(move |_| Reply::new(status, "{}").bytes())])
}
