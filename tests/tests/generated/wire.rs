//! Tests the bytes on the wire against the vendor's documentation.

use alignet::{Client, Credentials, Json};
use alignet_tests::{
    canned, local,
    script::{Heard, Reply, Server},
};
use serde_json::json;

#[tokio::test]
async fn a_nonce_is_asked_for_as_the_documentation_says() {
    let server = Server::new(|heard| match heard.path() {
        "/token" => Reply::new(200, canned::token("the.access-token", 86400)),
        _ => Reply::new(200, canned::nonce("nonce", 30)),
    });
    let server = server.listening();
    let environment = local::environment(server.origin(), server.origin());
    let credentials = Credentials::new("your_client_id", "your \"client\" secret");
    let alignet = Client::builder(environment).credentials(credentials).build().unwrap();
    alignet.create_nonce().send().await.unwrap();
    alignet.create_nonce().send().await.unwrap();

    let record = server.record();
    let [token, nonce, again] = &record.requests[..] else { panic!("{record:?}") };
    assert_eq!(
        head(token),
        [
            "POST /token HTTP/1.1",
            "accept: application/json",
            "alg-api-version: 1709847567",
            "content-length: …",
            "content-type: application/json",
            "host: …",
            concat!("user-agent: alignet-rust/", env!("CARGO_PKG_VERSION")),
        ]
    );
    assert_eq!(
        body(token),
        json!({
            "action": "authorize",
            "grant_type": "client_credentials",
            "audience": "https://api.preprod.alignet.io/",
            "client_id": "your_client_id",
            "client_secret": "your \"client\" secret",
            "scope": "create:token post:charges",
        })
    );

    assert_eq!(
        head(nonce),
        [
            "POST /nonce HTTP/1.1",
            "accept: application/json",
            "alg-api-version: 1709847567",
            "authorization: Bearer the.access-token",
            "content-length: …",
            "content-type: application/json",
            "host: …",
            concat!("user-agent: alignet-rust/", env!("CARGO_PKG_VERSION")),
        ]
    );
    assert_eq!(
        body(nonce),
        json!({
            "action": "create.nonce",
            "audience": "https://api.preprod.alignet.io/",
            "client_id": "your_client_id",
            "scope": "post:charges",
        })
    );
    assert_eq!((head(again), body(again)), (head(nonce), body(nonce)));
    assert_eq!(again.connection, token.connection);
}

/// The first line of a request, and its headers in alphabetical order, without the values that differ from run
/// to run.
fn head(heard: &Heard) -> Vec<String> {
    let steady = |line: &&str| match line.split_once(": ") {
        Some((name @ ("host" | "content-length"), _)) => format!("{name}: …"),
        _ => (*line).to_owned(),
    };
    let mut lines: Vec<String> = heard.head().iter().map(steady).collect();
    lines[1..].sort();
    lines
}

fn body(heard: &Heard) -> Json {
    serde_json::from_slice(&heard.body).unwrap()
}
