//! Tests `Retry-After`: the client waits as long as the service asks, within limits.

use std::time::{Duration, SystemTime};

use alignet_tests::{
    clock::secs,
    synthetic::FindThing,
    wires::{Arriving, Wires, refused_for, well},
};

/// Refuses the first nonce request with this `Retry-After`.
fn asking(status: u16, wait: impl Into<String>) -> Wires {
    let wait = wait.into();
    Wires::nonces(move |sent, number| match number {
        1 => Arriving::now(refused_for(status, &wait)),
        _ => well(sent, number),
    })
}

/// The time between the first and the second attempt.
fn waited(wires: &Wires) -> Duration {
    let sent = wires.sent("/nonce");
    assert_eq!(sent.len(), 2);
    sent[1].at - sent[0].at
}

#[tokio::test(start_paused = true)]
async fn seconds_are_waited_out() {
    for status in [429, 503, 500, 408] {
        for seconds in [1, 2, 9] {
            let wires = asking(status, seconds.to_string());
            wires.client().create_nonce().send().await.unwrap();
            let waited = waited(&wires);
            assert!(
                waited >= secs(seconds) && waited < secs(seconds) + Duration::from_millis(5),
                "{waited:?}"
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_date_is_waited_for() {
    let date = httpdate::fmt_http_date(SystemTime::now() + secs(6));
    let wires = asking(503, date);
    wires.client().create_nonce().send().await.unwrap();
    // Dates are in whole seconds.
    assert!((secs(4)..=secs(6)).contains(&waited(&wires)), "{:?}", waited(&wires));
}

#[tokio::test(start_paused = true)]
async fn nonsense_and_the_past_are_ignored() {
    for wait in ["soon", "-1", "1.5", "", "0x10", "Mon, 99 Jan 2040 00:00:00 GMT", "0"]
        .into_iter()
        .chain(["Sun, 06 Nov 1994 08:49:37 GMT"])
    {
        let wires = asking(429, wait);
        wires.client().create_nonce().send().await.unwrap();
        assert!(waited(&wires) <= Duration::from_millis(202), "{wait}: {:?}", waited(&wires));
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_too_long_comes_back_at_once() {
    let date = httpdate::fmt_http_date(SystemTime::now() + secs(3_600));
    for (wait, asked) in [("11", secs(11)), ("3600", secs(3_600)), (date.as_str(), secs(3_600))] {
        let wires = asking(429, wait);
        let start = tokio::time::Instant::now();
        let error = wires.client().create_nonce().send().await.unwrap_err();
        assert_eq!((wires.counts().1, start.elapsed()), (1, Duration::ZERO), "{wait}");
        let said = error.retry_after().unwrap();
        assert!(said <= asked && said + secs(2) > asked, "{wait}: {said:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_number_of_any_size_is_too_long() {
    let endless = "9".repeat(500);
    for wait in ["4294967295", "4294967296", "18446744073709551616", &endless] {
        let wires = asking(429, wait);
        let client = wires.client();
        let error = client.create_nonce().send().await.unwrap_err();
        assert_eq!((wires.counts().1, error.retry_after()), (1, Some(secs(u32::MAX.into()))), "{wait}");

        // A query that is refused in this way ends the asking, and not in a panic.
        let start = tokio::time::Instant::now();
        let wires = Wires::new(|sent, number| match sent.path.as_str() {
            "/token" => well(sent, number),
            _ => Arriving::now(refused_for(503, "4294967296")),
        });
        let client = wires.client();
        let ask = || {
            let call = client.get_charge().merchant_code("M1").merchant_operation_number("1");
            call.transaction_id("T1").send()
        };
        let error = alignet::settle(secs(60), ask).await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), start.elapsed()), (503, secs(0)));
    }
}

#[tokio::test(start_paused = true)]
async fn ten_seconds_are_the_longest_even_where_there_is_time() {
    for (wait, waited) in [("10", secs(10)), ("11", secs(0))] {
        let wires = Wires::new(move |sent, number| match (sent.path.as_str(), number) {
            ("/things/1", 1) => Arriving::now(refused_for(503, wait)),
            _ => well(sent, number),
        });
        let start = tokio::time::Instant::now();
        let outcome = FindThing::new(&wires.client()).thing("1").timeout(secs(600)).send().await;
        assert!(start.elapsed() >= waited && start.elapsed() < waited + Duration::from_millis(5));
        assert_eq!(outcome.is_ok(), wait == "10");
        assert_eq!(outcome.err().and_then(|error| error.retry_after()), (wait == "11").then(|| secs(11)));
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_longer_than_the_call_has_comes_back_at_once() {
    let wires = asking(429, "5");
    let start = tokio::time::Instant::now();
    let error = wires.client().create_nonce().timeout(secs(5)).send().await.unwrap_err();
    assert_eq!((wires.counts().1, start.elapsed()), (1, Duration::ZERO));
    assert_eq!(error.retry_after(), Some(secs(5)));
    let wires = asking(429, "5");
    wires.client().create_nonce().timeout(secs(6)).send().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_final_refusal_asks_for_nothing() {
    for status in [400, 403, 404, 409, 422, 501] {
        let wires = asking(status, "2");
        let error = wires.client().create_nonce().send().await.unwrap_err();
        assert_eq!((wires.counts().1, error.retry_after()), (1, None), "{status}");
    }
}
