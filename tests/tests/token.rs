//! Tests access tokens end to end: calls share a token, and a refused token is renewed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::time::Duration;

use alignet::{Client, Delivery, Environment, Error, ErrorKind};
use alignet_sandbox::{Fault, Sandbox};
use alignet_tests::local;
use http::StatusCode;
use tokio::{
    runtime::{self, Runtime},
    task::JoinSet,
};

const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test]
async fn clones_share_one_token() {
    let (sandbox, alignet) = local::start().await;
    for client in [alignet.clone(), alignet.clone(), alignet] {
        client.create_nonce().send().await.unwrap();
        client.create_nonce().send().await.unwrap();
    }
    assert_eq!((sandbox.calls("create_token"), sandbox.calls("create_nonce")), (1, 6));
}

#[tokio::test]
async fn clients_of_their_own_do_not_share_a_token() {
    let (sandbox, alignet) = local::start().await;
    alignet.create_nonce().send().await.unwrap();
    local::client(&sandbox).build().unwrap().create_nonce().send().await.unwrap();
    assert_eq!(sandbox.calls("create_token"), 2);
}

#[tokio::test]
async fn a_revoked_token_is_renewed_once() {
    let (sandbox, alignet) = local::start().await;
    alignet.create_nonce().send().await.unwrap();
    sandbox.revoke_tokens();
    alignet.create_nonce().send().await.unwrap();
    // One nonce request with the old token, one refused request, and one request with the new token.
    assert_eq!((sandbox.calls("create_token"), sandbox.calls("create_nonce")), (2, 3));
}

#[tokio::test]
async fn a_token_that_is_always_refused_is_renewed_once_per_call() {
    let (sandbox, alignet) = local::start().await;
    sandbox.fault("create_nonce", Fault::status(401).times(100)).unwrap();
    let error = alignet.create_nonce().send().await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Unauthorized, Some("create_nonce")));
    assert_eq!((sandbox.calls("create_token"), sandbox.calls("create_nonce")), (2, 2));
}

#[tokio::test]
async fn a_wrong_secret_is_one_token_request_and_unauthorized_for_everyone() {
    let (sandbox, _) = local::start().await;
    let credentials = alignet::Credentials::new(sandbox.client_id(), "wrong");
    let alignet = Client::builder(sandbox.environment()).credentials(credentials).build().unwrap();
    let mut callers = JoinSet::new();
    for _ in 0..20 {
        callers.spawn(alignet.create_nonce().send());
    }
    let mut errors: Vec<Error> =
        callers.join_all().await.into_iter().map(|reply| reply.unwrap_err()).collect();
    errors.push(alignet.create_nonce().send().await.unwrap_err());
    for error in errors {
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Unauthorized, Some("create_token")));
        assert_eq!(error.delivery(), Delivery::Answered(StatusCode::UNAUTHORIZED));
        assert!(error.is_auth() && !error.is_timeout() && !error.is_indeterminate());
    }
    assert_eq!((sandbox.calls("create_token"), sandbox.calls("create_nonce")), (1, 0));
}

#[tokio::test]
async fn the_audience_of_another_environment_is_refused_by_name() {
    let (sandbox, _) = local::start().await;
    let environment = Environment::custom()
        .auth(sandbox.url())
        .api(sandbox.url())
        .audience(Environment::PRODUCTION.audience())
        .api_version(Environment::PREPROD.api_version())
        .flex_script("https://flex.example.com/form.js")
        .flex_style("https://flex.example.com/form.css")
        .notification_keys([""])
        .build();
    let alignet = Client::builder(environment).credentials(sandbox.credentials()).build().unwrap();
    assert_eq!(alignet.environment().audience(), "https://api.alignet.io/");
    let error = alignet.create_nonce().send().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Rejected, Some(StatusCode::BAD_REQUEST)));
    assert_eq!((error.operation(), error.code()), (Some("create_token"), Some("01")));
    assert!(error.messages()[0].value.contains("audience"), "{error}");
    assert!(!error.to_string().contains("api.alignet.io"), "{error}");
}

#[tokio::test]
async fn a_scope_that_the_token_lacks_is_forbidden_and_renews_nothing() {
    let (sandbox, alignet) = local::start().await;
    sandbox.fault("create_nonce", Fault::status(403)).unwrap();
    let error = alignet.create_nonce().send().await.unwrap_err();
    assert!(error.kind() == ErrorKind::Forbidden && error.is_auth());
    assert_eq!((sandbox.calls("create_token"), sandbox.calls("create_nonce")), (1, 1));
}

#[tokio::test]
async fn a_fixed_bearer_is_carried_and_never_renewed() {
    let (sandbox, alignet) = local::start().await;
    let token = alignet.create_token().send().await.unwrap().access_token;
    let alignet = local::client(&sandbox).bearer(token.expose().unwrap()).build().unwrap();
    alignet.create_nonce().send().await.unwrap();
    sandbox.revoke_tokens();
    let error = alignet.create_nonce().send().await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Unauthorized, Some("create_nonce")));
    assert_eq!((sandbox.calls("create_token"), sandbox.calls("create_nonce")), (1, 2));
}

fn runtime() -> Runtime {
    runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}

#[test]
fn a_client_made_outside_a_runtime_serves_one_runtime_after_the_other() {
    let of_sandbox = runtime();
    let sandbox = of_sandbox.block_on(Sandbox::start()).unwrap();
    let alignet = local::client(&sandbox).build().unwrap();
    for _ in 0..2 {
        let runtime = runtime();
        runtime.block_on(alignet.create_nonce().send()).unwrap();
        runtime.block_on(alignet.create_nonce().send()).unwrap();
    }
    assert_eq!((sandbox.calls("create_token"), sandbox.calls("create_nonce")), (1, 4));
}

#[test]
fn a_runtime_that_ends_with_the_token_on_its_way_leaves_nobody_stuck() {
    let of_sandbox = runtime();
    let sandbox = of_sandbox.block_on(Sandbox::start()).unwrap();
    let alignet = local::client(&sandbox).build().unwrap();
    sandbox.fault("create_token", Fault::usual().delay(HOUR)).unwrap();

    let ending = runtime();
    ending.spawn(alignet.create_nonce().send());
    while sandbox.calls("create_token") == 0 {
        std::thread::yield_now();
    }
    let staying = runtime();
    let waiting = staying.spawn(alignet.create_nonce().send());
    ending.shutdown_background();
    staying.block_on(waiting).unwrap().unwrap();
    assert_eq!(sandbox.calls("create_token"), 2);
}
