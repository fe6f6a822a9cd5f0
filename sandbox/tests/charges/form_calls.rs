//! Tests that charges of the Flex form are calls: in the log, in the lists of the inspector, and under queued faults.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use alignet_sandbox::{Fault, LoggedCall, Sandbox, Target};
use serde_json::{Value as Json, json};

use crate::support::{
    Reply, Request,
    flex::{card, form, pay, payload, post, start},
    sample,
};

const VISA: &str = "4474118355632240";

/// The calls that charged.
fn charges(sandbox: &Sandbox) -> Vec<LoggedCall> {
    let calls = sandbox.requests().into_iter();
    calls.filter(|call| call.operation() == Some("authorize_charge")).collect()
}

/// Pays by a card, and returns the whole reply.
async fn by_card(sandbox: &Sandbox, form: &Json) -> std::io::Result<Reply> {
    let method = json!({ "method_name": "CARD", "method_details": card(VISA) });
    let call = Request::new("POST", "/_sandbox/flex/charges").with_header("Content-Type", "application/json");
    let body = json!({ "form": form, "payment_method": method });
    call.with_body(body.to_string()).send(sandbox.addr()).await
}

#[tokio::test]
async fn a_charge_of_the_form_is_logged_as_a_call_by_the_form() {
    let log = Arc::new(Mutex::new(Vec::new()));
    let lines = Arc::clone(&log);
    let builder = Sandbox::builder().on_call(move |call| lines.lock().unwrap().push(call.to_string()));
    let sandbox = start(builder).await;
    let form = form(&sandbox, payload()).await;
    assert_eq!(pay(&sandbox, &form, "CARD", card(VISA)).await.0, 200);
    sample::request(&sandbox, "authorize_charge").await.send(sandbox.addr()).await.unwrap();

    let made = charges(&sandbox);
    assert_eq!(sandbox.calls("authorize_charge"), 2);
    assert_eq!(made.iter().map(LoggedCall::is_by_form).collect::<Vec<_>>(), [true, false]);
    assert_eq!((made[0].method(), made[0].route(), made[0].status()), ("POST", Some("/charges"), Some(200)));
    // The body is that of a whole charge: what the page leaves out and what the buyer typed are in it.
    let body: Json = serde_json::from_slice(made[0].expose_body()).unwrap();
    assert_eq!(body["payment_method"]["method_details"]["pan"], VISA);
    assert_eq!(body["payment_details"]["customer"]["first_name"], "Rosa");
    assert_eq!(body["payment_method"]["method_details"]["callback_url"], "http://127.0.0.1:1/notifications");

    let lines = log.lock().unwrap().clone();
    let line = lines.iter().rfind(|line| line.contains("by the form")).unwrap();
    assert!(line.starts_with("POST /charges 200 in ") && line.ends_with(" ms, by the form"), "{line}");
    let listed = Request::new("GET", "/_sandbox/calls").send(sandbox.addr()).await.unwrap();
    let call =
        listed.json()["calls"].as_array().unwrap().iter().rfind(|call| call["by_form"] == true).cloned();
    let call = call.unwrap();
    assert_eq!((&call["operation"], &call["status"]), (&json!("authorize_charge"), &json!(200)));
    assert!(!(lines.concat() + &listed.json().to_string()).contains(VISA), "no value that was sent");
}

#[tokio::test]
async fn a_refused_charge_of_the_form_says_why_by_field() {
    let sandbox = start(Sandbox::builder()).await;
    let one = form(&sandbox, payload()).await;
    let (status, refused) = pay(&sandbox, &one, "CARD", json!({ "pan": 7, "expiry_date": "0328" })).await;
    assert_eq!(status, 400);
    assert!(refused["error"].as_str().unwrap().contains("`payment_method.method_details.pan`"), "{refused}");
    pay(&sandbox, &one, "CARD", card(VISA)).await;
    assert_eq!(pay(&sandbox, &one, "CARD", card(VISA)).await.0, 409);
    let listed = Request::new("GET", "/_sandbox/calls").send(sandbox.addr()).await.unwrap().json();
    let calls: Vec<Json> = listed["calls"].as_array().unwrap().clone();
    let calls: Vec<&Json> = calls.iter().filter(|call| call["operation"] == "authorize_charge").collect();
    let fields = calls[0]["mistakes"].as_array().unwrap().iter().map(|one| one["field"].clone());
    let fields: Vec<Json> = fields.collect();
    assert!(fields.contains(&json!("payment_method.method_details.pan")), "{fields:?}");
    assert_eq!((&calls[1]["status"], &calls[2]["status"]), (&json!(200), &json!(409)));
    assert_eq!(calls[2]["problem"], "this operation is paid");
    // A form that does not exist charges nothing, so there is no call.
    let none = post(&sandbox, "charges", json!({ "form": "x", "payment_method": {} })).await;
    assert_eq!((none.status, charges(&sandbox).len()), (400, 3));
}

#[tokio::test]
async fn the_form_takes_queued_faults_and_latency() {
    let sandbox = start(Sandbox::builder()).await;
    let one = form(&sandbox, payload()).await;
    sandbox.fault("create_nonce", Fault::status(500)).unwrap();
    sandbox.fault("authorize_charge", Fault::status(503).header("Retry-After", "1")).unwrap();
    let failed = by_card(&sandbox, &one).await.unwrap();
    assert_eq!((failed.status, failed.header("retry-after")), (503, Some("1")));
    assert_eq!(failed.header("access-control-allow-origin"), Some("*"), "the page may read it");
    assert!(sandbox.notified().is_empty(), "nothing is created");

    let delay = Duration::from_millis(60);
    sandbox.clear_faults();
    sandbox.fault(Target::Any, Fault::about_another().delay(delay)).unwrap();
    let begun = Instant::now();
    let denied = pay(&sandbox, &one, "CARD", card("4041650444437904")).await.1;
    assert!(begun.elapsed() >= delay);
    assert_ne!(denied["merchant_operation_number"], "700100", "an answer about another request");

    // The answer is lost, and the charge exists: the buyer who tries again does not pay twice.
    sandbox.fault("authorize_charge", Fault::cut()).unwrap();
    assert!(by_card(&sandbox, &one).await.is_err());
    let again = by_card(&sandbox, &one).await.unwrap();
    assert_eq!((again.status, again.json()), (409, json!({ "error": "this operation is paid" })));

    let endings = charges(&sandbox).iter().map(|call| (call.status(), call.is_faulty())).collect::<Vec<_>>();
    assert_eq!(endings, [(Some(503), true), (Some(200), true), (None, true), (Some(409), false)]);
    assert_eq!(sandbox.notified().len(), 2);
}

#[tokio::test]
async fn a_fault_says_how_often_the_form_calls_back() {
    let sandbox = start(Sandbox::builder()).await;
    let one = form(&sandbox, payload()).await;
    let queue = json!({ "operation": "authorize_charge", "callbacks": 0, "times": 2 });
    let call = Request::new("POST", "/_sandbox/faults").with_header("Content-Type", "application/json");
    assert_eq!(call.with_body(queue.to_string()).send(sandbox.addr()).await.unwrap().status, 200);
    let status = Request::new("GET", "/_sandbox/status").send(sandbox.addr()).await.unwrap().json();
    assert_eq!(status["faults"][0]["callbacks"], 0);
    // A call of the merchant has no form.
    let merchant = sample::request(&sandbox, "authorize_charge").await.send(sandbox.addr()).await.unwrap();
    assert_eq!((merchant.status, merchant.header("sandbox-callbacks")), (200, None));
    let told = by_card(&sandbox, &one).await.unwrap();
    assert_eq!(told.json()["transaction"]["state"], "AUTORIZADO");
    assert_eq!(told.header("sandbox-callbacks"), Some("0"));
    assert_eq!(told.header("access-control-expose-headers"), Some("sandbox-callbacks"));
    assert_eq!(by_card(&sandbox, &one).await.unwrap().header("sandbox-callbacks"), None);
}
