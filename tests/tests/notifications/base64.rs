//! Tests that a signature has only one accepted encoding, kind and size.

use aws_lc_rs::{
    rand::SystemRandom,
    rsa::KeySize,
    signature::{
        RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_SHA512, RsaEncoding, RsaKeyPair,
    },
};
use base64::{
    Engine as _,
    prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE, BASE64_URL_SAFE_NO_PAD},
};

use super::{charge, environment, key, signed, verify};

fn bytes(signature: &str) -> Vec<u8> {
    BASE64_STANDARD.decode(signature).unwrap()
}

#[test]
fn a_signature_of_another_size_is_none() {
    let (body, signature) = signed(&charge("AUTORIZADO"));
    let signature = bytes(&signature);
    assert_eq!(signature.len(), 256);
    for wrong in [
        signature[..255].to_vec(),
        signature[1..].to_vec(),
        [&signature[..], &[0]].concat(),
        [&[0], &signature[..]].concat(),
        [&signature[..], &signature[..128]].concat(),
        signature[..128].to_vec(),
        Vec::new(),
    ] {
        assert!(verify(&body, BASE64_STANDARD.encode(&wrong)).is_err(), "{} bytes", wrong.len());
    }
    assert!(verify(&body, BASE64_STANDARD.encode(&signature)).is_ok());
}

#[test]
fn another_spelling_of_the_same_bytes_is_none() {
    let (body, text, signature) = telling();
    let mut padded_otherwise = text.clone().into_bytes();
    // 256 bytes leave four bits of the last character unused: `A` and `B` there encode the same bytes.
    let last = text.len() - 3;
    padded_otherwise[last] += 1;
    let middle = |char: &str| format!("{}{char}{}", &text[..100], &text[100..]);
    let cases: Vec<Vec<u8>> = vec![
        padded_otherwise,
        BASE64_STANDARD_NO_PAD.encode(&signature).into(),
        BASE64_URL_SAFE.encode(&signature).into(),
        BASE64_URL_SAFE_NO_PAD.encode(&signature).into(),
        format!("{text}=").into(),
        format!("{text}==").into(),
        text.trim_end_matches('=').to_owned().into(),
        text.replacen("==", "=", 1).into(),
        format!(" {text}").into(),
        format!("{text} ").into(),
        format!("{text}\n").into(),
        format!("{text}\r\n").into(),
        middle("\n").into(),
        middle(" ").into(),
        middle("=").into(),
        middle("\0").into(),
        format!("\"{text}\"").into(),
        format!("{text},{text}").into(),
        text.replacen(&text[..1], "\u{ff21}", 1).into(),
        [text.as_bytes(), b"\xff"].concat(),
        text.to_lowercase().into(),
        signature.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into(),
        signature.clone(),
    ];
    for wrong in cases {
        assert_ne!(wrong, text.as_bytes());
        assert!(verify(&body, &wrong).is_err(), "{}", wrong.escape_ascii());
    }
    assert!(verify(&body, &text).is_ok());
}

/// A notification whose signature differs between the two alphabets of Base64, with the signature's bytes.
fn telling() -> (Vec<u8>, String, Vec<u8>) {
    for number in 400_000.. {
        let mut json = charge("AUTORIZADO");
        json["merchant_operation_number"] = number.to_string().into();
        let (body, text) = signed(&json);
        if text.contains('+') && text.contains('/') {
            let signature = bytes(&text);
            return (body, text, signature);
        }
    }
    unreachable!("a signature has 342 random characters")
}

#[test]
fn another_kind_of_signature_is_none() {
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
    let (body, _) = signed(&charge("AUTORIZADO"));
    let sign = |pair: &RsaKeyPair, encoding: &'static dyn RsaEncoding| {
        let mut signature = vec![0; pair.public_modulus_len()];
        pair.sign(encoding, &SystemRandom::new(), &body, &mut signature).unwrap();
        BASE64_STANDARD.encode(signature)
    };
    let verifier = {
        let key = super::keys::public_key(&pair);
        let environment = environment("https://api.example.com", &[&key]);
        alignet::notifications::Verifier::new(&environment, super::MERCHANT).unwrap()
    };
    let takes =
        |signature: String| verifier.verify::<alignet::api::ChargeNotification>(&body, signature).is_ok();
    assert!(takes(sign(&pair, &RSA_PKCS1_SHA512)));
    assert!(!takes(sign(&pair, &RSA_PKCS1_SHA256)));
    assert!(!takes(sign(&pair, &RSA_PKCS1_SHA384)));
    assert!(!takes(sign(&pair, &RSA_PSS_SHA512)));
    // The longest signature that the header may hold.
    let longer = RsaKeyPair::generate(KeySize::Rsa3072).unwrap();
    let signature = sign(&longer, &RSA_PKCS1_SHA512);
    assert_eq!(signature.len(), 512);
    assert!(!takes(signature));
    assert!(!takes(key().sign(&body)));
}
