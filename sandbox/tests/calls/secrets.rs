//! Tests generated secrets: unpredictable, unique, expiring, and of single use if the contract says so.

use std::{collections::HashSet, sync::Arc, time::Duration};

use alignet_sandbox::{RedeemError, Sandbox};
use serde_json::{Value as Json, json};

use crate::support::{builder, sample};

async fn nonce(sandbox: &Sandbox) -> String {
    let reply = sample::request(sandbox, "create_nonce").await.send(sandbox.addr()).await.unwrap();
    reply.json()["nonce"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_nonce_is_redeemed_once() {
    let sandbox = Sandbox::start().await.unwrap();
    let nonce = nonce(&sandbox).await;
    assert_eq!(sandbox.redeem(&nonce), Ok(()));
    assert_eq!(sandbox.redeem(&nonce), Err(RedeemError::Used));
    sandbox.advance(Duration::from_secs(60));
    assert_eq!(sandbox.redeem(&nonce), Err(RedeemError::Used));
}

#[tokio::test]
async fn a_nonce_is_redeemed_within_the_life_that_its_reply_gives_it() {
    let sandbox = Sandbox::start().await.unwrap();
    let (early, late) = (nonce(&sandbox).await, nonce(&sandbox).await);
    sandbox.advance(Duration::from_secs(28));
    assert_eq!(sandbox.redeem(&early), Ok(()));
    sandbox.advance(Duration::from_secs(2));
    assert_eq!(sandbox.redeem(&late), Err(RedeemError::Expired));
}

#[tokio::test]
async fn what_is_no_nonce_is_not_redeemed() {
    let sandbox = Sandbox::start().await.unwrap();
    assert_eq!(sandbox.redeem("eyJhbGciOiJIUzI1NiJ9.example.nonce"), Err(RedeemError::Unknown));
    let token = sample::token(&sandbox).await;
    assert_eq!(sandbox.redeem(&token), Err(RedeemError::Unknown));
    let other = Sandbox::start().await.unwrap();
    assert_eq!(other.redeem(&nonce(&sandbox).await), Err(RedeemError::Unknown));
}

#[tokio::test]
async fn the_clock_can_be_moved_to_the_end_of_time() {
    let sandbox = Sandbox::start().await.unwrap();
    let nonce = nonce(&sandbox).await;
    sandbox.advance(Duration::MAX);
    sandbox.advance(Duration::MAX);
    assert_eq!(sandbox.redeem(&nonce), Err(RedeemError::Expired));
}

#[tokio::test]
async fn a_chosen_lifetime_is_kept_and_said() {
    let sandbox = builder()
        .lifetime("create_nonce", Duration::from_secs(5))
        .lifetime("put_thing", Duration::from_secs(6))
        .start()
        .await
        .unwrap();
    let reply = sample::request(&sandbox, "create_nonce").await.send(sandbox.addr()).await.unwrap().json();
    assert_eq!(reply["expires_in"], 5);
    sandbox.advance(Duration::from_secs(5));
    assert_eq!(sandbox.redeem(reply["nonce"].as_str().unwrap()), Err(RedeemError::Expired));
    // The lifetime is a string in the example, and so in the reply.
    let reply = sample::request(&sandbox, "put_thing").await.send(sandbox.addr()).await.unwrap().json();
    assert_eq!(reply["lives"], "6");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_calls_get_a_thousand_distinct_secrets() {
    let sandbox = Arc::new(Sandbox::start().await.unwrap());
    let request = sample::request(&sandbox, "create_nonce").await;
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (sandbox, request) = (Arc::clone(&sandbox), request.clone());
        calls.spawn(async move {
            let mut nonces = Vec::new();
            for _ in 0..20 {
                let reply = request.send(sandbox.addr()).await.unwrap();
                nonces.push(reply.json()["nonce"].as_str().unwrap().to_owned());
            }
            nonces
        });
    }
    let nonces: HashSet<String> = calls.join_all().await.into_iter().flatten().collect();
    assert_eq!(nonces.len(), 1000);
    assert_eq!(sandbox.calls("create_nonce"), 1000);
    assert!(nonces.iter().all(|nonce| nonce.len() > 100 && sandbox.redeem(nonce).is_ok()));
}

#[tokio::test]
async fn every_secret_of_a_reply_is_fresh() {
    let sandbox = builder().start().await.unwrap();
    let request = sample::request(&sandbox, "put_thing").await;
    let mut seen = HashSet::new();
    for _ in 0..2 {
        let reply = request.send(sandbox.addr()).await.unwrap().json();
        let inner = reply["keys"].as_array().unwrap().iter().map(|key| &key["value"]);
        for secret in inner.chain([&reply["key"]]) {
            assert!(seen.insert(secret.as_str().unwrap().to_owned()));
        }
        assert_eq!(sandbox.redeem(reply["key"].as_str().unwrap()), Ok(()));
    }
    assert_eq!(seen.len(), 6);
}

#[tokio::test]
async fn credentials_are_random_unless_chosen() {
    let (one, other) = (Sandbox::start().await.unwrap(), Sandbox::start().await.unwrap());
    assert_ne!(one.client_id(), other.client_id());
    assert_ne!(one.expose_client_secret(), other.expose_client_secret());
    let chosen = Sandbox::builder().credentials("me", "mine").start().await.unwrap();
    assert_eq!((chosen.client_id(), chosen.expose_client_secret()), ("me", "mine"));
}

#[tokio::test]
async fn a_reply_repeats_what_was_asked_for() {
    let sandbox = builder().start().await.unwrap();
    let mut request = sample::request(&sandbox, "get_thing").await;
    request.target = "/things/so%20me%2Fone/12?limit=3".to_owned();
    let reply = request.send(sandbox.addr()).await.unwrap().json();
    assert_eq!(reply["owner"], "so me/one");
    let mut request = sample::request(&sandbox, "put_thing").await;
    request.target = "/things/jane/1".to_owned();
    let reply = request.send(sandbox.addr()).await.unwrap().json();
    assert_eq!((&reply["who"], &reply["action"]), (&json!("jane"), &json!("put")));
}

#[tokio::test]
async fn an_endpoint_without_an_example_is_answered_from_its_types() {
    let sandbox = builder().start().await.unwrap();
    let reply = sample::request(&sandbox, "get_thing").await.send(sandbox.addr()).await.unwrap().json();
    let fields = sandbox.contract().reply_fields(sample::endpoint(sandbox.contract(), "get_thing"));
    let side = alignet_spec::validate::Side::Reply;
    assert_eq!(alignet_spec::validate::object(sandbox.contract(), fields, &reply, side), []);
    let details = json!({ "maker": "example", "tool": "chisel", "place": "a shed" });
    assert_eq!(reply["thing"]["made"], json!({ "way": "HAND", "details": details }));
    assert_eq!(reply["thing"]["weight"], Json::Null);
    assert_eq!(reply["meta"]["status"]["code"], "00");
    assert!(reply["thing"].get("note").is_none());
}
