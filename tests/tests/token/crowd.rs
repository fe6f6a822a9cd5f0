//! Tests a thousand callers on loopback: they share one token, and each gets its own nonce.

use std::{collections::HashSet, sync::Arc};

use alignet::Client;
use alignet_sandbox::Sandbox;
use alignet_tests::local;
use tokio::{sync::Barrier, task::JoinSet};

const CALLERS: usize = 1000;
/// The number of open files: both ends of each caller's connection.
const FILES: u64 = 2 * CALLERS as u64 + 1000;

/// Makes many calls that start together, and checks that every nonce can be redeemed once.
async fn crowd(sandbox: &Sandbox, alignet: &Client) {
    // Many systems start a process with a lower limit, and allow it to raise the limit.
    rlimit::increase_nofile_limit(FILES).unwrap();
    let start = Arc::new(Barrier::new(CALLERS));
    let mut callers = JoinSet::new();
    for _ in 0..CALLERS {
        let (alignet, start) = (alignet.clone(), Arc::clone(&start));
        callers.spawn(async move {
            start.wait().await;
            alignet.create_nonce().send().await?.nonce.expose()
        });
    }
    let nonces: HashSet<String> = callers.join_all().await.into_iter().collect::<Result<_, _>>().unwrap();
    assert_eq!(nonces.len(), CALLERS);
    for nonce in &nonces {
        assert_eq!(sandbox.redeem(nonce), Ok(()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_callers_share_one_token_and_its_renewal() {
    let (sandbox, alignet) = local::start().await;
    crowd(&sandbox, &alignet).await;
    assert_eq!((sandbox.calls("create_token"), sandbox.calls("create_nonce")), (1, CALLERS));
    sandbox.revoke_tokens();
    crowd(&sandbox, &alignet).await;
    assert_eq!(sandbox.calls("create_token"), 2);
    assert!(sandbox.calls("create_nonce") <= 3 * CALLERS, "{}", sandbox.calls("create_nonce"));
}
