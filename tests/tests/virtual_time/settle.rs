//! Tests `settle`: it queries until the payment is decided or the timeout ends.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use alignet::{
    Delivery, Error, ErrorKind, HasOutcome, Outcome,
    reliability::{ASK_AGAIN, ASK_AGAIN_AT_MOST},
};
use alignet_tests::{
    canned::{self, Canned},
    clock::secs,
    wires::{Arriving, Wires, granted},
};
use tokio::time::Instant;

/// The answer to a query.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Found {
    Authorised,
    Declined,
    Pending,
    New,
    Nothing,
    Refusal,
    Failure,
    /// A refusal with `Retry-After` of this many seconds.
    Wait(u64),
    /// No answer.
    Silence,
}

/// The time of each query, and the final result.
struct Course {
    asked: Vec<Duration>,
    result: Result<Outcome, Error>,
    took: Duration,
}

struct Reply(Outcome);

impl HasOutcome for Reply {
    fn outcome(&self) -> Outcome {
        self.0.clone()
    }
}

/// Settles against a service that gives these answers, and repeats the last of them.
async fn settle(timeout: Duration, answers: &[Found]) -> Course {
    let start = Instant::now();
    let (left, asked) = (Mutex::new(VecDeque::from(answers.to_vec())), Arc::new(Mutex::new(Vec::new())));
    let result = alignet::settle(timeout, || {
        asked.lock().unwrap().push(start.elapsed());
        let mut left = left.lock().unwrap();
        let found = if left.len() > 1 { left.pop_front() } else { left.front().copied() };
        answer(found.unwrap())
    })
    .await;
    let asked = asked.lock().unwrap().clone();
    Course { asked, result: result.map(|reply| reply.outcome()), took: start.elapsed() }
}

async fn answer(found: Found) -> Result<Reply, Error> {
    match found {
        Found::Authorised => Ok(Reply(Outcome::Authorised)),
        Found::Declined => Ok(Reply(Outcome::Declined { state: "NO".to_owned(), reason: None })),
        Found::Pending => Ok(Reply(Outcome::Pending)),
        Found::New => Ok(Reply(Outcome::Unknown { state: Some("NEW".to_owned()) })),
        Found::Nothing => Err(refusal(404, None).await),
        Found::Refusal => Err(refusal(400, None).await),
        // The client's own retries of this failure are over at once.
        Found::Failure => Err(refusal(503, Some(60)).await),
        Found::Wait(seconds) => Err(refusal(503, Some(seconds)).await),
        Found::Silence => std::future::pending().await,
    }
}

/// The error of a call that must not be repeated, so that no retry takes time.
async fn refusal(status: u16, wait: Option<u64>) -> Error {
    let canned = Canned::new(move |request| match request.uri().path() {
        "/token" => canned::answer(200, canned::token("token", 86_400)),
        _ => canned::answer(status, "{}").map(|mut response| {
            let wait = wait.map(http::HeaderValue::from);
            response.headers_mut().extend(wait.map(|wait| (http::header::RETRY_AFTER, wait)));
            response
        }),
    });
    let alignet = canned.client();
    let call = alignet.cancel_charge().merchant_code("M1").merchant_operation_number("400100");
    call.send().await.unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn what_is_decided_already_is_asked_for_once() {
    for (found, authorised) in [(Found::Authorised, true), (Found::Declined, false)] {
        let course = settle(secs(60), &[found]).await;
        assert_eq!(course.result.unwrap().is_authorised(), authorised);
        assert_eq!((course.asked.len(), course.took), (1, Duration::ZERO));
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_open_is_asked_for_again_and_more_and_more_rarely() {
    let answers = [
        Found::Nothing,
        Found::Pending,
        Found::New,
        Found::Nothing,
        Found::Pending,
        Found::Pending,
        Found::Pending,
        Found::Authorised,
    ];
    let course = settle(secs(60), &answers).await;
    assert_eq!(course.result.unwrap(), Outcome::Authorised);
    assert_eq!(course.asked.len(), answers.len());
    let mut usual = ASK_AGAIN;
    for pair in course.asked.windows(2) {
        let wait = pair[1] - pair[0];
        // Timers have a resolution of a millisecond.
        assert!(wait >= usual / 2 && wait <= usual + Duration::from_millis(1), "{wait:?} of {usual:?}");
        usual = (usual * 2).min(ASK_AGAIN_AT_MOST);
    }
}

#[tokio::test(start_paused = true)]
async fn when_the_time_is_up_the_last_reply_counts() {
    for (answers, outcome) in [
        (&[Found::Pending] as &[Found], Outcome::Pending),
        (&[Found::New, Found::Pending, Found::Nothing], Outcome::Pending),
        (&[Found::Pending, Found::Silence], Outcome::Pending),
        (&[Found::Pending, Found::New], Outcome::Unknown { state: Some("NEW".to_owned()) }),
    ] {
        let course = settle(secs(30), answers).await;
        assert_eq!(course.result.unwrap(), outcome, "{answers:?}");
        assert!(course.took <= secs(30) + Duration::from_millis(1) && course.took > secs(24), "{answers:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn where_there_never_was_a_reply_the_last_error_counts() {
    for (answers, kind) in [
        (&[Found::Nothing] as &[Found], ErrorKind::NotFound),
        (&[Found::Wait(1), Found::Nothing], ErrorKind::NotFound),
        (&[Found::Nothing, Found::Wait(1)], ErrorKind::Server),
        (&[Found::Nothing, Found::Silence], ErrorKind::NotFound),
        (&[Found::Silence], ErrorKind::Timeout),
    ] {
        let course = settle(secs(20), answers).await;
        let error = course.result.unwrap_err();
        assert_eq!(error.kind(), kind, "{answers:?}: {error}");
        assert!(course.took <= secs(20) + Duration::from_millis(1), "{answers:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_error_that_lasts_ends_it_at_once() {
    for answers in [&[Found::Refusal] as &[Found], &[Found::Pending, Found::Nothing, Found::Refusal]] {
        let course = settle(secs(60), answers).await;
        assert_eq!(course.result.unwrap_err().kind(), ErrorKind::Rejected);
        assert_eq!(course.asked.len(), answers.len());
    }
}

#[tokio::test(start_paused = true)]
async fn a_service_is_left_alone_for_as_long_as_it_asks() {
    let course = settle(secs(60), &[Found::Wait(9), Found::Authorised]).await;
    assert_eq!(course.result.unwrap(), Outcome::Authorised);
    assert!(course.asked[1] >= secs(9) && course.asked[1] < secs(10), "{:?}", course.asked);

    let course = settle(secs(30), &[Found::Pending, Found::Failure]).await;
    assert_eq!((course.result.unwrap(), course.asked.len()), (Outcome::Pending, 2));
    assert!(course.took < secs(1), "there is no time for what it asks");
}

#[tokio::test(start_paused = true)]
async fn any_time_is_enough_to_ask_once_and_none_is_too_long() {
    let course = settle(Duration::ZERO, &[Found::Pending]).await;
    assert_eq!((course.result.unwrap(), course.asked.len()), (Outcome::Pending, 1));
    let course = settle(Duration::MAX, &[Found::Pending, Found::Authorised]).await;
    assert_eq!(course.result.unwrap(), Outcome::Authorised);
}

#[tokio::test(start_paused = true)]
async fn a_token_that_comes_late_does_not_end_it() {
    // The first two tokens take longer than the calls which wait for them.
    let wires = Wires::tokens(|number| match number {
        1 | 2 => Arriving::never(),
        _ => Arriving::now(granted(number, 3_600)),
    });
    let client = wires.client();
    let (start, asked) = (Instant::now(), Mutex::new(0));
    let settled = alignet::settle(secs(60), || {
        *asked.lock().unwrap() += 1;
        let waiting = client.create_nonce().timeout(secs(1)).send();
        async { waiting.await.map(|_| Reply(Outcome::Authorised)) }
    });
    assert_eq!(settled.await.unwrap().outcome(), Outcome::Authorised);
    assert!(*asked.lock().unwrap() > 2 && start.elapsed() > secs(2), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn waiting_for_a_token_is_temporary() {
    let client = Wires::tokens(|_| Arriving::never()).client();
    for time in [secs(0), secs(1)] {
        let error = client.create_nonce().timeout(time).send().await.unwrap_err();
        assert!(error.is_timeout() && error.is_temporary(), "{time:?}: {error}");
        assert_eq!(error.delivery(), Delivery::NotSent);
    }
    let fixed = Wires::tokens(|_| Arriving::never()).builder().bearer("token").build().unwrap();
    let error = fixed.create_nonce().timeout(secs(0)).send().await.unwrap_err();
    assert!(error.is_timeout() && error.is_temporary() && error.delivery() == Delivery::NotSent, "{error}");
}
