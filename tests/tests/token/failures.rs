//! Tests how long a failed token fetch is the answer to all calls.

use alignet::{
    Delivery,
    ErrorKind::{Decode, Forbidden, NotFound, RateLimited, Rejected, Server, Transport, Unauthorized},
};
use alignet_tests::{
    canned,
    clock::{MS, at, secs},
    local::nonce,
    wires::{Arriving, Wires, granted, refused, refused_for},
};
use http::StatusCode;
use tokio::time::Instant;

/// Refuses this many token requests, then grants tokens.
fn refusing(status: u16, times: usize) -> Wires {
    Wires::tokens(move |number| {
        Arriving::now(if number <= times { refused(status) } else { granted(number, 3_600) })
    })
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_remembered_for_as_long_as_it_deserves() {
    for (status, kind, asked, remembered) in [
        (503, Server, 3, secs(1)),
        (500, Server, 3, secs(1)),
        (404, NotFound, 1, secs(1)),
        (400, Rejected, 1, secs(10)),
        (401, Unauthorized, 1, secs(10)),
        (403, Forbidden, 1, secs(10)),
    ] {
        let wires = refusing(status, asked);
        let client = wires.client();
        let first = client.create_nonce().send().await.unwrap_err();
        let failed = Instant::now();
        assert_eq!((first.kind(), first.operation()), (kind, Some("create_token")), "{status}");
        for after in [MS, remembered / 2, remembered - MS] {
            at(failed, after).await;
            let again = client.create_nonce().send().await.unwrap_err();
            assert_eq!(again.to_string(), first.to_string(), "{status}");
            assert_eq!(Instant::now(), failed + after, "{status}: the answer comes at once");
        }
        assert_eq!(wires.counts(), (asked, 0), "{status}");
        at(failed, remembered).await;
        nonce(&client).await.unwrap();
        assert_eq!(wires.counts(), (asked + 1, 1), "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_wrong_reply_is_remembered_and_asked_for_once() {
    let wires = Wires::tokens(|number| {
        Arriving::now(if number == 1 { canned::answer(200, "{}") } else { granted(number, 3_600) })
    });
    let client = wires.client();
    assert_eq!(client.create_nonce().send().await.unwrap_err().kind(), Decode);
    assert_eq!(client.create_nonce().send().await.unwrap_err().kind(), Decode);
    assert_eq!(wires.counts(), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn what_the_service_asks_for_is_remembered_up_to_ten_seconds() {
    for (wait, remembered) in [("2", secs(2)), ("3600", secs(10))] {
        let wires = Wires::tokens(move |_| Arriving::now(refused_for(429, wait)));
        // The call's timeout is shorter than the wait.
        let client = wires.builder().timeout(secs(1)).build().unwrap();
        let failed = Instant::now();
        while wires.counts().0 < 2 {
            let error = client.create_nonce().send().await.unwrap_err();
            assert!(error.kind() == RateLimited && error.is_temporary());
            assert!(error.retry_after().is_some_and(|asked| asked.as_secs().to_string() == wait));
            at(Instant::now(), MS * 500).await;
        }
        assert_eq!(wires.sent("/token")[1].at, failed + remembered, "{wait}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_transport_that_panics_is_asked_once_and_leaves_nobody_waiting() {
    let wires = Wires::tokens(|_| panic!("a broken transport"));
    let error = wires.client().create_nonce().send().await.unwrap_err();
    assert_eq!((error.kind(), wires.counts()), (Transport, (1, 0)));
}

#[tokio::test(start_paused = true)]
async fn a_token_of_another_kind_was_answered() {
    let answer = || {
        let mut answer = canned::answer(200, canned::token("token", 3_600).replace("Bearer", "MAC"))?;
        answer.headers_mut().insert("x-request-id", "r-1".parse().unwrap());
        Ok(answer)
    };
    let wires = Wires::tokens(move |_| Arriving::now(answer()));
    let error = wires.client().create_nonce().send().await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (Decode, Delivery::Answered(StatusCode::OK)));
    assert_eq!((error.request_id(), error.operation()), (Some("r-1"), Some("create_token")));
}
