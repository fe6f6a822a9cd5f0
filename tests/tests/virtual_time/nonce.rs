//! Tests how long a nonce can be used.

use alignet::ErrorKind;
use alignet_tests::{
    canned,
    clock::{MS, at, secs},
    wires::{Arriving, Wires},
};
use tokio::time::Instant;

#[tokio::test(start_paused = true)]
async fn a_nonce_is_usable_until_two_seconds_before_its_end() {
    let wires = Wires::nonces(|_, _| Arriving::after(secs(3), canned::answer(200, canned::nonce("n", 30))));
    let (client, start) = (wires.client(), Instant::now());
    let [first, second] =
        [client.create_nonce().send().await.unwrap(), client.create_nonce().send().await.unwrap()];
    // The first request was sent at 0 s, the second at 3 s.
    at(start, secs(10)).await;
    assert!(first.nonce.remaining() <= secs(18) && first.nonce.remaining() > secs(17));
    assert!(second.nonce.remaining() <= secs(21) && second.nonce.remaining() > secs(20));

    at(start, secs(28)).await;
    assert!(first.nonce.remaining().is_zero() && first.nonce.is_expired());
    assert_eq!(first.nonce.expose().unwrap_err().kind(), ErrorKind::Expired);
    at(start, secs(31) - secs(1)).await;
    assert_eq!(second.nonce.expose().unwrap(), "n");
}

#[tokio::test(start_paused = true)]
async fn a_nonce_that_took_longer_than_it_lives_is_expired_on_arrival() {
    let wires =
        Wires::nonces(|_, _| Arriving::after(secs(3) - MS, canned::answer(200, canned::nonce("n", 4))));
    let reply = wires.client().create_nonce().send().await.unwrap();
    assert_eq!(reply.nonce.expose().unwrap_err().kind(), ErrorKind::Expired);
}

#[tokio::test(start_paused = true)]
async fn a_life_counts_from_the_attempt_that_succeeded() {
    let wires = Wires::nonces(|_, number| match number {
        1 => Arriving::never(),
        _ => Arriving::now(canned::answer(200, canned::nonce("n", 5))),
    });
    let reply = wires.client().create_nonce().send().await.unwrap();
    let sent = wires.sent("/nonce")[1].at;
    assert!(Instant::now() - wires.sent("/nonce")[0].at >= secs(4), "the first attempt had its time");
    at(sent, secs(2)).await;
    assert_eq!(reply.nonce.expose().unwrap(), "n");
}

#[tokio::test(start_paused = true)]
async fn no_nonce_is_kept_or_minted_ahead() {
    let wires = Wires::nonces(alignet_tests::wires::well);
    let client = wires.client();
    assert_eq!(wires.counts(), (0, 0), "nothing is sent before it is asked for");
    for number in 1..=3 {
        let reply = client.create_nonce().send().await.unwrap();
        assert_eq!(reply.nonce.expose().unwrap(), format!("nonce-{number}"));
        at(Instant::now(), secs(60)).await;
        assert_eq!(wires.counts(), (1, number));
    }
}
