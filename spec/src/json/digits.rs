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

/// The most digits of a decimal number, before and behind the point together.
const MOST_DIGITS: usize = 38;

/// Returns true if the text is a decimal number: a number of JSON that has at most 38 digits without its exponent.
pub(crate) fn spell_decimal(text: &str) -> bool {
    let rest = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| !text.is_empty() && spell(text);
    let pointed = whole.len() < mantissa.len();
    let Ok(exponent) = exponent.parse::<i32>() else { return false };
    if !digits(whole) || (pointed && !digits(fraction)) || (whole.len() > 1 && whole.starts_with('0')) {
        return false;
    }
    let scale = i64::try_from(fraction.len()).unwrap_or(i64::MAX).saturating_sub(exponent.into());
    let significant = format!("{whole}{fraction}").trim_start_matches('0').len();
    let zeros = if significant == 0 { 0 } else { usize::try_from(-scale).unwrap_or(0) };
    significant.saturating_add(zeros) <= MOST_DIGITS && scale <= MOST_DIGITS as i64
}

/// Returns the value of a decimal number, which all of its spellings have: true if it is negative, its digits without zeros
/// at either end, and the number of them behind the point.
pub(crate) fn value(text: &str) -> Option<(bool, String, i64)> {
    let text = Some(text).filter(|text| spell_decimal(text))?;
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{}{fraction}", whole.trim_start_matches('-'));
    let significant = digits.trim_end_matches('0');
    let zeros = i64::try_from(digits.len() - significant.len()).ok()?;
    let significant = significant.trim_start_matches('0');
    if significant.is_empty() {
        return Some((false, String::new(), 0));
    }
    let scale = i64::try_from(fraction.len()).ok()? - exponent.parse::<i64>().ok()? - zeros;
    Some((text.starts_with('-'), significant.to_owned(), scale))
}

/// Returns true if the text has only digits. Parsing alone would accept a sign.
fn spell(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
