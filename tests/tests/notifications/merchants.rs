//! Tests one receiver for several merchants: it accepts the notifications of each, says whose they are, and never
//! confuses their operations.

use std::sync::Arc;

use alignet::{
    ErrorKind,
    api::ChargeNotification,
    notifications::{Arrival, MemoryGuard, Receiver, Verifier},
};

use super::{
    charge, environment, key,
    receive::{claim, is_repeated},
    signed,
};

fn of(codes: &[&str]) -> Result<Verifier, alignet::Error> {
    let environment = environment("https://api.example.com", &[key().public_key()]);
    Verifier::for_merchants(&environment, codes.iter().copied())
}

#[tokio::test]
async fn one_receiver_serves_every_merchant_and_says_whose_a_notification_is() {
    let receiver = Receiver::new(of(&["M1", "M2"]).unwrap(), MemoryGuard::new());
    // The operation, the transaction and the state are equal: only the merchants differ.
    for merchant in ["M1", "M2"] {
        let mut body = charge("AUTORIZADO");
        body["merchant_code"] = merchant.into();
        let claim = claim(&receiver, &body).await;
        assert_eq!(claim.merchant_code, merchant);
        let _ = claim.done().await;
        assert!(is_repeated(&receiver, &body).await, "{merchant}");
    }
}

/// A shop that gets a second merchant code does not handle the notifications of its first one again.
#[tokio::test]
async fn a_merchant_among_several_has_the_replay_keys_that_it_has_alone() {
    let guard = Arc::new(MemoryGuard::new());
    let alone = Receiver::new(of(&["M1"]).unwrap(), Arc::clone(&guard));
    let _ = claim(&alone, &charge("AUTORIZADO")).await.done().await;
    let both = Receiver::new(of(&["M2", "M1"]).unwrap(), guard);
    let (body, signature) = signed(&charge("AUTORIZADO"));
    let arrival = both.receive::<ChargeNotification>(&body, signature).await.unwrap();
    assert!(matches!(arrival, Arrival::Repeated));
}

#[test]
fn every_other_code_is_refused() {
    let verifier = of(&["M1", "M2", "M1"]).unwrap();
    for (merchant, accepted) in [
        ("M1", true),
        ("M2", true),
        ("M", false),
        ("m2", false),
        ("M2 ", false),
        ("M1M2", false),
        ("", false),
    ] {
        let mut body = charge("AUTORIZADO");
        body["merchant_code"] = merchant.into();
        let (body, signature) = signed(&body);
        let verified = verifier.verify::<ChargeNotification>(&body, signature);
        assert_eq!(verified.is_ok(), accepted, "{merchant:?}");
        assert!(verified.is_ok_and(|charge| charge.merchant_code == merchant) == accepted);
    }
}

#[test]
fn every_code_must_be_one_and_there_must_be_one() {
    let refused = |codes: &[&str]| {
        let error = of(codes).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        error.to_string()
    };
    let none = refused(&[]);
    assert!(none.contains("there is no merchant code, so no notification could be accepted"), "{none}");
    assert!(refused(&["M1", ""]).contains("the merchant code is empty"));
    assert!(refused(&["M1", " M2"]).contains("begins or ends with white space"));
    let shown = format!("{:?}", of(&["M1", "M2"]).unwrap());
    assert!(shown.contains(r#"merchant_codes: {"M1", "M2"}"#), "{shown}");
}
