//! Tests a token request whose runtime, or one of whose waiters, has shut down.

use alignet_tests::{
    clock::paused,
    local::{callers, nonce},
    wires::{Arriving, Wires, granted},
};

/// The first token request never ends; later requests are answered.
fn first_token_lost() -> Wires {
    Wires::tokens(|number| match number {
        1 => Arriving::never(),
        _ => Arriving::now(granted(number, 3_600)),
    })
}

#[test]
fn a_runtime_that_shut_down_leaves_no_flight_behind() {
    let wires = first_token_lost();
    let client = wires.client();
    let first = paused();
    first.block_on(callers(&client, 1));
    assert_eq!(wires.counts(), (1, 0));
    drop(first);
    let second = paused();
    second.block_on(nonce(&client)).unwrap();
    assert_eq!(wires.counts(), (2, 1));
}

#[test]
fn a_runtime_that_shuts_down_leaves_no_waiter_elsewhere_stuck() {
    let wires = first_token_lost();
    let client = wires.client();
    let (first, second) = (paused(), paused());
    first.block_on(callers(&client, 1));
    let mut waiters = second.block_on(callers(&client, 10));
    assert_eq!(wires.counts(), (1, 0));
    drop(first);
    second.block_on(async {
        while let Some(outcome) = waiters.join_next().await {
            outcome.unwrap().unwrap();
        }
    });
    assert_eq!(wires.counts(), (2, 10));
}
