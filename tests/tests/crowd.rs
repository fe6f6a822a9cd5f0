//! Tests a thousand concurrent callers: they share one token, and each gets its own nonce.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::{collections::HashSet, time::Duration};

use alignet::{Client, Error, ErrorKind};
use alignet_sandbox::{Fault, Sandbox};
use alignet_tests::local;
use tokio::{sync::Barrier, task::JoinSet};

const CALLERS: usize = 1000;
/// The number of open files: both ends of each caller's connection, for all tests at once.
const FILES: u64 = 2 * 4 * CALLERS as u64 + 1000;

/// The results of this many callers that start together.
async fn crowd(alignet: &Client, callers: usize) -> Vec<Result<String, Error>> {
    // Many systems start a process with a lower limit, and allow it to raise the limit.
    rlimit::increase_nofile_limit(FILES).unwrap();
    let start = std::sync::Arc::new(Barrier::new(callers));
    let mut crowd = JoinSet::new();
    for _ in 0..callers {
        let (alignet, start) = (alignet.clone(), start.clone());
        crowd.spawn(async move {
            start.wait().await;
            alignet.create_nonce().send().await?.nonce.expose()
        });
    }
    crowd.join_all().await
}

/// Checks that every nonce is unique and can be redeemed once.
fn assert_distinct(sandbox: &Sandbox, replies: Vec<Result<String, Error>>) {
    let nonces: HashSet<String> = replies.into_iter().collect::<Result<_, _>>().unwrap();
    for nonce in &nonces {
        assert_eq!(sandbox.redeem(nonce), Ok(()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn cold_callers_share_one_token_request() {
    let (sandbox, alignet) = local::start().await;
    let replies = crowd(&alignet, CALLERS).await;
    assert_eq!(replies.len(), CALLERS);
    assert_distinct(&sandbox, replies);
    assert_eq!((sandbox.calls("create_token"), sandbox.calls("create_nonce")), (1, CALLERS));
}

#[tokio::test(flavor = "multi_thread")]
async fn callers_with_a_revoked_token_share_one_renewal() {
    let (sandbox, alignet) = local::start().await;
    alignet.create_nonce().send().await.unwrap();
    sandbox.revoke_tokens();
    let replies = crowd(&alignet, CALLERS).await;
    assert_distinct(&sandbox, replies);
    assert_eq!(sandbox.calls("create_token"), 2);
    assert!(sandbox.calls("create_nonce") <= 1 + 2 * CALLERS, "{}", sandbox.calls("create_nonce"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_caller_leaves_and_the_others_go_on_with_its_token_request() {
    let (sandbox, alignet) = local::start().await;
    sandbox.fault("create_token", Fault::usual().delay(Duration::from_millis(500))).unwrap();
    let first = tokio::spawn(alignet.create_nonce().send());
    while sandbox.calls("create_token") == 0 {
        tokio::task::yield_now().await;
    }
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    assert_eq!(sandbox.requests()[0].status(), None, "the token request was answered too early");

    let replies = crowd(&alignet, CALLERS - 1).await;
    assert_eq!(sandbox.requests()[0].status(), Some(200));
    assert_distinct(&sandbox, replies);
    assert_eq!((sandbox.calls("create_token"), sandbox.calls("create_nonce")), (1, CALLERS - 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn callers_without_a_token_service_share_its_failure() {
    let (sandbox, alignet) = local::start().await;
    sandbox.fault("create_token", Fault::status(503).times(CALLERS)).unwrap();
    for reply in crowd(&alignet, CALLERS).await {
        let error = reply.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Server, Some("create_token")));
    }
    assert_eq!((sandbox.calls("create_token"), sandbox.calls("create_nonce")), (3, 0));
}
