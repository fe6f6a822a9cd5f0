//! What the service repeats of a request's secrets is taken out, and no more than that.

use proptest::prelude::*;

use crate::redact::Secrets;

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
fn the_number_of_a_card_is_found_in_groups() {
    let pan = "4111111111111111";
    for text in [pan, "4111 1111 1111 1111", "4111-1111-1111-1111", "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"] {
        assert_eq!(hidden(pan, &format!("la tarjeta {text}, no")), "la tarjeta [redacted], no");
    }
    for text in ["411111******1111", "4111  1111 1111 1111", "4111 1111 1111 1112"] {
        assert_eq!(hidden(pan, text), text);
    }
}

#[test]
fn of_two_secrets_the_longer_one_is_hidden_whole() {
    let secrets = Secrets::of_client(["12345678", "1234567890"]);
    assert_eq!(secrets.hide("1234567890 12345678".to_owned()), "[redacted] [redacted]");
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
        }
    }

    #[test]
    fn any_text_is_searched_without_panic(secret in any::<String>(), text in any::<String>()) {
        hidden(&secret, &text);
        hidden(&secret, &format!("{text}{secret}{text}"));
    }
}
