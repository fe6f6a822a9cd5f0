//! Tests the forms of returns: the one way to write a form, the repair of plus signs, and everything that is refused.

use alignet::{
    api::ChargeReturn,
    notifications::{InvalidReturn, Unconfirmed},
};
use base64::{
    Engine as _,
    prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE, BASE64_URL_SAFE_NO_PAD},
};
use percent_encoding::{NON_ALPHANUMERIC, percent_encode};

use super::{
    key, logged, other_key,
    returns::{order, returned},
    verifier,
};

/// A form as a browser writes it.
pub(super) fn form(text: &str, signature: &str) -> String {
    let encoded = |value: &str| percent_encode(value.as_bytes(), NON_ALPHANUMERIC).to_string();
    format!("authorization_result={}&signature={}", encoded(text), encoded(signature))
}

fn read(form: impl AsRef<[u8]>) -> Result<Unconfirmed<ChargeReturn>, InvalidReturn> {
    verifier(&[key()]).verify_return(form.as_ref(), &order())
}

fn read_fields(
    text: impl AsRef<[u8]>,
    signature: impl AsRef<[u8]>,
) -> Result<Unconfirmed<ChargeReturn>, InvalidReturn> {
    verifier(&[key()]).verify_return_fields(text, signature, &order())
}

/// A signed text. It and its signature have a plus sign, and the text has padding.
fn signed() -> (String, String) {
    for extra in 0.. {
        // `>` makes plus signs.
        let mut json = returned();
        json["extra"] = format!("{}>>>~~~", "x".repeat(extra)).into();
        let text = BASE64_STANDARD.encode(json.to_string());
        let signature = key().sign(&text);
        if [&text, &signature].iter().all(|value| value.contains('+') && value.ends_with('=')) {
            return (text, signature);
        }
    }
    unreachable!("a signature has 342 random characters")
}

#[test]
fn a_plus_sign_may_have_become_a_space() {
    let (text, signature) = signed();
    let whole = form(&text, &signature);
    assert!(whole.contains("%2B") && !whole.contains('+'));
    let spaced = (text.replace('+', " "), signature.replace('+', " "));
    for form in
        [whole.clone(), whole.replace("%2B", "+"), whole.replace("%2B", "%20"), whole.replace("%2B", "%2b")]
    {
        assert!(read(form).is_ok());
    }
    assert!(read_fields(&text, &signature).is_ok());
    assert!(read_fields(&spaced.0, &signature).is_ok());
    assert!(read_fields(&text, &spaced.1).is_ok());
    // A space that stands for nothing.
    for wrong in
        [format!(" {text}"), format!("{text} "), text.replacen('A', " A", 1), text.replacen('+', "\t", 1)]
    {
        assert!(read_fields(&wrong, &signature).is_err());
        assert!(read(form(&wrong, &signature)).is_err());
    }
    assert!(read_fields(&text, format!("{signature} ")).is_err());
}

#[test]
fn the_json_may_come_in_either_alphabet_and_without_padding() {
    let json = BASE64_STANDARD.decode(signed().0).unwrap();
    let standard = BASE64_STANDARD.encode(&json);
    for text in [
        standard.clone(),
        BASE64_STANDARD_NO_PAD.encode(&json),
        BASE64_URL_SAFE.encode(&json),
        BASE64_URL_SAFE_NO_PAD.encode(&json),
    ] {
        let signature = key().sign(&text);
        assert!(read(form(&text, &signature)).is_ok(), "{text}");
        // The signature covers the text as it came, and no other spelling of the same JSON.
        let covers = read(form(&standard, &signature)).is_ok();
        assert_eq!(covers, text == standard, "{text}");
    }
}

#[test]
fn the_signature_has_one_spelling() {
    let (text, signature) = signed();
    let bytes = BASE64_STANDARD.decode(&signature).unwrap();
    for wrong in [
        BASE64_STANDARD_NO_PAD.encode(&bytes),
        BASE64_URL_SAFE.encode(&bytes),
        format!("{signature}\n"),
        signature.to_lowercase(),
    ] {
        assert!(read(form(&text, &wrong)).is_err(), "{wrong}");
    }
}

/// The service alone can sign such a text, so the log has a warning.
#[test]
fn a_signed_text_that_is_no_base64_is_refused_with_a_warning() {
    let (text, _) = signed();
    let lines: Vec<String> =
        text.as_bytes().chunks(76).map(|line| String::from_utf8(line.to_vec()).unwrap()).collect();
    let mixed = "/-".to_owned() + &text[2..];
    for wrong in
        [lines.join("\n"), lines.join("\r\n"), format!("{text}\n"), format!("{text}="), mixed, "%".into()]
    {
        let signature = key().sign(&wrong);
        let (refused, log) = logged(|| read(form(&wrong, &signature)).unwrap_err());
        assert_eq!(refused.to_string(), "the request is no return of a buyer to this order");
        assert!(log.contains("WARN"), "{log}");
        assert!(log.contains("a signed return can't be read reason=\"base64\""), "{log}");
    }
    // The same lines, of a text that was signed without them.
    let signature = key().sign(&text);
    assert!(read(form(&lines.join("\r\n"), &signature)).is_err());
}

#[test]
fn each_field_comes_once_and_others_are_ignored() {
    let (text, signature) = signed();
    let whole = form(&text, &signature);
    let [first, second] = whole.split('&').collect::<Vec<_>>()[..] else { unreachable!() };
    for form in [
        format!("{second}&{first}"),
        format!("more=1&{first}&&more=2&=&{second}&more"),
        format!("{}&{second}&Signature=1", first.replacen("_r", "%5Fr", 1)),
        format!("more=%ff&{whole}&%zz=%"),
    ] {
        assert!(read(&form).is_ok(), "{form}");
    }
    for (form, reason) in [
        (format!("{whole}&{first}"), "a form field twice"),
        (format!("{whole}&{second}"), "a form field twice"),
        (format!("authorization_result=&{whole}"), "a form field twice"),
        (format!("signature&{whole}"), "a form field twice"),
        (format!("{whole}&authorization%5fresult=7"), "a form field twice"),
        (first.to_owned(), "no form field"),
        (second.to_owned(), "no form field"),
        (whole.replacen("authorization_result", "Authorization_result", 1), "no form field"),
        (whole.replace('&', ";"), "no form field"),
        (whole.replacen('=', ":", 1), "no form field"),
        (String::new(), "no form field"),
        (format!("{{\"authorization_result\":\"{text}\",\"signature\":\"{signature}\"}}"), "no form field"),
        ("authorization_result=&signature=".into(), "signature size"),
    ] {
        let (_, log) = logged(|| read(&form).unwrap_err());
        assert!(log.contains(&format!("a return is refused reason=\"{reason}\"")), "{form}: {log}");
    }
}

#[test]
fn neither_a_form_nor_its_fields_are_longer_than_64_kib() {
    let (text, signature) = signed();
    let whole = form(&text, &signature);
    let padded = |length: usize| format!("{whole}&more={}", "x".repeat(length - whole.len() - 6));
    assert!(read(padded(64 * 1024)).is_ok());
    assert!(read(padded(64 * 1024 + 1)).is_err());
    let long = "A".repeat(64 * 1024 + 4);
    let signed_long = key().sign(&long);
    for (text, signature, reason) in [
        (&long, &signed_long, "body size"),
        (&" ".repeat(1 << 20), &signature, "body size"),
        (&text, &"A".repeat(513), "signature size"),
        (&text, &" ".repeat(1 << 20), "signature size"),
    ] {
        let (_, log) = logged(|| read_fields(text, signature).unwrap_err());
        assert!(log.contains(&format!("reason=\"{reason}\"")), "{log}");
    }
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let (text, signature) = signed();
    let whole = form(&text, &signature).into_bytes();
    for at in [0, "authorization_result=".len() + 7, whole.len() - 1] {
        let mut wrong = whole.clone();
        wrong[at] = 0xff;
        assert!(read(&wrong).is_err(), "{at}");
    }
    assert!(read_fields([text.as_bytes(), b"\xff"].concat(), &signature).is_err());
    let text = BASE64_STANDARD.encode(b"{\"success\":\"\xff\"}");
    let (_, log) = logged(|| read(form(&text, &key().sign(&text))).unwrap_err());
    assert!(log.contains("a signed return can't be read reason=\"json\""), "{log}");
}

/// Whatever happens to a form, it is accepted only if its two fields are those that were signed.
#[test]
fn a_changed_form_is_accepted_only_if_its_fields_are_the_same() {
    let (text, signature) = signed();
    let (whole, verifier) = (form(&text, &signature).into_bytes(), verifier(&[key(), other_key()]));
    let mut random = fastrand::Rng::with_seed(7);
    let (mut accepted, parts) =
        (0, [&b"+"[..], b"%2B", b"%2b", b"&", b"=", b"%", b"signature=", b"more&", b" "]);
    for round in 0..5_000 {
        let mut changed = whole.clone();
        // In every second round one plus sign is written otherwise, which makes no difference if a plus sign comes of it.
        let plus: Vec<usize> = (0..whole.len()).filter(|at| whole[*at..].starts_with(b"%2B")).collect();
        if round % 2 == 0 {
            let at = plus[random.usize(..plus.len())];
            changed.splice(at..at + 3, parts[random.usize(..parts.len())].iter().copied());
        }
        for _ in 0..random.usize(..4) {
            let at = random.usize(..changed.len());
            let to = (at + random.usize(..4)).min(changed.len());
            let part = parts[random.usize(..parts.len())];
            changed.splice(at..to, part.iter().copied());
        }
        let values = |wanted: &str| -> Vec<String> {
            let pairs = form_urlencoded::parse(&changed).filter(|(name, _)| name == wanted);
            pairs.map(|(_, value)| value.replace(' ', "+")).collect()
        };
        let same =
            values("authorization_result") == [text.as_str()] && values("signature") == [signature.as_str()];
        let read = verifier.verify_return::<ChargeReturn>(&changed, &order());
        assert_eq!(read.is_ok(), same, "round {round}: {}", changed.escape_ascii());
        accepted += usize::from(same);
    }
    assert!(accepted > 100, "only {accepted} forms were accepted");
}
