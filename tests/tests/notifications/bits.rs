//! Tests that a notification or a return is refused after any single bit of its body or signature is turned.

use base64::{Engine as _, prelude::BASE64_STANDARD};

use alignet::api::{ChargeNotification, ChargeReturn};

use super::{charge, key, returns, signed, verifier};

fn flipped(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..bytes.len() * 8).map(|bit| {
        let mut bytes = bytes.to_vec();
        bytes[bit / 8] ^= 1 << (bit % 8);
        bytes
    })
}

#[test]
fn no_bit_of_the_body_can_be_turned() {
    let verifier = verifier(&[key()]);
    let (body, signature) = signed(&charge("AUTORIZADO"));
    assert!(verifier.verify::<ChargeNotification>(&body, &signature).is_ok());
    for (bit, body) in flipped(&body).enumerate() {
        assert!(verifier.verify::<ChargeNotification>(&body, &signature).is_err(), "bit {bit}");
    }
}

#[test]
fn no_bit_of_the_signature_can_be_turned() {
    let verifier = verifier(&[key()]);
    let (body, signature) = signed(&charge("AUTORIZADO"));
    let bytes = BASE64_STANDARD.decode(&signature).unwrap();
    for (bit, bytes) in flipped(&bytes).enumerate() {
        let signature = BASE64_STANDARD.encode(bytes);
        assert!(verifier.verify::<ChargeNotification>(&body, signature).is_err(), "bit {bit}");
    }
    for (bit, signature) in flipped(signature.as_bytes()).enumerate() {
        assert!(verifier.verify::<ChargeNotification>(&body, signature).is_err(), "bit {bit} of the header");
    }
}

#[test]
fn no_bit_of_a_return_can_be_turned() {
    let verifier = verifier(&[key()]);
    let text = BASE64_STANDARD.encode(returns::returned().to_string()).into_bytes();
    let signature = key().sign(&text).into_bytes();
    let order = returns::order();
    let read = |text: &[u8], signature: &[u8]| {
        verifier.verify_return_fields::<ChargeReturn>(text, signature, &order).is_ok()
    };
    assert!(read(&text, &signature));
    for (bit, text) in flipped(&text).enumerate() {
        assert!(!read(&text, &signature), "bit {bit} of the text");
    }
    for (bit, signature) in flipped(&signature).enumerate() {
        assert!(!read(&text, &signature), "bit {bit} of the signature");
    }
}
