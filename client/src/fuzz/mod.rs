//! Fuzz targets: functions that take any bytes, as a service or a caller may send them, and panic
//! if this crate handles them wrongly.
//!
//! `cargo test` feeds each target some thousand inputs, the same every time. These two commands feed ten million,
//! those of the end-to-end targets included:
//!
//! ```text
//! FUZZ_INPUTS=1500000 cargo test --release -p alignet --lib fuzz -- --nocapture
//! FUZZ_INPUTS=1000000 cargo test --release -p alignet-tests --test fuzz -- --nocapture
//! ```
//!
//! `FUZZ_SEED` is the number of the first input. Another number gives other inputs, and the number that a
//! failure names repeats its input. Under coverage guidance, the same targets run from the
//! folder `fuzz/` of the repository.

mod money;
mod reply;
mod seen;
mod tree;

#[cfg(test)]
pub(crate) use self::reply::unsent;
pub use self::{
    money::money,
    reply::{charge_reply, nonce_reply, refusal, token_reply},
    seen::CANARY,
};

use std::{
    collections::BTreeMap,
    str,
    time::{Duration, SystemTime},
};

use http::{HeaderMap, HeaderValue, StatusCode, header::RETRY_AFTER, uri::PathAndQuery};
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Deserializer};

pub(crate) use self::seen::assert_clean;
use self::seen::{assert_bounded, planted, shown};
use crate::{
    call::retry::{Retry, decide},
    codegen::{Lenient, Plain, Special, endpoint::Repeat, places::Places, read},
    error::{Delivery, Error, ErrorKind},
    limits::LONGEST_WAIT,
    redact::Secrets,
    reply::{
        failure::{Failure, retry_after},
        json_path::mistake,
    },
};

/// Parses a value of `Retry-After`.
///
/// # Panics
///
/// Panics if the result is not the seconds or the date that the value states.
pub fn retry_after_value(data: &[u8]) {
    let Ok(value) = HeaderValue::from_bytes(data) else { return };
    let text = str::from_utf8(data).unwrap_or_default().trim().to_owned();
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let wait = retry_after(&HeaderMap::from_iter([(RETRY_AFTER, value)]), now);
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        assert_eq!(wait.map(|wait| wait.as_secs()), Some(text.parse().unwrap_or(u32::MAX).into()));
    } else if wait.is_some() {
        let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        assert!(days.iter().any(|day| text.starts_with(day)), "{text:?} is no date");
    }

    let error = Error::of_kind(ErrorKind::RateLimited)
        .delivery_is(Delivery::Answered(StatusCode::TOO_MANY_REQUESTS))
        .retry_after_is(wait);
    assert_bounded(&error);
    let failure = Failure { error, temporary: true, retry_after: wait };
    assert_eq!(decide(Repeat::Never, 1, &failure), Retry::Final);
    match decide(Repeat::Safe, 1, &failure) {
        Retry::Again => assert!(wait.is_none()),
        Retry::AgainAfter(wait) => assert!(wait <= LONGEST_WAIT),
        Retry::Final => assert!(wait.is_some_and(|wait| wait > LONGEST_WAIT)),
    }
}

/// Places a caller's values in the path, the query and a header. The values are separated by bytes `0xff`,
/// which no text contains.
///
/// # Panics
///
/// Panics if a value does not arrive as it was given, or changes the text around it.
pub fn places(data: &[u8]) {
    let input = planted(data);
    let mut values =
        input.split(|byte| *byte == 0xff).map(|value| String::from_utf8_lossy(value).into_owned());
    let mut value = || values.next().unwrap_or_default();
    let (segment, query, header) = (value(), value(), value());

    let mut path = Places::default();
    path.segment("id", &segment);
    path.query("a b", &query);
    path.query("absent", &Option::<String>::None);
    path.query("last", &true);
    match &path.error {
        Some(error) => {
            assert!(matches!(&*segment, "" | "." | ".."));
            assert_clean(&shown(error));
        }
        None => assert_path(&path, &segment, &query),
    }

    let mut headers = Places::default();
    headers.header("x-value", &header);
    let refused = header.chars().any(|char| char.is_ascii_control() && char != '\t');
    assert_eq!(
        (headers.headers.len(), headers.error.is_some()),
        if refused { (0, true) } else { (1, false) }
    );
    headers.error.iter().for_each(|error| assert_clean(&shown(error)));
    for (_, value) in &headers.headers {
        assert!(value.as_bytes() == header.as_bytes() && value.is_sensitive());
        assert_clean(&format!("{value:?}"));
    }
}

/// Parses JSON of a nested type with a mistake in it, and looks up the path of the mistake, also in another
/// text.
///
/// # Panics
///
/// Panics if the path of a mistake leads nowhere, or shows a value.
pub fn mistake_path(data: &[u8]) {
    let body = planted(data);
    if let Err(error) = serde_json::from_slice::<Nested>(&body) {
        let mistake = mistake(&body, &error, &Secrets::of_client(["", ""]));
        assert_bounded(&mistake);
        if error.is_data() {
            assert_leads(&body, mistake.path().unwrap_or_default());
        }
    }
    let (front, back) = body.split_at(body.len() / 2);
    for (text, other) in [(front, back), (back, front), (front, &body)] {
        if let Err(error) = serde_json::from_slice::<Nested>(text) {
            assert_bounded(&mistake(other, &error, &Secrets::of_client(["", ""])));
        }
    }
}

/// A type with every shape that a path can lead through.
#[allow(dead_code)] // Nobody looks at what was read.
struct Nested {
    number: Option<i64>,
    flag: Option<bool>,
    list: Option<Vec<Nested>>,
    map: Option<BTreeMap<String, Nested>>,
    named: Option<Vec<Named>>,
}

impl<'de> Deserialize<'de> for Nested {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (
            (Lenient(Plain(number)), Lenient(Special(flag))),
            (Lenient(Plain(list)), (Lenient(Plain(map)), Lenient(Plain(named)))),
        ) = read(deserializer, &["number", "flag", "list", "map", "named"])?;
        Ok(Self { number, flag, list, map, named })
    }
}

#[allow(dead_code)]
struct Named {
    name: String,
    flag: Option<bool>,
}

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (Plain(name), Lenient(Special(flag))) = read(deserializer, &["name", "flag"])?;
        Ok(Self { name, flag })
    }
}

/// Asserts that every reader of URLs sees one segment and two pairs in the path.
fn assert_path(places: &Places, segment: &str, query: &str) {
    let whole = format!("/before/{}/after{}", places.segments.join("/"), places.query);
    let Ok(path) = whole.parse::<PathAndQuery>() else {
        assert!(whole.len() > usize::from(u16::MAX) - 1, "{whole} is no path");
        return;
    };
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let parts: Vec<String> = path.path().split('/').map(decoded).collect();
    assert_eq!(parts, ["", "before", segment, "after"]);
    let pairs: Vec<String> = path.query().unwrap_or_default().split(['&', '=']).map(decoded).collect();
    assert_eq!(pairs, ["a b", query, "last", "true"]);
    let url = reqwest::Url::parse(&format!("https://host{whole}"));
    assert!(url.is_ok_and(|url| (url.path(), url.query()) == (path.path(), path.query())), "{whole}");
}

/// Asserts that a path that is shown whole leads to a value in the JSON, or to a name that is missing there.
fn assert_leads(body: &[u8], path: &str) {
    let Ok(tree) = serde_json::from_slice::<tree::Tree>(body) else { return };
    let cut = path.chars().count() == 500;
    let steps: Vec<&str> = if path.is_empty() { Vec::new() } else { path.split('.').collect() };
    let missing = steps.split_last().is_some_and(|(last, rest)| *last == "name" && tree.has(rest));
    assert!(cut || missing || tree.has(&steps), "`{path}` leads nowhere");
}
