//! The clock: how far it can be moved, and what a reset does with it.

use std::time::Duration;

use alignet_sandbox::Sandbox;
use serde_json::json;

use crate::{
    ask,
    support::{flex::nonce, sample},
};

const YEARS: u64 = 36_525 * 86_400; // 100

#[tokio::test]
async fn the_clock_is_at_most_100_years_ahead() {
    let sandbox = Sandbox::start().await.unwrap();
    let advance = async |seconds: u64| {
        let reply = ask(&sandbox, "POST", "clock", Some(json!({ "advance_seconds": seconds }))).await;
        (reply.status, reply.json())
    };
    let now = async || ask(&sandbox, "GET", "status", None).await.json()["now_seconds"].as_f64().unwrap();
    let (status, refused) = advance(u64::MAX).await;
    assert_eq!(status, 400);
    assert!(refused["error"].as_str().unwrap().contains("at most 3155760000 s"), "{refused}");
    assert!(now().await < 1000.0, "a refused advance moves nothing");
    assert_eq!(advance(YEARS - 1).await.0, 200);
    assert_eq!((advance(2).await.0, advance(1).await.0), (400, 200));
    // Secrets that are issued then work, and expire.
    let one = nonce(&sandbox, "post:charges").await;
    assert_eq!(sandbox.redeem(&one), Ok(()));
    let token = sample::request(&sandbox, "create_nonce").await;
    assert_eq!(token.send(sandbox.addr()).await.unwrap().status, 200);
}

#[tokio::test]
async fn an_advance_in_rust_stops_at_that_bound() {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.advance(Duration::MAX);
    let one = nonce(&sandbox, "post:charges").await;
    assert_eq!(sandbox.redeem(&one), Ok(()));
}

#[tokio::test]
async fn a_reset_leaves_the_clock() {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.advance(Duration::from_secs(5_000));
    assert_eq!(ask(&sandbox, "POST", "reset", Some(json!({}))).await.status, 200);
    let now = ask(&sandbox, "GET", "status", None).await.json()["now_seconds"].as_f64().unwrap();
    assert!((5_000.0..6_000.0).contains(&now), "{now}");
    let described = ask(&sandbox, "GET", "openapi.json", None).await.json();
    let says = &described["paths"]["/_sandbox/reset"]["post"]["description"];
    assert!(says.as_str().unwrap_or_default().contains("clock stays"), "{says}");
}
