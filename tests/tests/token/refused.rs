//! Tests tokens that the service refuses: which calls have them renewed, and how many requests that takes.

use std::time::Duration;

use alignet::{ErrorKind, reliability::REMEMBER_REFUSAL};
use alignet_tests::{
    clock::secs,
    local::{callers, nonce},
    synthetic::buy,
    wires::{Arriving, Wires, granted, refused, well},
};
use tokio::{task::yield_now, time::advance};

const CALLS: usize = 50;

fn refusing() -> Wires {
    Wires::new(|sent, number| match sent.path.as_str() {
        "/token" => well(sent, number),
        _ => Arriving::now(refused(401)),
    })
}

#[tokio::test(start_paused = true)]
async fn calls_one_after_the_other_ask_for_few_tokens() {
    let wires = refusing();
    let client = wires.client();
    for round in 0..4 {
        for _ in 0..CALLS {
            let error = nonce(&client).await.unwrap_err();
            assert_eq!((error.kind(), error.operation()), (ErrorKind::Unauthorized, Some("create_nonce")));
        }
        assert_eq!(wires.counts().0, 2 + round);
        advance(REMEMBER_REFUSAL).await;
    }
}

#[tokio::test(start_paused = true)]
async fn calls_at_once_ask_for_few_tokens() {
    let wires = refusing();
    let client = wires.client();
    for outcome in callers(&client, CALLS).await.join_all().await {
        assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Unauthorized);
    }
    assert_eq!(wires.counts(), (2, 2 * CALLS));
}

#[tokio::test(start_paused = true)]
async fn charges_ask_for_few_tokens_and_only_one_with_hope_says_so() {
    let wires = refusing();
    let client = wires.client();
    for number in 0..CALLS {
        let error = buy(&client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unauthorized);
        assert!(!error.is_indeterminate());
        assert_eq!(error.is_temporary(), number == 0, "{number}: {error}");
    }
    yield_now().await;
    assert_eq!((wires.counts().0, wires.sent("/things").len()), (2, CALLS));
}

#[tokio::test(start_paused = true)]
async fn a_token_that_was_good_for_a_while_is_renewed_when_it_is_refused() {
    let wires = Wires::nonces(|sent, number| match number {
        2 | 4 => Arriving::now(refused(401)),
        _ => well(sent, number),
    });
    let client = wires.client();
    for _ in 0..3 {
        nonce(&client).await.unwrap();
        advance(REMEMBER_REFUSAL + Duration::from_millis(1)).await;
    }
    assert_eq!(wires.counts(), (3, 5));
}

#[tokio::test(start_paused = true)]
async fn refused_callers_share_one_renewal() {
    let wires = Wires::new(|sent, number| match (sent.path.as_str(), sent.token.as_str()) {
        ("/token", _) => Arriving::after(secs(1), granted(number, 3_600)),
        (_, "token-1") if number > 1 => Arriving::after(secs(1), refused(401)),
        _ => well(sent, number),
    });
    let client = wires.client();
    nonce(&client).await.unwrap();
    let outcomes = callers(&client, 1_000).await.join_all().await;
    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!(wires.counts(), (2, 1 + 2_000));
}

#[tokio::test(start_paused = true)]
async fn a_late_401_does_not_give_up_the_token_that_came_since() {
    let wires = Wires::nonces(|sent, number| match (sent.token.as_str(), number) {
        ("token-1", 1) => Arriving::after(secs(3), refused(401)),
        ("token-1", _) => Arriving::now(refused(401)),
        _ => well(sent, number),
    });
    let client = wires.client();
    let mut slow = callers(&client, 1).await;
    while wires.counts().1 == 0 {
        yield_now().await;
    }
    nonce(&client).await.unwrap();
    slow.join_next().await.unwrap().unwrap().unwrap();
    assert_eq!(wires.counts(), (2, 4));
    assert_eq!(wires.sent("/nonce").last().unwrap().token, "token-2");
}

#[tokio::test(start_paused = true)]
async fn a_401_is_renewed_at_once_and_counts_as_no_attempt() {
    let wires = Wires::nonces(|sent, number| match number {
        1 => Arriving::now(refused(401)),
        2 | 3 => Arriving::now(refused(503)),
        _ => well(sent, number),
    });
    wires.client().create_nonce().send().await.unwrap();
    let sent = wires.sent("/nonce");
    let tokens: Vec<&str> = sent.iter().map(|sent| sent.token.as_str()).collect();
    assert_eq!(tokens, ["token-1", "token-2", "token-2", "token-2"]);
    assert_eq!(sent[1].at, sent[0].at, "no waiting before the renewed attempt");
}

#[tokio::test(start_paused = true)]
async fn a_403_renews_nothing_and_a_second_401_is_final() {
    for (status, kind, counts) in
        [(403, ErrorKind::Forbidden, (1, 1)), (401, ErrorKind::Unauthorized, (2, 2))]
    {
        let wires = Wires::nonces(move |_, _| Arriving::now(refused(status)));
        let error = wires.client().create_nonce().send().await.unwrap_err();
        yield_now().await;
        assert_eq!((error.kind(), error.operation(), wires.counts()), (kind, Some("create_nonce"), counts));
        assert!(error.is_auth());
    }
}
