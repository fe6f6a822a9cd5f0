//! Tests the two manners: as documented, and as integrations in use find the service.

use alignet_sandbox::Sandbox;
use serde_json::{Value as Json, json};

use crate::support::{Reply, Request, builder, sample};

/// The token request of the service's own demonstration backend and of its shop plugin: no version header, a scope that does not
/// exist, an audience without its slash.
fn token(sandbox: &Sandbox, audience: &str) -> Request {
    post("/token").with_body(
        json!({
            "action": "authorize", "grant_type": "client_credentials", "audience": audience,
            "client_id": sandbox.client_id(), "client_secret": sandbox.expose_client_secret(),
            "scope": "create:token post:charges offline_access",
        })
        .to_string(),
    )
}

fn post(path: &str) -> Request {
    Request::new("POST", path).with_header("Content-Type", "application/json")
}

async fn send(sandbox: &Sandbox, request: &Request) -> Reply {
    request.send(sandbox.addr()).await.unwrap()
}

fn nonce(sandbox: &Sandbox, token: &Json, audience: &str, scope: &str) -> Request {
    let body = json!({
        "action": "create.nonce", "audience": audience, "client_id": sandbox.client_id(), "scope": scope,
    });
    let call = post("/nonce").with_body(body.to_string());
    call.with_header("Authorization", &format!("Bearer {}", token["access_token"].as_str().unwrap()))
}

fn remarks(sandbox: &Sandbox) -> Vec<String> {
    sandbox.requests().pop().unwrap().remarks().to_vec()
}

#[tokio::test]
async fn the_demonstration_backend_gets_its_nonce() {
    let sandbox = builder().as_deployed(true).start().await.unwrap();
    let audience = "https://api.alignet.io";
    let made = send(&sandbox, &token(&sandbox, audience)).await;
    assert_eq!(made.status, 200);
    assert_eq!(
        remarks(&sandbox),
        [
            "header `ALG-API-VERSION` is absent",
            "body field `audience` is `https://api.alignet.io`, not `https://api.preprod.alignet.io/`",
            "body field `scope` asks for `offline_access`, which does not exist",
        ]
    );
    let reply = send(&sandbox, &nonce(&sandbox, &made.json(), audience, "create:token post:charges")).await;
    assert_eq!(reply.status, 200);
    sandbox.redeem(reply.json()["nonce"].as_str().unwrap()).unwrap();
    let logged = sandbox.requests().pop().unwrap().to_string();
    assert!(
        logged.contains("; accepted as deployed: header `ALG-API-VERSION` is absent; accepted"),
        "{logged}"
    );
}

#[tokio::test]
async fn the_plugin_gets_its_nonce_and_cancels() {
    let sandbox = builder().as_deployed(true).start().await.unwrap();
    let audience = "https://api.dev.alignet.io";
    let made = send(&sandbox, &token(&sandbox, audience)).await.json();
    assert_eq!(send(&sandbox, &nonce(&sandbox, &made, audience, "post:charges")).await.status, 200);

    let charge = sample::request(&sandbox, "authorize_charge").await;
    let sent: Json = serde_json::from_slice(charge.body.as_deref().unwrap()).unwrap();
    assert_eq!(send(&sandbox, &charge).await.status, 200);
    let text = |name: &str| sent[name].as_str().unwrap().to_owned();
    let path = format!("/charges/{}/{}", text("merchant_code"), text("merchant_operation_number"));
    let bearer = format!("Bearer {}", made["access_token"].as_str().unwrap());
    let cancel = Request::new("DELETE", &path).with_header("Authorization", &bearer);
    let cancel = cancel.with_header("ALG-API-VERSION", "1709847567");
    assert_eq!(send(&sandbox, &cancel).await.status, 200);
    assert_eq!(
        remarks(&sandbox),
        ["header `Authorization` holds an access token without the scope `delete:charges`"]
    );
}

#[tokio::test]
async fn as_documented_each_departure_is_refused_with_its_reason() {
    let sandbox = builder().start().await.unwrap();
    let plain = token(&sandbox, "https://api.alignet.io");
    let versioned = plain.with_header("ALG-API-VERSION", "1709847567");
    for (request, reason) in [
        (&plain, "header `ALG-API-VERSION` is required, but absent"),
        (&versioned, "body field `audience` must be the `audience` of this environment"),
        (&versioned, "body field `scope` holds an unknown scope"),
    ] {
        let reply = send(&sandbox, request).await;
        assert_eq!(reply.status, 400);
        let problem = reply.problem(&["authorization", "meta", "status"]);
        assert!(problem.contains(reason), "{problem}");
        assert!(remarks(&sandbox).is_empty());
    }
}

#[tokio::test]
async fn other_mistakes_are_refused_in_both_manners() {
    let sandbox = builder().as_deployed(true).start().await.unwrap();
    let right = token(&sandbox, "https://api.preprod.alignet.io/");
    for (field, value) in [
        ("audience", "https://api.example.com"),
        ("scope", "create:token everything"),
        ("client_secret", "another"),
        ("grant_type", "password"),
    ] {
        let wrong = right.altered(|body| drop(body.insert(field.to_owned(), json!(value))));
        assert!(send(&sandbox, &wrong).await.status >= 400, "{field}");
    }
    assert_eq!(send(&sandbox, &right.with_header("ALG-API-VERSION", "1")).await.status, 400);
    assert_eq!(send(&sandbox, &right).await.status, 200);
}

#[tokio::test]
async fn an_operation_number_has_6_to_12_digits_or_a_warning() {
    let documented = builder().start().await.unwrap();
    let deployed = builder().as_deployed(true).start().await.unwrap();
    let charge = async |sandbox: &Sandbox, number: &str| {
        let call = sample::request(sandbox, "authorize_charge").await;
        let call =
            call.altered(|body| drop(body.insert("merchant_operation_number".to_owned(), json!(number))));
        send(sandbox, &call).await
    };
    for number in ["12345", "1234567890123", "70010a", "７００１００", "+700100"] {
        let refused = charge(&documented, number).await;
        assert_eq!(refused.status, 400, "{number}");
        assert_eq!(
            refused.problem(&["meta", "status"]),
            "body field `merchant_operation_number` must have 6 to 12 digits, and nothing else"
        );
    }
    for number in ["123456", "123456789012"] {
        assert_eq!(charge(&documented, number).await.status, 200);
        assert_eq!((charge(&deployed, number).await.status, remarks(&deployed).len()), (200, 0));
    }
    for (number, digits) in [("12345", 5), ("1234567890123", 13)] {
        assert_eq!(charge(&deployed, number).await.status, 200);
        let remark = format!("body field `merchant_operation_number` has {digits} digits, not 6 to 12");
        assert_eq!(remarks(&deployed), [remark]);
    }
    assert_eq!(charge(&deployed, "70010a").await.status, 400);
    for amount in [json!(15000), json!("150.00"), json!("-1"), json!("")] {
        let call = sample::request(&deployed, "authorize_charge").await;
        let call = call.altered(|body| body["payment_details"]["amount"] = amount.clone());
        let refused = send(&deployed, &call).await;
        assert_eq!(refused.status, 400, "{amount}");
        assert!(
            refused.problem(&["meta", "status"]).contains("`payment_details.amount` must be minor units")
        );
    }
}
