//! What is written in digits: numbers that may come as strings, money, and currencies.

use serde_json::Value as Json;

/// The longest lifetime that makes sense, in seconds: ten years.
const LONGEST: i64 = 10 * 366 * 24 * 60 * 60;

/// An integer, as a number or as a string of digits.
pub(crate) fn number(json: &Json) -> Option<i64> {
    let spelled = |text: &&str| spell(text.strip_prefix('-').unwrap_or(text));
    json.as_i64().or_else(|| json.as_str().filter(spelled)?.parse().ok())
}

/// Whether JSON is a number of seconds that something may live.
pub(crate) fn is_lifetime(json: &Json) -> bool {
    number(json).is_some_and(|seconds| (1..=LONGEST).contains(&seconds))
}

/// Whether JSON is minor units of money, as a number or as a string of digits.
pub(crate) fn is_amount(json: &Json) -> bool {
    json.is_u64() || json.as_str().is_some_and(spell_amount)
}

/// Whether text is minor units of money: digits and nothing else, of at most 64 bits.
pub(crate) fn spell_amount(text: &str) -> bool {
    spell(text) && text.parse::<u64>().is_ok()
}

/// Whether text is the number of a currency, be it one that anybody uses or not.
pub(crate) fn spell_currency(text: &str) -> bool {
    text.len() == 3 && spell(text)
}

/// Parsing alone would take a sign.
fn spell(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
