//! Secrets are also found in other spellings than their own.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::hidden;

#[test]
fn the_number_of_a_card_is_found_in_groups() {
    let pan = "4111111111111111";
    for text in [
        pan,
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "4111.1111.1111.1111",
        "4111/1111/1111/1111",
        "4111_1111_1111_1111",
        "4111\u{a0}1111\u{a0}1111\u{a0}1111",
        "4111  1111   1111    1111",
        "4111 - 1111.1111/1111",
        "4111%201111%C2%A01111+1111",
        r"4111\u00a01111\t1111\n1111",
    ] {
        assert_eq!(hidden(pan, &format!("la tarjeta {text} , no")), "la tarjeta [redacted] , no", "{text}");
    }
    for text in ["411111******1111", "4111 1111 1111 1112", "4111 y 1111 1111 1111", "4111 1111 1111 111"] {
        assert_eq!(hidden(pan, text), text);
    }
}

#[test]
fn a_long_secret_is_found_in_every_spelling() {
    let secret = "clave/ñ+y=\"de\"\\acceso 7~";
    let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
    let all: String = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let escaped = serde_json::to_string(secret).unwrap();
    for text in [
        hex.as_str(),
        &hex.to_uppercase(),
        &all,
        &all.to_lowercase(),
        &utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string(),
        &utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string().replace("%20", "+").replace("%7E", "~"),
        "clave%2Fñ+y%3D\"de%22\\acceso 7~",
        escaped.trim_matches('"'),
        &escaped.trim_matches('"').replace('/', "\\/").replace('ñ', "\\u00f1"),
    ] {
        assert_eq!(hidden(secret, &format!("<{text}>")), "<[redacted]>", "{text}");
    }
    let controls = "a\rb\n\tc\u{8}d\u{c}e";
    assert_eq!(hidden(controls, r"<a\rb\n\tc\bd\fe>"), "<[redacted]>");
    assert_eq!(hidden("clave-de-acceso", r"<\x63lave\x2dde-acceso>"), "<[redacted]>");
    assert_eq!(hidden("clave-de-acceso", r"<\clave-de-acceso>"), r"<\[redacted]>");
    assert_eq!(hidden("clave-de-acceso", r"<clave-\de-acceso>"), r"<clave-\de-acceso>", "`\\d` is no escape");
    assert_eq!(hidden("clave", "636c617665 %63%6c%61%76%65 Y2xhdmU"), "636c617665 %63%6c%61%76%65 Y2xhdmU");
}

/// Puts the secret at each of the three offsets in the groups that Base64 encodes.
#[test]
fn a_long_secret_is_found_in_base64() {
    for secret in ["c4n4ry-3f9c2b", "12345678", "?>~?>~?>~?>", "ñandú-ñandú", "exactly-fifteen"] {
        for before in ["", "i", "id", "id:", "some-client:", "other-client:", "third-clients:"] {
            for after in ["", "x", "xy", "xyz"] {
                for url_safe in [false, true] {
                    let encoded = base64(&format!("{before}{secret}{after}"), url_safe);
                    for encoded in [encoded.as_str(), encoded.trim_end_matches('=')] {
                        let text = format!("la clave: Basic {encoded}, no");
                        assert_eq!(hidden(secret, &text), "la clave: Basic [redacted], no", "{encoded}");
                    }
                }
            }
        }
    }
}

/// Encodes Base64 as its standard describes it, bit by bit.
pub(super) fn base64(text: &str, url_safe: bool) -> String {
    let bits: Vec<u8> = text.bytes().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
    let letters =
        ('A'..='Z').chain('a'..='z').chain('0'..='9').chain(if url_safe { ['-', '_'] } else { ['+', '/'] });
    let letters: Vec<char> = letters.collect();
    let value =
        |bits: &[u8]| (0..6).fold(0, |value, at| value << 1 | bits.get(at).copied().unwrap_or_default());
    let encoded: String = bits.chunks(6).map(|bits| letters[usize::from(value(bits))]).collect();
    let padding = "=".repeat((4 - encoded.len() % 4) % 4);
    encoded + &padding
}
