//! Tests that the `alignet` client calls the sandbox as it calls the vendor.

use std::{collections::HashSet, time::Duration};

use alignet::Delivery;
use alignet_sandbox::{Fault, RedeemError, Sandbox};

use crate::support::paying::client;

#[tokio::test]
async fn a_nonce_goes_all_the_way() {
    let sandbox = Sandbox::start().await.unwrap();
    let reply = client(&sandbox).create_nonce().send().await.unwrap();
    let nonce = reply.nonce.expose().unwrap();
    assert_eq!(sandbox.redeem(&nonce), Ok(()));
    assert_eq!(sandbox.redeem(&nonce), Err(RedeemError::Used));
    assert_eq!((sandbox.calls("create_token"), sandbox.calls("create_nonce")), (1, 1));
}

#[tokio::test]
async fn one_token_serves_many_calls_until_it_is_revoked() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    let mut nonces = HashSet::new();
    for _ in 0..3 {
        nonces.insert(client.create_nonce().send().await.unwrap().nonce.expose().unwrap());
    }
    assert_eq!((nonces.len(), sandbox.calls("create_token")), (3, 1));
    sandbox.revoke_tokens();
    client.create_nonce().send().await.unwrap();
    assert_eq!((sandbox.calls("create_token"), sandbox.calls("create_nonce")), (2, 5));
}

#[tokio::test]
async fn faults_reach_the_client() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    sandbox.fault("create_nonce", Fault::status(503).times(1)).unwrap();
    sandbox.fault("create_nonce", Fault::cut()).unwrap();
    client.create_nonce().send().await.unwrap();
    assert_eq!(sandbox.calls("create_nonce"), 3);

    sandbox.fault("create_nonce", Fault::status(200)).unwrap();
    let error = client.create_nonce().send().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.code()), (200, Some("01")));

    sandbox.fault("create_nonce", Fault::usual().delay(Duration::from_secs(3600))).unwrap();
    let error = client.create_nonce().timeout(Duration::from_millis(100)).send().await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(error.delivery(), Delivery::MaybeSent);
}
