//! Tests the retry budget in an outage: a client sends its calls and ten retries.

use alignet::{Client, transport::TransportError};
use alignet_tests::{
    clock::secs,
    local::callers,
    wires::{Arriving, Wires, refused, well},
};

/// Makes this many calls at once, and returns the number that succeed.
async fn succeed(client: &Client, number: usize) -> usize {
    callers(client, number).await.join_all().await.into_iter().filter(Result::is_ok).count()
}

#[tokio::test(start_paused = true)]
async fn a_thousand_callers_send_ten_retries() {
    for answer in [refused(500), refused(429), Err(TransportError::not_sent("no route"))] {
        let wires = Wires::nonces(move |_, _| Arriving::now(answer.clone()));
        assert_eq!(succeed(&wires.client(), 1_000).await, 0);
        assert_eq!(wires.counts(), (1, 1_010));
    }
}

#[tokio::test(start_paused = true)]
async fn after_timeouts_it_is_five() {
    let wires = Wires::nonces(|_, _| Arriving::never());
    assert_eq!(succeed(&wires.client(), 1_000).await, 0);
    assert_eq!(wires.counts(), (1, 1_005));
}

#[tokio::test(start_paused = true)]
async fn successes_earn_retries_back() {
    // The token request is the first success, followed by a thousand failed calls, and so on.
    let wires = Wires::nonces(|sent, number| match number {
        1_011..=1_030 => well(sent, number),
        _ => Arriving::now(refused(500)),
    });
    let client = wires.client();
    assert_eq!(succeed(&client, 1_000).await, 0);
    assert_eq!(succeed(&client, 20).await, 20);
    let before = wires.counts().1;
    assert_eq!(before, 1_030);
    assert_eq!(succeed(&client, 100).await, 0);
    assert_eq!(wires.counts().1 - before, 100 + 4, "twenty successes earn four retries");
}

#[tokio::test(start_paused = true)]
async fn the_budget_of_one_client_is_not_that_of_another() {
    let wires = Wires::nonces(|_, _| Arriving::now(refused(500)));
    for clients in 1..=3 {
        succeed(&wires.client(), 100).await;
        assert_eq!(wires.counts(), (clients, clients * 110));
        tokio::time::advance(secs(1)).await;
    }
}
