//! Dates and moments keep their text, and are compared by time.

use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use serde_json::{from_str, to_string};

use crate::{
    codegen::places::Text,
    error::ErrorKind,
    types::{date::Date, date_time::DateTime},
};

fn at(text: &str) -> DateTime {
    text.parse().unwrap()
}

proptest! {
    #[test]
    fn a_date_shows_as_what_reads_as_it(year in 0_u16..=9999, month in 0_u8..=13, day in 0_u8..=32) {
        let text = format!("{year:04}-{month:02}-{day:02}");
        match Date::new(year, month, day) {
            Some(date) => {
                prop_assert_eq!(date.to_string(), text.clone());
                prop_assert_eq!(text.parse::<Date>().unwrap(), date);
                prop_assert_eq!(from_str::<Date>(&to_string(&date).unwrap()).unwrap(), date);
                prop_assert_eq!(date.text().unwrap(), text);
            }
            None => prop_assert!(text.parse::<Date>().is_err()),
        }
    }

    #[test]
    fn a_time_of_the_system_round_trips(seconds in -62_167_219_200_i64..253_402_300_800, nanos in 0_u32..1_000_000_000) {
        let whole = Duration::from_secs(seconds.unsigned_abs());
        let epoch = SystemTime::UNIX_EPOCH;
        let time = if seconds < 0 { epoch - whole } else { epoch + whole } + Duration::from_nanos(nanos.into());
        let moment = DateTime::try_from(time).unwrap();
        prop_assert_eq!((moment.unix_seconds(), moment.nanosecond()), (seconds, nanos));
        prop_assert_eq!(SystemTime::try_from(&moment).unwrap(), time);
        prop_assert_eq!(at(moment.as_str()), moment);
    }

    #[test]
    fn other_text_is_refused_and_not_repeated(text in "[ -~]{9,40}") {
        for error in [text.parse::<Date>().unwrap_err(), text.parse::<DateTime>().unwrap_err()] {
            prop_assert_eq!(error.kind(), ErrorKind::Value);
            let shown = format!("{} {:?}", error, error);
            prop_assert!(!shown.contains(&text));
        }
    }
}

#[test]
fn the_text_of_a_moment_is_kept() {
    for text in [
        "2026-01-31T09:30:00Z",
        "2026-01-31T09:30:00+00:00",
        "2026-01-31T09:30:00-00:00",
        "2026-01-31t09:30:00.000z",
        "2026-01-31T09:30:00.1200-05:00",
        "2026-01-31T23:59:59.123456789012345+23:59",
        "2017-01-01T00:59:60.5+01:00",
        "9999-12-31T23:59:60Z",
        "0000-01-01T00:00:00+23:59",
    ] {
        let moment = at(text);
        assert_eq!((moment.to_string(), moment.text().unwrap().as_ref()), (text.to_owned(), text));
        assert_eq!(from_str::<DateTime>(&to_string(&moment).unwrap()).unwrap().as_str(), text);
    }
    assert_eq!(
        format!("{:>22}|{:.3}", at("2026-01-31T09:30:00Z"), at("2026-01-31T09:30:00Z")),
        "  2026-01-31T09:30:00Z|2026-01-31T09:30:00Z"
    );
}

#[test]
fn what_is_no_moment_is_refused() {
    for text in [
        "2026-01-31",
        "2026-01-31T09:30:00",
        "2026-01-31 09:30:00Z",
        "2026-01-31T09:30Z",
        "2026-01-31T24:00:00Z",
        "2026-01-31T09:60:00Z",
        "2026-01-31T09:30:61Z",
        "2026-01-31T09:30:00.Z",
        "2026-01-31T09:30:00,5Z",
        "2026-01-31T09:30:005Z",
        "2026-01-31T09:30:00+5:00",
        "2026-01-31T09:30:00+0500",
        "2026-01-31T09:30:00+24:00",
        "2026-01-31T09:30:00+05:60",
        "2026-01-31T09:30:00Z ",
        "2026-01-31T09:30:00ñ",
        "2026-02-30T09:30:00Z",
        "2026-01-30T23:59:60Z",
        "2026-01-31T22:59:60Z",
        "2017-01-01T00:59:60+02:00",
        "2026-01-31T+9:30:00Z",
    ] {
        assert!(text.parse::<DateTime>().is_err(), "{text}");
    }
}

#[test]
fn moments_are_compared_by_time() {
    assert_eq!(at("2026-01-31T09:30:00-05:00"), at("2026-01-31T14:30:00.000Z"));
    let ordered = [
        "0000-01-01T00:00:00+23:59",
        "2016-12-31T23:59:59.999999999999Z",
        "2016-12-31T23:59:60Z",
        "2017-01-01T00:59:60.05+01:00",
        "2017-01-01T00:59:60.5+01:00",
        "2017-01-01T00:00:00Z",
        "2016-12-31T23:00:01-01:00",
        "9999-12-31T23:59:59-23:59",
    ];
    assert!(ordered.windows(2).all(|pair| at(pair[0]) < at(pair[1])));
}

#[test]
fn the_parts_of_a_moment_are_local() {
    let moment = at("2026-01-01T01:02:03.045600-05:30");
    assert_eq!(moment.date(), Date::new(2026, 1, 1).unwrap());
    assert_eq!((moment.hour(), moment.minute(), moment.second()), (1, 2, 3));
    assert_eq!((moment.nanosecond(), moment.offset_minutes()), (45_600_000, -330));
    assert_eq!(moment.unix_seconds(), 1_767_249_123);
    assert_eq!(at("2016-12-31T23:59:60Z").unix_seconds(), at("2017-01-01T00:00:00Z").unix_seconds());
    assert!(DateTime::try_from(SystemTime::UNIX_EPOCH + Duration::from_secs(253_402_300_800)).is_err());
    assert_eq!(DateTime::try_from(SystemTime::UNIX_EPOCH).unwrap().as_str(), "1970-01-01T00:00:00Z");
}
