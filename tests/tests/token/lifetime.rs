//! Tests the token cache: how long a token is used, and at which time it is renewed.

use std::time::Duration;

use alignet_tests::{
    clock::{MS, at, secs},
    local::nonce,
    wires::{Arriving, Wires, granted, refused},
};
use tokio::time::Instant;

/// Lifetimes of tokens, each with the time before expiry from which it is renewed, and no longer used.
const WINDOWS: [(u64, Duration, Duration); 6] = [
    (10, Duration::from_millis(2_500), Duration::from_millis(1_000)),
    (60, Duration::from_secs(15), Duration::from_secs(6)),
    (300, Duration::from_secs(75), Duration::from_secs(30)),
    (1_200, Duration::from_secs(300), Duration::from_secs(30)),
    (3_600, Duration::from_secs(300), Duration::from_secs(30)),
    (86_400, Duration::from_secs(300), Duration::from_secs(30)),
];

/// The first token has this lifetime; later token requests are never answered.
fn one_token(lifetime: u64) -> Wires {
    Wires::tokens(move |number| match number {
        1 => Arriving::now(granted(1, lifetime)),
        _ => Arriving::never(),
    })
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_early_and_used_meanwhile() {
    for (lifetime, early, _) in WINDOWS {
        let wires = one_token(lifetime);
        let (client, start) = (wires.client(), Instant::now());
        nonce(&client).await.unwrap();
        // The renewal has random jitter of a tenth, so that many clients do not renew at once.
        at(start, secs(lifetime) - early.mul_f64(1.1) - MS).await;
        nonce(&client).await.unwrap();
        assert_eq!(wires.counts(), (1, 2), "{lifetime} s: renewed too early");

        at(start, secs(lifetime) - early).await;
        for _ in 0..3 {
            nonce(&client).await.unwrap();
        }
        tokio::task::yield_now().await;
        assert_eq!(wires.counts(), (2, 5), "{lifetime} s: one renewal beside the calls");
        assert!(wires.sent("/nonce").iter().all(|sent| sent.token == "token-1"), "{lifetime} s");
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_is_not_handed_out_near_its_end() {
    for (lifetime, _, hold_back) in WINDOWS {
        let wires = one_token(lifetime);
        let (client, start) = (wires.client(), Instant::now());
        nonce(&client).await.unwrap();
        at(start, secs(lifetime) - hold_back - MS).await;
        nonce(&client).await.unwrap();
        at(start, secs(lifetime) - hold_back).await;
        let error = client.create_nonce().timeout(MS).send().await.unwrap_err();
        assert!(error.is_timeout(), "{lifetime} s: {error}");
        assert_eq!(wires.counts(), (2, 2), "{lifetime} s");
    }
}

#[tokio::test(start_paused = true)]
async fn the_renewed_token_takes_over_when_it_lands() {
    let wires = Wires::tokens(|number| match number {
        1 => Arriving::now(granted(1, 3_600)),
        _ => Arriving::after(secs(2), granted(number, 3_600)),
    });
    let (client, start) = (wires.client(), Instant::now());
    nonce(&client).await.unwrap();
    let due = secs(3_600 - 300);
    for after in [due, due + secs(1), due + secs(3)] {
        at(start, after).await;
        nonce(&client).await.unwrap();
    }
    let tokens: Vec<String> = wires.sent("/nonce").into_iter().map(|sent| sent.token).collect();
    assert_eq!(tokens, ["token-1", "token-1", "token-1", "token-2"]);
    assert_eq!(wires.counts().0, 2);
}

#[tokio::test(start_paused = true)]
async fn clients_made_together_renew_apart() {
    let start = Instant::now();
    let fleet: Vec<_> = std::iter::repeat_with(|| one_token(3_600)).take(100).collect();
    let clients: Vec<_> = fleet.iter().map(Wires::client).collect();
    for client in &clients {
        nonce(client).await.unwrap();
    }
    at(start, secs(3_600 - 315)).await;
    for client in &clients {
        nonce(client).await.unwrap();
    }
    tokio::task::yield_now().await;
    let renewed = fleet.iter().filter(|wires| wires.counts().0 == 2).count();
    assert!((10..=90).contains(&renewed), "{renewed} of 100 renewed half-way");
}

#[tokio::test(start_paused = true)]
async fn a_failed_early_renewal_disturbs_no_call() {
    let wires = Wires::tokens(|number| match number {
        1 => Arriving::now(granted(1, 3_600)),
        2..=4 => Arriving::now(refused(503)),
        _ => Arriving::now(granted(number, 3_600)),
    });
    let (client, start) = (wires.client(), Instant::now());
    nonce(&client).await.unwrap();
    at(start, secs(3_600 - 300)).await;
    nonce(&client).await.unwrap();
    // The renewal's three attempts wait at most 1.5 s in all.
    at(start, secs(3_600 - 290)).await;
    nonce(&client).await.unwrap();
    at(start, secs(3_600 - 289)).await;
    nonce(&client).await.unwrap();
    let tokens: Vec<String> = wires.sent("/nonce").into_iter().map(|sent| sent.token).collect();
    assert_eq!(tokens, ["token-1", "token-1", "token-1", "token-5"]);
}

#[tokio::test(start_paused = true)]
async fn a_failed_early_renewal_is_not_tried_with_every_call() {
    let wires =
        Wires::tokens(|number| Arriving::now(if number == 1 { granted(1, 3_600) } else { refused(404) }));
    let (client, start) = (wires.client(), Instant::now());
    nonce(&client).await.unwrap();
    let due = secs(3_600 - 300);
    for (after, tokens) in [(0, 2), (1, 2), (500, 2), (999, 2), (1_000, 3), (1_999, 3), (2_000, 4)] {
        at(start, due + MS * after).await;
        nonce(&client).await.unwrap();
        // Lets the background renewal finish.
        tokio::task::yield_now().await;
        assert_eq!(wires.counts().0, tokens, "{after} ms after it was due");
    }
}

#[tokio::test(start_paused = true)]
async fn a_life_counts_from_before_the_request() {
    let wires = Wires::tokens(|number| Arriving::after(secs(5), granted(number, 10)));
    let (client, start) = (wires.client(), Instant::now());
    nonce(&client).await.unwrap();
    assert_eq!(start.elapsed(), secs(5));
    at(start, secs(9) - MS).await;
    nonce(&client).await.unwrap();
    at(start, secs(9)).await;
    nonce(&client).await.unwrap();
    let tokens: Vec<String> = wires.sent("/nonce").into_iter().map(|sent| sent.token).collect();
    assert_eq!(tokens, ["token-1", "token-1", "token-2"]);
}

#[tokio::test(start_paused = true)]
async fn a_token_that_does_not_say_how_long_lives_five_minutes() {
    let silent = r#"{"action": "authorize", "success": true, "access_token": "token-1",
        "authorization": {"meta": {"status": {"code": "00", "message_ilgn": []}}}}"#;
    let wires = Wires::tokens(move |number| match number {
        1 => Arriving::now(alignet_tests::canned::answer(200, silent)),
        _ => Arriving::now(granted(number, 300)),
    });
    let (client, start) = (wires.client(), Instant::now());
    nonce(&client).await.unwrap();
    at(start, secs(300 - 90)).await;
    nonce(&client).await.unwrap();
    assert_eq!(wires.counts().0, 1);
    at(start, secs(300 - 30)).await;
    nonce(&client).await.unwrap();
    assert_eq!(wires.sent("/nonce")[2].token, "token-2");
}
