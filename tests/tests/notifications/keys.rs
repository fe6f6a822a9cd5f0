//! Tests the keys and the merchant code that a verifier accepts.

use alignet::{Environment, ErrorKind, notifications::Verifier};
use aws_lc_rs::{
    encoding::{AsDer as _, PublicKeyX509Der},
    rsa::KeySize,
    signature::{KeyPair as _, RsaKeyPair},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};

use super::{environment, key};

pub(super) fn public_key(pair: &RsaKeyPair) -> String {
    let key: PublicKeyX509Der<'_> = pair.public_key().as_der().unwrap();
    BASE64_STANDARD.encode(key.as_ref())
}

#[test]
fn the_shipped_keys_are_keys_and_each_is_another() {
    let mut keys = Vec::new();
    for environment in Environment::ALL {
        Verifier::new(environment, "M1").unwrap();
        assert!(environment.notification_keys().count() >= 1);
        keys.extend(environment.notification_keys());
    }
    let all = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), all);
}

#[test]
fn a_merchant_has_a_code() {
    let refused = |merchant: &str| {
        let error = Verifier::new(&Environment::PREPROD, merchant).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        error.to_string()
    };
    assert_eq!(
        refused(""),
        "the client is not configured for this: the merchant code is empty, and without one the notifications to \
         other merchants would be taken for this one's"
    );
    for merchant in [" ", "M1 ", "\nM1"] {
        assert_eq!(
            refused(merchant),
            "the client is not configured for this: the merchant code begins or ends with white space: remove it"
        );
    }
}

#[test]
fn what_is_no_key_is_refused_by_its_number() {
    let good = key().public_key();
    let der = BASE64_STANDARD.decode(good).unwrap();
    let longer = public_key(&RsaKeyPair::generate(KeySize::Rsa3072).unwrap());
    for wrong in [
        "",
        "key",
        &format!(" {good}"),
        &good[..good.len() - 4],
        &good.replace('A', "-"),
        &format!("-----BEGIN PUBLIC KEY-----\n{good}\n-----END PUBLIC KEY-----"),
        // The key without its algorithm identifier (RFC 8017).
        &BASE64_STANDARD.encode(&der[24..]),
        &BASE64_STANDARD.encode([&der[..], &[0]].concat()),
        &longer,
        "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
    ] {
        let error = Verifier::new(&environment("https://api.example.com", &[good, wrong]), "M1").unwrap_err();
        assert_eq!(
            (error.kind(), error.to_string().as_str()),
            (
                ErrorKind::Config,
                "the client is not configured for this: key 2 for notifications, of the environment `custom`, is not \
                 an RSA key of 2048 bits: write the Base64 of its `SubjectPublicKeyInfo` in one line, which is what \
                 stands between the lines `PUBLIC KEY` of a PEM file"
            ),
            "{wrong}"
        );
    }
    let error = Verifier::new(&environment("https://api.example.com", &[]), "M1").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the client is not configured for this: the environment `custom` has no key that could verify a notification"
    );
}

#[test]
fn a_verifier_shows_whose_it_is() {
    let shown = format!("{:?}", Verifier::new(&Environment::PREPROD, "M1").unwrap());
    assert!(shown.contains("PREPROD") && shown.contains("\"M1\""), "{shown}");
}
