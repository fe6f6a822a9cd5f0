//! Secrets of a request are removed from the service's texts, and nothing else is.

mod spellings;

use std::time::{Duration, Instant};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;

use self::spellings::base64;
use crate::{
    error::{Error, ErrorKind},
    redact::Secrets,
};

/// The longest text that a service can send.
const LARGE: usize = 1024 * 1024;
/// The time in which even an unoptimised build on a busy machine must search it. A search that is not linear takes
/// minutes.
const SOON: Duration = Duration::from_secs(20);

/// Returns the part of a message that an error keeps.
fn kept(secrets: &Secrets<'_>, message: String) -> String {
    let error = Error::of_kind(ErrorKind::Api).vendor(None, vec![(String::new(), secrets.hide(message))]);
    error.messages()[0].value.clone()
}

fn hidden(secret: &str, text: &str) -> String {
    let secrets = Secrets::of_client([secret, ""]);
    let clean = secrets.hide(text.to_owned());
    assert_eq!(secrets.are_in(text), clean != text, "{secret} in {text}");
    clean
}

#[test]
fn a_long_secret_is_found_wherever_it_stands() {
    assert_eq!(hidden("c4n4ry-3f9c2b", "xc4n4ry-3f9c2bx"), "x[redacted]x");
    assert_eq!(hidden("12345678", "0123456789"), "0[redacted]9");
    assert_eq!(hidden("ñandú-ñandú", "¿ñandú-ñandú?ñandú-ñandú"), "¿[redacted]?[redacted]");
}

#[test]
fn a_short_secret_is_found_where_it_stands_alone() {
    for (text, clean) in [
        ("739", "[redacted]"),
        ("CVV 739 inválido", "CVV [redacted] inválido"),
        ("cvv739.", "cvv[redacted]."),
        ("\"739\",739", "\"[redacted]\",[redacted]"),
        ("739739", "739739"),
        ("17391 7390 0739", "17391 7390 0739"),
        ("73 9", "73 9"),
    ] {
        assert_eq!(hidden("739", text), clean);
    }
    assert_eq!(hidden("clave", "la clave: enclaves, clave7"), "la [redacted]: enclaves, [redacted]7");
    assert_eq!(hidden("1230", "válida hasta 12/30 o 1230"), "válida hasta 12/30 o [redacted]");
}

#[test]
fn what_is_too_short_to_be_one_hides_nothing() {
    for secret in ["", "0", "00", "ñ"] {
        assert_eq!(hidden(secret, "00 ñ 0"), "00 ñ 0");
    }
}

#[test]
fn a_short_secret_beside_a_long_one_is_hidden_as_well() {
    let secrets = Secrets::of_client(["4111111111111111", "739"]);
    assert_eq!(secrets.hide("41111111111111117391".to_owned()), "[redacted]7391");
    assert_eq!(secrets.hide("4111111111111111739".to_owned()), "[redacted][redacted]");
}

#[test]
fn secrets_that_overlap_are_hidden_whole() {
    let secrets = Secrets::of_client(["first-second", "second-third"]);
    assert_eq!(secrets.hide("a first-second-third b".to_owned()), "a [redacted] b");
    assert_eq!(secrets.hide("first-secondsecond-third".to_owned()), "[redacted][redacted]");
}

#[test]
fn of_two_secrets_the_longer_one_is_hidden_whole() {
    let secrets = Secrets::of_client(["12345678", "1234567890"]);
    assert_eq!(secrets.hide("1234567890 12345678".to_owned()), "[redacted] [redacted]");
}

#[test]
fn a_text_is_searched_in_linear_time_however_often_it_begins_a_secret() {
    let start = Instant::now();
    let secret = format!("{}b", "a".repeat(8_000));
    let secrets = Secrets::of_client(["client-secret", &secret]);
    let text = "a".repeat(LARGE);
    assert!(!secrets.are_in(&text) && !secrets.of_client_are_in(&text));
    assert_eq!(kept(&secrets, text), "a".repeat(500));

    // Digits may stand in groups.
    let secret = format!("{}2", "1".repeat(8_000));
    let secrets = Secrets::of_client(["client-secret", &secret]);
    for text in ["1".repeat(LARGE), "1 ".repeat(LARGE / 2), "1-1 ".repeat(LARGE / 4)] {
        assert!(!secrets.are_in(&text) && !secrets.of_client_are_in(&text));
        assert_eq!(kept(&secrets, text.clone()), text[..500]);
    }

    // The text begins other spellings over and over, or separators never end.
    let secret = format!("{}-end", "a".repeat(8_000));
    let secrets = Secrets::of_client(["client-secret", &secret]);
    for part in ["%61", "\\u0061", "61", "YWFh", "%", "\\", "1 ", "1%20", "1\u{a0}"] {
        let text = part.repeat(LARGE / part.len());
        assert!(!secrets.are_in(&text), "{part}");
        assert_eq!(kept(&secrets, text.clone()), text.chars().take(500).collect::<String>());
    }
    let separated = format!("1{}1", " ".repeat(LARGE));
    assert_eq!(kept(&Secrets::of_client(["111111111111", ""]), separated.clone()), separated[..500]);
    let word = "Y2xpZW50LXNlY3JldA".repeat(LARGE / 18);
    assert_eq!(kept(&secrets, word), "[redacted]");

    // Short secrets occur everywhere, but nowhere alone.
    let secrets = Secrets::of_client(["aaa", "aaaa"]);
    assert_eq!(kept(&secrets, "a".repeat(LARGE)), "a".repeat(500));
    assert_eq!(
        kept(&Secrets::of_client(["aaa", ""]), "aaa ".repeat(LARGE / 4)),
        "[redacted] ".repeat(46)[..500]
    );

    // Many texts take no longer than one long text.
    let secrets = Secrets::of_client(["client-secret", &secret]);
    for _ in 0..10_000 {
        assert_eq!(secrets.hide("clave".to_owned()), "clave");
    }
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
}

#[test]
fn a_number_that_is_spread_over_the_cut_is_hidden_whole() {
    let secrets = Secrets::of_client(["4111111111111112", ""]);
    let digits: Vec<String> = "4111111111111112".bytes().map(|digit| format!("%{digit:02x}")).collect();
    let spread = digits.join(&"%20".repeat(12));
    for before in 400..500 {
        let text = format!("{}{spread}{}", "x".repeat(before), "x".repeat(2_000));
        assert!(
            kept(&secrets, text).starts_with(&("x".repeat(before) + "[redacted]")[..500.min(before + 10)])
        );
    }
}

#[test]
fn where_a_text_is_cut_no_part_of_a_secret_is_left() {
    let secret: String = (0..40).map(|number| format!("<{number:03}>")).collect();
    let grouped = "4111111111111112";
    let secrets = Secrets::of_client([&secret, grouped]);
    for before in (0..1_200).step_by(7) {
        for (filler, hidden) in [
            ("x", secret.as_str()),
            ("ñ", &secret),
            ("x", "4111-1111-1111-1112"),
            ("x", "4111 - 1111 - 1111 - 1112"),
        ] {
            let once = format!("{}{hidden}{}", filler.repeat(before), filler.repeat(2_000));
            let often = format!("{}{}", filler.repeat(before), format!("{hidden}{filler}").repeat(40));
            for text in [once.clone(), often, once + hidden] {
                let shown = kept(&secrets, text.clone());
                assert!(!shown.contains('<') && !shown.contains("41"), "after {before}: {shown}");
                let [head, ..] = *shown.split('[').collect::<Vec<_>>() else { panic!("{shown}") };
                assert_eq!(head.chars().count(), before.min(500), "what is before it is shown");
            }
        }
    }
}

#[test]
fn behind_a_long_secret_a_message_goes_on() {
    let token = "t0".repeat(4_096);
    let secrets = Secrets::of_client(["client-secret", &token]);
    let message = format!("el token {token} no es válido, {token}. {}", "x".repeat(LARGE));
    let shown = kept(&secrets, message);
    assert!(shown.starts_with("el token [redacted] no es válido, [redacted]"), "{shown}");
}

proptest! {
    #[test]
    fn no_secret_is_left_in_any_text(
        secret in "[a-z0-9ñ]{3,20}",
        before in "[ -~ñ]{0,30}",
        after in "[ -~ñ]{0,30}",
    ) {
        let clean = hidden(&secret, &format!("{before} {secret} {after}"));
        prop_assert!(!clean.contains(&format!(" {secret} ")), "{clean}");
        if secret.len() >= 8 {
            prop_assert!(!clean.contains(&secret), "{clean}");
            let spelt = utf8_percent_encode(&secret, NON_ALPHANUMERIC).to_string();
            for spelt in [spelt, base64(&format!("{before}:{secret}{after}"), false)] {
                let text = format!("{before} {spelt} {after}");
                prop_assert!(!hidden(&secret, &text).contains(&spelt), "{text}");
            }
        }
    }

    #[test]
    fn any_text_is_searched_without_panic(secret in any::<String>(), text in any::<String>()) {
        hidden(&secret, &text);
        hidden(&secret, &format!("{text}{secret}{text}"));
    }
}
