//! Money as callers write it and as services send it, compared with a second parser.

use serde_json::Value as Json;

use super::assert_bounded;
use crate::{
    error::{Error, ErrorKind},
    types::money::{Amount, Currency, Money},
};

/// Parses text that may be a sum, a currency, both, or the JSON of an amount.
///
/// # Panics
///
/// Panics if the result is wrong, or if its text parses to something else.
pub fn money(data: &[u8]) {
    if let Ok(json) = serde_json::from_slice::<Json>(data) {
        let amount = serde_json::from_slice::<Amount>(data).ok().map(Amount::minor);
        assert_eq!(amount, json.as_u64().or_else(|| minor(json.as_str()?, 0)));
        let currency = serde_json::from_slice::<Currency>(data).ok();
        assert_eq!(currency.is_some(), json.as_str().is_some_and(is_number));
    }
    let Ok(text) = std::str::from_utf8(data) else { return };
    assert_eq!(ok(text.parse::<Amount>()).map(Amount::minor), minor(text, 0));
    for (currency, places) in [
        (Currency::PEN, Some(2)),
        (Currency::CLP, Some(0)),
        (Currency::numbered(48), Some(3)),
        (Currency::numbered(990), Some(4)),
        (Currency::numbered(1), None),
    ] {
        let money = ok(Money::parse(text, currency));
        let expected = places.and_then(|places| minor(text, places));
        assert_eq!(money.map(|money| money.amount().minor()), expected);
        money.iter().for_each(|money| assert_eq!(ok(money.to_string().parse::<Money>()), Some(*money)));
    }
    if let Some(currency) = ok(text.parse::<Currency>()) {
        assert!(is_number(text) || currency.letters() == Some(text));
    }
    if let Some(money) = ok(text.parse::<Money>()) {
        assert_eq!(ok(money.to_string().parse::<Money>()), Some(money));
    }
}

/// Parses a sum into minor units, character by character.
fn minor(text: &str, places: u32) -> Option<u64> {
    let (mut minor, mut behind, mut last) = (0_u128, None::<u32>, '.');
    for char in text.chars() {
        match char.to_digit(10) {
            Some(digit) => {
                minor = minor.checked_mul(10)?.checked_add(u128::from(digit))?;
                behind = behind.map(|behind| behind + 1);
            }
            None if char == '.' && behind.is_none() && last != '.' => behind = Some(0),
            None => return None,
        }
        last = char;
    }
    let missing = places.checked_sub(behind.unwrap_or(0)).filter(|_| last != '.')?;
    u64::try_from(minor.checked_mul(10_u128.pow(missing))?).ok()
}

fn is_number(text: &str) -> bool {
    text.chars().count() == 3 && text.chars().all(|char| char.is_ascii_digit())
}

/// Returns the parsed value. Asserts that an error is bounded and of the kind for values.
fn ok<T>(read: Result<T, Error>) -> Option<T> {
    if let Err(error) = &read {
        assert_eq!(error.kind(), ErrorKind::Value);
        assert_bounded(error);
    }
    read.ok()
}
