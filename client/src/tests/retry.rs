//! The retry decision covers every case, waits are bounded, and the budget can't be overdrawn.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderValue, StatusCode, header::RETRY_AFTER};
use proptest::prelude::*;

use crate::{
    call::{
        indeterminate::is_unsettled,
        retry::{ATTEMPTS, ATTEMPTS_NEVER, Backoff, Retry, decide},
    },
    codegen::endpoint::Repeat,
    config::retry_budget::Budget,
    error::{Delivery, Error, ErrorKind},
    limits::LONGEST_WAIT,
    reply::{
        failure::{Failure, retry_after},
        status::is_temporary,
    },
};

fn delivery() -> impl Strategy<Value = Delivery> {
    prop_oneof![
        Just(Delivery::NotSent),
        Just(Delivery::MaybeSent),
        (100_u16..1000).prop_map(|status| Delivery::Answered(StatusCode::from_u16(status).unwrap())),
    ]
}

fn repeat() -> impl Strategy<Value = Repeat> {
    prop_oneof![Just(Repeat::Safe), Just(Repeat::Harmless), Just(Repeat::Keyed), Just(Repeat::Never)]
}

proptest! {
    #[test]
    fn a_call_that_must_not_be_repeated_is_sent_again_only_when_not_sent(
        attempt in 1_u32..6,
        delivery in delivery(),
        temporary: bool,
        wait in proptest::option::of(0_u64..20),
    ) {
        let error = Error::of_kind(ErrorKind::Transport).delivery_is(delivery);
        let failure = Failure { error, temporary, retry_after: wait.map(Duration::from_secs) };
        let verdict = decide(Repeat::Never, attempt, &failure);
        prop_assert!(verdict == Retry::Final || delivery == Delivery::NotSent && attempt < ATTEMPTS_NEVER);
    }

    #[test]
    fn attempts_and_waits_are_bounded(
        repeat in repeat(),
        attempt in 1_u32..40,
        delivery in delivery(),
        temporary: bool,
        wait in proptest::option::of(0_u64..u64::MAX),
    ) {
        let error = Error::of_kind(ErrorKind::Server).delivery_is(delivery);
        let failure = Failure { error, temporary, retry_after: wait.map(Duration::from_secs) };
        match decide(repeat, attempt, &failure) {
            Retry::Final => {}
            Retry::Again => prop_assert!(attempt < ATTEMPTS && temporary && wait.is_none()),
            Retry::AgainAfter(wait) => prop_assert!(attempt < ATTEMPTS && temporary && wait <= LONGEST_WAIT),
        }
    }

    #[test]
    fn the_budget_bounds_retries(draws in proptest::collection::vec((any::<bool>(), 0_usize..4), 0..200)) {
        let budget = Budget::new();
        let (mut granted, mut successes) = (0, 0);
        for (timeout, succeeded) in draws {
            granted += if budget.draw(timeout) { if timeout { 10 } else { 5 } } else { 0 };
            (0..succeeded).for_each(|_| budget.succeeded());
            successes += succeeded;
            prop_assert!(granted <= 50 + successes, "{granted} drawn after {successes} successes");
        }
    }

    #[test]
    fn any_retry_after_is_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
        if let Ok(value) = HeaderValue::from_bytes(&bytes) {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, value)]);
            let _ = retry_after(&headers, SystemTime::now());
        }
    }
}

#[test]
fn waits_between_attempts_are_spread_up_to_a_maximum_that_doubles() {
    for (backoff, first) in [(Backoff::CALL, 200), (Backoff::TOKEN, 500)] {
        for (attempt, most) in [(1, first), (2, 2 * first)] {
            let waits: Vec<u128> = (0..1_000).map(|_| backoff.wait(attempt).as_millis()).collect();
            assert!(waits.iter().all(|wait| *wait <= most));
            assert!(waits.iter().any(|wait| *wait > most * 4 / 5), "the waits reach {most} ms");
            assert!(waits.iter().any(|wait| *wait < most / 5), "the waits start at zero");
        }
    }
}

#[test]
fn a_full_budget_is_ten_retries_or_five_after_timeouts() {
    let drawn = |timeout: bool| {
        let budget = Budget::new();
        (0..100).filter(|_| budget.draw(timeout)).count()
    };
    assert_eq!((drawn(false), drawn(true)), (10, 5));
}

#[test]
fn successes_give_back_what_a_retry_took_and_no_more_than_the_budget() {
    let budget = Budget::new();
    // The budget is full: a success adds nothing.
    budget.succeeded();
    while budget.draw(false) {}
    for _ in 0..3 {
        for _ in 0..4 {
            budget.succeeded();
            assert!(!budget.draw(false), "a retry costs five successes");
        }
        budget.succeeded();
        assert!(budget.draw(false) && !budget.draw(false));
    }
    (0..1_000).for_each(|_| budget.succeeded());
    assert_eq!((0..100).filter(|_| budget.draw(false)).count(), 10);
}

#[test]
fn retry_after_is_seconds_or_a_date() {
    let now = httpdate::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
    let read = |text: &str| {
        let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_str(text).unwrap())]);
        retry_after(&headers, now).map(|wait| wait.as_secs())
    };
    assert_eq!(read("0"), Some(0));
    assert_eq!(read(" 120 "), Some(120));
    assert_eq!(read("Sun, 06 Nov 1994 08:50:37 GMT"), Some(60));
    assert_eq!(read("Sun, 06 Nov 1994 08:40:37 GMT"), Some(0), "a date that has passed asks for no wait");
    for nonsense in ["", " ", "soon", "-1", "+1", "1.5", "1e3", "1 2", "Sun, 99 Nov 1994 08:49:37 GMT"] {
        assert_eq!(read(nonsense), None, "{nonsense}");
    }
    assert_eq!(retry_after(&HeaderMap::new(), now), None);
}

#[test]
fn a_retry_after_of_any_size_is_longer_than_a_call_waits() {
    let endless = "9".repeat(500);
    for digits in ["4294967295", "4294967296", "18446744073709551616", "99999999999999999999", &endless] {
        let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_str(digits).unwrap())]);
        let wait = retry_after(&headers, SystemTime::now());
        assert_eq!(wait, Some(Duration::from_secs(u32::MAX.into())), "{digits}");
        // A caller can add the wait to a point in time without overflow.
        assert!(std::time::Instant::now().checked_add(wait.unwrap()).is_some());
    }
    let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static("000000000000000000007"))]);
    assert_eq!(retry_after(&headers, SystemTime::now()), Some(Duration::from_secs(7)));
}

#[test]
fn temporary_statuses_are_exactly_these() {
    let temporary: Vec<u16> =
        (100..1000).filter(|status| is_temporary(StatusCode::from_u16(*status).unwrap())).collect();
    assert_eq!(temporary, [408, 425, 429, 500, 502, 503, 504]);
}

#[test]
fn a_call_is_unsettled_unless_it_was_not_sent_or_an_answer_is_definite() {
    let answered = Error::of_kind(ErrorKind::Api).delivery_is(Delivery::Answered(StatusCode::OK));
    assert!(is_unsettled(&answered) && !is_unsettled(&answered.definite()));
    assert!(is_unsettled(&Error::of_kind(ErrorKind::Transport).delivery_is(Delivery::MaybeSent)));
    assert!(!is_unsettled(&Error::of_kind(ErrorKind::Connect)));
}

#[test]
fn an_indeterminate_error_does_not_also_say_when_to_send_again() {
    let error = Error::of_kind(ErrorKind::Server)
        .delivery_is(Delivery::Answered(StatusCode::SERVICE_UNAVAILABLE))
        .retry_after_is(Some(Duration::from_secs(1)))
        .indeterminate();
    assert_eq!(
        error.to_string(),
        "the service failed (HTTP 503); it may have happened: query before sending it again"
    );
}
