//! Tests the waits between attempts.

use std::time::Duration;

use alignet::transport::TransportError;
use alignet_tests::wires::{Arriving, Sent, Wires, refused};

/// Makes this many clients fail three times each. Returns their waits before the second and third attempts.
async fn waits(wires: impl Fn() -> Wires, path: &str) -> [Vec<Duration>; 2] {
    let mut waits = [Vec::new(), Vec::new()];
    for _ in 0..200 {
        let wires = wires();
        wires.client().create_nonce().send().await.unwrap_err();
        let sent = wires.sent(path);
        assert_eq!(sent.len(), 3);
        for (waits, pair) in waits.iter_mut().zip(sent.windows(2)) {
            waits.push(pair[1].at - pair[0].at);
        }
    }
    waits
}

/// Checks that the waits are spread evenly between zero and the maximum.
fn assert_spread(waits: &[Duration], most: u64) {
    let most = Duration::from_millis(most);
    let near = |from: f64, to: f64| {
        waits.iter().filter(|wait| (most.mul_f64(from)..most.mul_f64(to)).contains(*wait)).count()
    };
    // The clock has a resolution of a millisecond and rounds up.
    let longest = *waits.iter().max().unwrap();
    assert!(longest <= most + Duration::from_millis(2), "{longest:?} of at most {most:?}");
    for quarter in 0..4 {
        let quarter = f64::from(quarter) / 4.0;
        assert!(near(quarter, quarter + 0.25) > 15, "{most:?}: too few from {quarter}");
    }
}

#[tokio::test(start_paused = true)]
async fn waits_of_a_call_grow_from_200_ms_with_full_jitter() {
    let failing = || Wires::nonces(|_: &Sent, _| Arriving::now(refused(503)));
    let [first, second] = waits(failing, "/nonce").await;
    assert_spread(&first, 200);
    assert_spread(&second, 400);
}

#[tokio::test(start_paused = true)]
async fn waits_of_a_token_grow_from_500_ms_with_full_jitter() {
    let [first, second] = waits(|| Wires::tokens(|_| Arriving::now(refused(503))), "/token").await;
    assert_spread(&first, 500);
    assert_spread(&second, 1_000);
}

#[tokio::test(start_paused = true)]
async fn what_would_end_the_same_is_not_tried_again() {
    let permanent = [
        TransportError::not_sent("a certificate").permanent(),
        TransportError::protocol("not HTTP"),
        TransportError::too_large(http::StatusCode::OK),
    ];
    for failure in permanent {
        let answer = failure.clone();
        let wires = Wires::nonces(move |_, _| Arriving::now(Err(answer.clone())));
        let error = wires.client().create_nonce().send().await.unwrap_err();
        assert_eq!(wires.counts(), (1, 1), "{error}");
    }
}
