//! Tests that notifications of different merchants or environments never share a replay key.

use std::{collections::HashSet, sync::Arc};

use alignet::{
    Environment,
    api::ChargeNotification,
    notifications::{Arrival, MemoryGuard, Receiver, ReplayGuard, ReplayKey, Verifier},
};

use crate::{MERCHANT, charge, environment, guards::Noting, key, other_key};

/// The replay key under which a receiver stores a charge.
async fn replay_key(environment: &Environment, merchant: &str, operation: &str, id: &str) -> ReplayKey {
    let guard = Arc::new(Noting::default());
    let receiver = Receiver::new(Verifier::new(environment, merchant).unwrap(), Arc::clone(&guard));
    let mut body = charge("AUTORIZADO");
    body["merchant_code"] = merchant.into();
    body["merchant_operation_number"] = operation.into();
    body["transaction"]["transaction_id"] = id.into();
    let body = body.to_string();
    drop(receiver.receive::<ChargeNotification>(body.as_bytes(), key().sign(&body)).await.unwrap());
    guard.key()
}

#[tokio::test]
async fn merchants_environments_and_operations_are_told_apart() {
    let here = environment("https://api.example.com", &[key().public_key()]);
    let elsewhere = environment("https://api.example.org", &[key().public_key()]);
    let mut keys = HashSet::new();
    for environment in [&here, &elsewhere] {
        for merchant in [MERCHANT, "M2", "M"] {
            // Values that would be equal if they were joined without their lengths.
            for (operation, id) in
                [("400100", "T1"), ("400100T", "1"), ("40010", "0T1"), ("400100\"", "T1"), ("1", "1")]
            {
                assert!(keys.insert(replay_key(environment, merchant, operation, id).await));
            }
        }
    }
    assert_eq!(keys.len(), 30);
}

#[tokio::test]
async fn a_new_key_of_the_service_makes_no_other_notification() {
    let before = environment("https://api.example.com", &[key().public_key()]);
    let after = environment("https://api.example.com", &[other_key().public_key(), key().public_key()]);
    let key = replay_key(&before, MERCHANT, "400100", "T1").await;
    assert_eq!(replay_key(&after, MERCHANT, "400100", "T1").await, key);
    let text = key.to_string();
    assert!(text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()), "{text}");
    assert!(text.starts_with(&format!("{:02x}{:02x}", key.as_bytes()[0], key.as_bytes()[1])));
}

#[tokio::test]
async fn merchants_share_a_guard() {
    let guard: Arc<dyn ReplayGuard> = Arc::new(MemoryGuard::new());
    let environment = environment("https://api.example.com", &[key().public_key()]);
    for merchant in ["M1", "M2"] {
        let verifier = Verifier::new(&environment, merchant).unwrap();
        let receiver = Receiver::new(verifier, Arc::clone(&guard));
        let mut body = charge("AUTORIZADO");
        body["merchant_code"] = merchant.into();
        let _ = crate::receive::claim(&receiver, &body).await.done().await;
        let body = body.to_string();
        let signature = key().sign(&body);
        let again = receiver.receive::<ChargeNotification>(body.as_bytes(), &signature).await.unwrap();
        assert!(matches!(again, Arrival::Repeated), "{merchant}");
    }
}
