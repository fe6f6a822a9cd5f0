//! Tests the conversions of dates and moments to and from the crates `time` and `jiff`, and that the contract's reader
//! and the client accept the same texts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use alignet::{Date, DateTime, Decimal};
use alignet_spec::{
    Contract,
    contract::Primitive,
    validate::{self, Side},
};
use jiff::{Timestamp, Zoned, tz::TimeZone};
use serde_json::Value as Json;
use time::OffsetDateTime;

fn at(text: &str) -> DateTime {
    text.parse().unwrap()
}

#[test]
fn a_date_converts_both_ways() {
    let day: Date = "2024-02-29".parse().unwrap();
    let there = time::Date::try_from(day).unwrap();
    assert_eq!((there.to_string().as_str(), Date::try_from(there).unwrap()), ("2024-02-29", day));
    let there = jiff::civil::Date::try_from(day).unwrap();
    assert_eq!((there.to_string().as_str(), Date::try_from(there).unwrap()), ("2024-02-29", day));
    assert!(Date::try_from(time::Date::from_ordinal_date(-1, 1).unwrap()).is_err());
    assert!(Date::try_from(jiff::civil::date(-1, 1, 1)).is_err());
}

#[test]
fn a_moment_converts_both_ways_with_its_offset() {
    for text in [
        "2026-01-31T09:30:00.12-05:00",
        "1969-12-31T23:59:59.5+01:30",
        "2026-01-31T14:30:00Z",
        "0001-01-02T00:00:00Z",
    ] {
        let there = OffsetDateTime::try_from(&at(text)).unwrap();
        assert_eq!(DateTime::try_from(there).unwrap().as_str(), text);
        let zoned = Zoned::try_from(&at(text)).unwrap();
        assert_eq!(DateTime::try_from(&zoned).unwrap().as_str(), text);
        let moment = Timestamp::try_from(&at(text)).unwrap();
        assert_eq!((moment, DateTime::try_from(moment).unwrap()), (zoned.timestamp(), at(text)));
        assert_eq!(moment.as_nanosecond(), there.unix_timestamp_nanos());
    }
}

#[test]
fn what_the_other_type_lacks_is_cut_or_refused() {
    let leap = at("2016-12-31T23:59:60.1234567891Z");
    let there = OffsetDateTime::try_from(&leap).unwrap();
    assert_eq!(DateTime::try_from(there).unwrap().as_str(), "2016-12-31T23:59:59.123456789Z");
    let there = Timestamp::try_from(&leap).unwrap();
    assert_eq!(DateTime::try_from(there).unwrap().as_str(), "2016-12-31T23:59:59.123456789Z");

    let odd = time::UtcOffset::from_hms(0, 0, 30).unwrap();
    assert!(DateTime::try_from(OffsetDateTime::UNIX_EPOCH.to_offset(odd)).is_err());
    let odd = TimeZone::fixed(jiff::tz::Offset::from_seconds(30).unwrap());
    assert!(DateTime::try_from(&Timestamp::UNIX_EPOCH.to_zoned(odd)).is_err());
    assert!(DateTime::try_from(Timestamp::MIN).is_err());
}

/// The reader of contracts does not depend on the client, nor the other way round.
#[test]
fn the_contract_and_the_client_accept_the_same_texts() {
    let accepted = |primitive: Primitive, text: &str| {
        let (contract, shape, json) = (Contract::default(), primitive.into(), Json::from(text));
        validate::value(&contract, &shape, &json, Side::Reply).is_empty()
    };
    let mut seen = [0, 0];
    let mut compare = |text: &str| {
        for (primitive, parsed) in [
            (Primitive::Date, text.parse::<Date>().is_ok()),
            (Primitive::DateTime, text.parse::<DateTime>().is_ok()),
            (Primitive::Decimal, text.parse::<Decimal>().is_ok()),
        ] {
            assert_eq!(accepted(primitive, text), parsed, "{primitive:?} {text}");
            seen[usize::from(parsed)] += 1;
        }
    };
    fastrand::seed(7);
    let bases = [
        "2024-02-29",
        "2016-12-31T23:59:60.5Z",
        "2017-01-01T00:59:60+01:00",
        "2016-12-31T18:59:60-05:00",
        "0000-03-01T00:00:00-23:59",
        "12345678901234567.89",
        "-0.10",
        "1.5e-30",
        "99999999999999999999999999999999999999",
        "1E+37",
    ];
    for base in bases {
        compare(base);
        for _ in 0..2_000 {
            let mut bytes = base.as_bytes().to_vec();
            for _ in 0..fastrand::usize(1..3) {
                let (at, byte) =
                    (fastrand::usize(..bytes.len()), b"0123456789-+:.TtZze "[fastrand::usize(..20)]);
                match fastrand::u8(..4) {
                    0 => bytes.insert(at, byte),
                    1 if bytes.len() > 1 => drop(bytes.remove(at)),
                    _ => bytes[at] = byte,
                }
            }
            compare(std::str::from_utf8(&bytes).unwrap());
        }
    }
    println!("{} texts refused, {} accepted", seen[0], seen[1]);
    assert!(seen[1] > 1_000, "{seen:?}");
}
