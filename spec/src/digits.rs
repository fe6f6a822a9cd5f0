//! Values written in digits: numbers that may come as strings, amounts of money, and currencies.

use serde_json::Value as Json;

/// The longest valid lifetime, in seconds: ten years.
const LONGEST: i64 = 10 * 366 * 24 * 60 * 60;

/// Parses an integer from a JSON number or from a string of digits.
pub(crate) fn number(json: &Json) -> Option<i64> {
    let spelled = |text: &&str| spell(text.strip_prefix('-').unwrap_or(text));
    json.as_i64().or_else(|| json.as_str().filter(spelled)?.parse().ok())
}

/// Returns true if the JSON is a valid lifetime in seconds.
pub(crate) fn is_lifetime(json: &Json) -> bool {
    number(json).is_some_and(|seconds| (1..=LONGEST).contains(&seconds))
}

/// Returns true if the JSON is an amount in minor units, as a number or as a string of digits.
pub(crate) fn is_amount(json: &Json) -> bool {
    json.is_u64() || json.as_str().is_some_and(spell_amount)
}

/// Returns true if the text is an amount in minor units: digits only, of at most 64 bits.
pub(crate) fn spell_amount(text: &str) -> bool {
    spell(text) && text.parse::<u64>().is_ok()
}

/// Returns true if the text has the form of a currency number. The currency need not exist.
pub(crate) fn spell_currency(text: &str) -> bool {
    text.len() == 3 && spell(text)
}

/// Returns true if the text has only digits. Parsing alone would accept a sign.
fn spell(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
