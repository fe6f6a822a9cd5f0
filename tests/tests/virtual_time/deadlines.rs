//! Tests the deadlines of calls and attempts.

use std::time::Duration;

use alignet::{Delivery, ErrorKind, transport::TransportError};
use alignet_tests::{
    canned::Answer,
    clock::secs,
    synthetic::{BuyThing, buy, find},
    wires::{Arriving, Wires, granted, refused, well},
};
use tokio::time::Instant;

/// Answers only token requests.
fn silent() -> Wires {
    Wires::new(|sent, number| match sent.path.as_str() {
        "/token" => well(sent, number),
        _ => Arriving::never(),
    })
}

/// The time of each call in seconds, that of each of its attempts, and the number of attempts.
#[tokio::test(start_paused = true)]
async fn each_call_has_its_time_and_its_attempts() {
    for (path, call, attempt, attempts) in
        [("/token", 15, 6, 3), ("/nonce", 10, 4, 3), ("/things/1", 25, 10, 3), ("/things", 60, 60, 1)]
    {
        let wires = if path == "/token" { Wires::tokens(|_| Arriving::never()) } else { silent() };
        let (client, start) = (wires.client(), Instant::now());
        let outcome = match path {
            "/token" => client.create_token().send().await.map(drop),
            "/nonce" => client.create_nonce().send().await.map(drop),
            "/things/1" => find(&client).await,
            _ => buy(&client).await,
        };
        let error = outcome.unwrap_err();
        assert_eq!((error.kind(), error.delivery()), (ErrorKind::Timeout, Delivery::MaybeSent), "{path}");
        assert_eq!((error.is_timeout(), error.is_indeterminate()), (true, attempts == 1), "{path}");
        let sent = wires.sent(path);
        assert_eq!((start.elapsed(), sent.len()), (secs(call), attempts), "{path}");
        assert_eq!(sent[0].limits.time, secs(attempt), "{path}");
        let last = sent.last().unwrap();
        assert_eq!(Instant::now(), last.at + last.limits.time, "the last attempt has its time");
        for pair in sent.windows(2) {
            let apart = pair[1].at - pair[0].at;
            assert!(
                apart >= secs(attempt) && apart <= secs(attempt) + Duration::from_millis(1_002),
                "{apart:?}"
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn waiting_for_the_token_is_part_of_the_call() {
    let (wires, start) = (Wires::tokens(|_| Arriving::never()), Instant::now());
    let error = wires.client().create_nonce().send().await.unwrap_err();
    assert_eq!(start.elapsed(), secs(10));
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Timeout, Delivery::NotSent));
    assert!(error.is_timeout() && !error.is_indeterminate());

    // The nonce request gets the time that the token request has left.
    let wires = Wires::new(|sent, number| match sent.path.as_str() {
        "/token" => Arriving::after(Duration::from_millis(5_500), granted(number, 3_600)),
        _ => Arriving::never(),
    });
    let start = Instant::now();
    wires.client().create_nonce().timeout(secs(7)).send().await.unwrap_err();
    assert_eq!(start.elapsed(), secs(7));
    assert_eq!(wires.sent("/nonce")[0].limits.time, Duration::from_millis(1_500));
}

#[tokio::test(start_paused = true)]
async fn a_payment_whose_token_does_not_come_was_not_sent() {
    let wires = Wires::tokens(|_| Arriving::never());
    let error = BuyThing::new(&wires.client()).thing("1").pin("1234").timeout(secs(2)).send().await;
    let error = error.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Timeout, Delivery::NotSent));
    assert!(!error.is_indeterminate());
    assert!(wires.sent("/things").is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_call_may_set_its_time_and_so_may_a_client() {
    let (wires, start) = (silent(), Instant::now());
    let client = wires.builder().timeout(secs(3)).build().unwrap();
    client.create_nonce().send().await.unwrap_err();
    assert_eq!(start.elapsed(), secs(3));
    let start = Instant::now();
    client.create_nonce().timeout(secs(1)).send().await.unwrap_err();
    assert_eq!(start.elapsed(), secs(1));
}

#[tokio::test(start_paused = true)]
async fn in_a_longer_call_each_attempt_has_its_share() {
    let (wires, start) = (silent(), Instant::now());
    let client = wires.client();
    client.create_nonce().timeout(secs(90)).send().await.unwrap_err();
    let times: Vec<Duration> = wires.sent("/nonce").iter().map(|sent| sent.limits.time).collect();
    assert_eq!((times[0], times[1], times.len()), (secs(30), secs(30), 3));
    assert_eq!(start.elapsed(), secs(90));

    // A call that must not be repeated has one attempt, which gets all of the time.
    let start = Instant::now();
    BuyThing::new(&client).thing("1").pin("1234").timeout(secs(90)).send().await.unwrap_err();
    assert_eq!((start.elapsed(), wires.sent("/things").len()), (secs(90), 1));
}

#[tokio::test(start_paused = true)]
async fn no_time_is_a_timeout_and_endless_time_is_fine() {
    let wires = silent();
    let client = wires.client();
    let error = client.create_nonce().timeout(Duration::ZERO).send().await.unwrap_err();
    assert_eq!((error.is_timeout(), error.delivery()), (true, Delivery::NotSent));
    let error = client.create_nonce().timeout(Duration::MAX).send().await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(error.delivery(), Delivery::MaybeSent);
}

#[tokio::test(start_paused = true)]
async fn no_wait_goes_past_the_deadline() {
    for _ in 0..200 {
        let wires = Wires::nonces(|_, _| Arriving::after(Duration::from_millis(80), refused(503)));
        let start = Instant::now();
        let error = wires.client().create_nonce().timeout(Duration::from_millis(300)).send().await;
        let error = error.unwrap_err();
        assert!(start.elapsed() <= Duration::from_millis(300), "{:?}", start.elapsed());
        assert!(matches!(error.kind(), ErrorKind::Server | ErrorKind::Timeout), "{error}");
    }
}

/// The first attempts end as listed, and those after them can't connect.
fn then_unconnected(first: Vec<Answer>) -> Wires {
    Wires::nonces(move |_, number| {
        let unconnected = || Err(TransportError::not_sent("no route"));
        Arriving::now(first.get(number - 1).cloned().unwrap_or_else(unconnected))
    })
}

#[tokio::test(start_paused = true)]
async fn not_sent_speaks_of_every_attempt() {
    let lost = || Err(TransportError::maybe_sent("reset"));
    let unsent = || Err(TransportError::not_sent("no route"));
    for (first, delivery) in [
        (vec![], Delivery::NotSent),
        (vec![unsent()], Delivery::NotSent),
        (vec![lost()], Delivery::MaybeSent),
        (vec![unsent(), lost()], Delivery::MaybeSent),
        (vec![lost(), unsent()], Delivery::MaybeSent),
        (vec![refused(503)], Delivery::MaybeSent),
        (vec![refused(401)], Delivery::MaybeSent),
    ] {
        let wires = then_unconnected(first);
        let error = wires.client().create_nonce().send().await.unwrap_err();
        assert_eq!((error.kind(), error.delivery()), (ErrorKind::Connect, delivery), "{error}");
        assert!(wires.counts().1 >= 3, "the last attempt could not connect");
        assert!(!error.is_indeterminate());
    }
}

#[tokio::test(start_paused = true)]
async fn not_sent_speaks_of_attempts_before_a_token_that_does_not_come() {
    // The token is refused, and no other comes in time.
    let wires = Wires::new(|sent, number| match (sent.path.as_str(), number) {
        ("/token", 1) => well(sent, number),
        ("/token", _) => Arriving::never(),
        _ => Arriving::now(refused(401)),
    });
    let error = wires.client().create_nonce().timeout(secs(3)).send().await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Timeout, Delivery::MaybeSent));
    assert_eq!(wires.counts(), (2, 1));
}

#[tokio::test(start_paused = true)]
async fn a_payment_that_could_not_connect_twice_was_not_sent() {
    let wires = Wires::new(|sent, number| match sent.path.as_str() {
        "/token" => well(sent, number),
        _ => Arriving::now(Err(TransportError::not_sent("no route"))),
    });
    let error = buy(&wires.client()).await.unwrap_err();
    assert_eq!((error.delivery(), error.is_indeterminate()), (Delivery::NotSent, false));
    assert_eq!(wires.sent("/things").len(), 2);
}
