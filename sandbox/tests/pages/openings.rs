//! Openings of the form are calls: in the log, in the lists of the inspector, and under queued faults.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use alignet_sandbox::{Fault, LoggedCall, Sandbox};
use serde_json::{Value as Json, json};

use crate::{
    ask,
    support::{
        Request,
        flex::{nonce, open, payload, post, start},
    },
};

const OPEN: &str = "open_form";

/// The openings, oldest first.
fn openings(sandbox: &Sandbox) -> Vec<LoggedCall> {
    sandbox.requests().into_iter().filter(|call| call.operation() == Some(OPEN)).collect()
}

/// Everything that shows calls to people and programs.
async fn shown(sandbox: &Sandbox) -> String {
    let calls = sandbox.requests();
    let mut text = format!("{calls:?}");
    for (number, call) in calls.iter().enumerate().filter(|(_, call)| call.operation() == Some(OPEN)) {
        text += &format!("{call}{}", String::from_utf8_lossy(call.expose_body()));
        text += &ask(sandbox, "GET", &format!("calls/{number}"), None).await.json().to_string();
    }
    text + &ask(sandbox, "GET", "calls", None).await.json().to_string()
}

#[tokio::test]
async fn an_opening_is_a_call_without_the_value_of_its_nonce() {
    let sandbox = start(Sandbox::builder()).await;
    let nonce = nonce(&sandbox, "post:charges").await;
    let config = json!({ "nonce": nonce, "payload": payload() });
    assert_eq!(post(&sandbox, "forms", config).await.status, 200);
    let calls = openings(&sandbox);
    let [call] = &calls[..] else { panic!("{calls:?}") };
    assert_eq!((sandbox.calls(OPEN), call.status(), call.is_by_form()), (1, Some(200), true));
    assert_eq!((call.method(), call.route()), ("POST", Some("/_sandbox/flex/forms")));
    let body: Json = serde_json::from_slice(call.expose_body()).unwrap();
    assert_eq!(body["payload"], payload());
    assert!(call.to_string().ends_with(", by the form"), "{call}");
    assert!(!shown(&sandbox).await.contains(&nonce), "the nonce's value");
}

#[tokio::test]
async fn a_refused_opening_says_why_by_field() {
    let sandbox = start(Sandbox::builder()).await;
    let one = nonce(&sandbox, "post:charges").await;
    let config = json!({ "nonce": one, "payload": payload() });
    post(&sandbox, "forms", config.clone()).await;
    post(&sandbox, "forms", config).await;
    let late = nonce(&sandbox, "post:charges").await;
    sandbox.advance(Duration::from_secs(30));
    post(&sandbox, "forms", json!({ "nonce": late, "payload": payload() })).await;
    let mut wrong = payload();
    wrong["action"] = json!("charge");
    wrong["payment_details"]["amount"] = json!("1.50");
    let told = open(&sandbox, wrong).await.json()["error"].take();
    let mut number = payload();
    number["merchant_operation_number"] = json!("12345");
    open(&sandbox, number).await;
    let narrow = nonce(&sandbox, "get:charges").await;
    post(&sandbox, "forms", json!({ "nonce": narrow, "payload": payload() })).await;
    Request::new("POST", "/_sandbox/flex/forms").with_body("{}").send(sandbox.addr()).await.unwrap();

    let listed = ask(&sandbox, "GET", "calls", None).await.json();
    let refused = listed["calls"].as_array().unwrap().iter().filter(|call| call["operation"] == OPEN);
    let refused: Vec<(u64, Vec<&str>)> = refused
        .map(|call| {
            let fields = call["mistakes"].as_array().unwrap().iter();
            (call["status"].as_u64().unwrap(), fields.filter_map(|one| one["field"].as_str()).collect())
        })
        .collect();
    let expected = [
        (200, vec![]),
        (401, vec!["nonce"]),
        (401, vec!["nonce"]),
        (400, vec!["payload.action", "payload.payment_details.amount"]),
        (400, vec!["payload.merchant_operation_number"]),
        (403, vec!["nonce"]),
        (415, vec![]),
    ];
    assert_eq!(refused, expected);
    let problems: Vec<LoggedCall> = openings(&sandbox);
    assert_eq!(problems[1].problem(), Some("`nonce`: the secret was used before"));
    assert_eq!(problems[3].problem(), told.as_str(), "the form is told all mistakes at once");
    assert!(problems[6].to_string().contains("415"), "{}", problems[6]);
    for nonce in [one, late, narrow] {
        assert!(!shown(&sandbox).await.contains(&nonce));
    }
}

#[tokio::test]
async fn what_an_opening_gets_away_with_is_in_the_log_and_the_inspector() {
    let log = Arc::new(Mutex::new(Vec::new()));
    let lines = Arc::clone(&log);
    let builder = Sandbox::builder().on_call(move |call| lines.lock().unwrap().push(call.to_string()));
    let sandbox = start(builder.as_deployed(true)).await;
    let mut payload = payload();
    payload["payment_method"] = json!({ "method_details": { "redirect_url": "https://shop.example.com/x" } });
    payload["payment_details"]["billing"]["location"]["zip_code"] = json!("15074");
    payload["merchant_operation_number"] = json!("1234567890123");
    let config = json!({
        "nonce": nonce(&sandbox, "post:charges").await, "payload": payload,
        "i18n": { "mode": "multi", "default": "es" }, "display_settings": { "methods": ["CASH", "SAFETYPAY"] },
    });
    let told = post(&sandbox, "forms", config).await.json()["remarks"].take();
    let call = openings(&sandbox).pop().unwrap();
    assert_eq!((json!(call.remarks()), call.remarks().len()), (told.clone(), 6));
    let listed = ask(&sandbox, "GET", "calls", None).await.json();
    assert_eq!(listed["calls"].as_array().unwrap().last().unwrap()["remarks"], told);
    let line = log.lock().unwrap().pop().unwrap();
    for remark in call.remarks() {
        assert!(line.contains(&format!("; accepted as deployed: {remark}")), "{line}");
    }
}

#[tokio::test]
async fn an_opening_takes_queued_faults() {
    let sandbox = start(Sandbox::builder()).await;
    let config = json!({ "nonce": nonce(&sandbox, "post:charges").await, "payload": payload() });
    let open = async || post(&sandbox, "forms", config.clone()).await;
    let queued = ask(&sandbox, "POST", "faults", Some(json!({ "operation": OPEN, "status": 503 }))).await;
    assert_eq!(queued.status, 200);
    let failed = open().await;
    assert_eq!((failed.status, failed.header("access-control-allow-origin")), (503, Some("*")));
    assert_eq!(open().await.status, 200, "a fault with a status uses no nonce");
    let ends: Vec<_> = openings(&sandbox).iter().map(|call| (call.status(), call.is_faulty())).collect();
    assert_eq!(ends, [(Some(503), true), (Some(200), false)]);

    // The answer is lost, and the nonce is used.
    let config = json!({ "nonce": nonce(&sandbox, "post:charges").await, "payload": payload() });
    sandbox.fault(OPEN, Fault::cut()).unwrap();
    let call = Request::new("POST", "/_sandbox/flex/forms").with_header("Content-Type", "application/json");
    assert!(call.with_body(config.to_string()).send(sandbox.addr()).await.is_err());
    assert_eq!(post(&sandbox, "forms", config).await.status, 401);
    let status = ask(&sandbox, "GET", "status", None).await.json();
    assert!(status["operations"].as_array().unwrap().contains(&json!(OPEN)), "the inspector offers it");
}
