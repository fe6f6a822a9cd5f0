//! Tests that a notification is refused after any single bit of its body or signature is turned.

use base64::{Engine as _, prelude::BASE64_STANDARD};

use alignet::api::ChargeNotification;

use super::{charge, key, signed, verifier};

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
