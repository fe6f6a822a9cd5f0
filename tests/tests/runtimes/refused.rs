//! Tests a service that refuses every token it issues.

use std::time::Duration;

use alignet::{Client, Error, ErrorKind, reliability::REMEMBER_REFUSAL};
use alignet_tests::{
    synthetic::BuyThing,
    wires::{Arriving, Wires, refused, well},
};
use tokio::time::advance;

const CALLS: usize = 50;

fn refusing() -> Wires {
    Wires::new(|sent, number| match sent.path.as_str() {
        "/token" => well(sent, number),
        _ => Arriving::now(refused(401)),
    })
}

async fn charge(client: &Client) -> Result<(), Error> {
    BuyThing::new(client).thing("1").pin("1234").send().await.map(drop)
}

#[tokio::test(start_paused = true)]
async fn calls_one_after_the_other_ask_for_few_tokens() {
    let wires = refusing();
    let client = wires.client();
    for round in 0..4 {
        for _ in 0..CALLS {
            let error = crate::nonce(&client).await.unwrap_err();
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
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..CALLS {
        let client = client.clone();
        calls.spawn(async move { crate::nonce(&client).await });
    }
    for outcome in calls.join_all().await {
        assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Unauthorized);
    }
    assert_eq!(wires.counts(), (2, 2 * CALLS));
}

#[tokio::test(start_paused = true)]
async fn charges_ask_for_few_tokens_and_only_one_with_hope_says_so() {
    let wires = refusing();
    let client = wires.client();
    for number in 0..CALLS {
        let error = charge(&client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unauthorized);
        assert!(!error.is_indeterminate());
        assert_eq!(error.is_temporary(), number == 0, "{number}: {error}");
    }
    tokio::task::yield_now().await;
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
        crate::nonce(&client).await.unwrap();
        advance(REMEMBER_REFUSAL + Duration::from_millis(1)).await;
    }
    assert_eq!(wires.counts(), (3, 5));
}
