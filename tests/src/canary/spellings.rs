//! The spellings in which a service can repeat a secret.

use base64::{Engine as _, prelude::BASE64_STANDARD, prelude::BASE64_URL_SAFE};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// The spellings of a secret in which a service can repeat it, by name; the client hides all of them.
pub fn spellings(value: &str) -> Vec<(&'static str, String)> {
    let bytes = value.as_bytes();
    let all = |show: &dyn Fn(&u8) -> String| bytes.iter().map(show).collect::<String>();
    let json = serde_json::Value::from(value).to_string();
    let mut spellings = vec![
        ("raw", value.to_owned()),
        ("escaped", json[1..json.len() - 1].to_owned()),
        ("percent-encoded", utf8_percent_encode(value, NON_ALPHANUMERIC).to_string()),
        ("percent-encoded", all(&|byte| format!("%{byte:02x}"))),
        ("percent-encoded", all(&|byte| format!("%{byte:02X}"))),
        ("hex", all(&|byte| format!("{byte:02x}"))),
        ("hex", all(&|byte| format!("{byte:02X}"))),
    ];
    for (form, engine) in [("base64", &BASE64_STANDARD), ("base64url", &BASE64_URL_SAFE)] {
        for before in ["", "a", "ab"] {
            let text = engine.encode(format!("{before}{value}"));
            spellings.push((form, text.trim_end_matches('=').to_owned()));
            spellings.push((form, text));
        }
    }
    if value.bytes().all(|byte| byte.is_ascii_digit()) {
        for separator in SEPARATORS {
            let groups = bytes.chunks(4).map(|group| String::from_utf8_lossy(group));
            spellings.push(("grouped", groups.collect::<Vec<_>>().join(separator)));
        }
    }
    spellings
}

/// The characters that stand between the groups of a card number.
const SEPARATORS: [&str; 9] = [" ", "-", ".", "/", "_", "\u{a0}", "   ", " - ", "%20"];

/// A text without the separators between its digits.
pub(super) fn joined(text: &str) -> String {
    let text = text.replace("%20", " ").replace("\\u{a0}", " ");
    let chars: Vec<char> = text.chars().collect();
    let is_digit = |char: Option<&char>| char.is_some_and(char::is_ascii_digit);
    let mut joined = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(char) = chars.get(at) {
        let run = chars[at..].iter().take_while(|char| !char.is_alphanumeric()).count();
        let separates = (1..4).contains(&run) && is_digit(joined.chars().next_back().as_ref());
        if separates && is_digit(chars.get(at + run)) {
            at += run;
        } else {
            joined.push(*char);
            at += 1;
        }
    }
    joined
}
