//! Tests the lists that the inspector shows: records with their history, secrets, notifications, and mistakes field by field.

use std::time::Duration;

use alignet_sandbox::Sandbox;
use serde_json::{Value as Json, json};

use crate::{
    get, post,
    support::{Request, builder, sample, until},
};

const DAY: Duration = Duration::from_secs(86_400);

/// Charges by bank transfer, which waits for the buyer, and returns the request.
async fn charge(sandbox: &Sandbox, details: Json) -> Request {
    let charge = sample::request(sandbox, "authorize_charge").await;
    let charge = charge.altered(|body| {
        let method = json!({ "method_name": "BANK_TRANSFER", "method_details": details });
        body.insert("payment_method".to_owned(), method);
    });
    assert_eq!(charge.send(sandbox.addr()).await.unwrap().status, 200);
    charge
}

#[tokio::test]
async fn a_record_shows_its_values_its_history_and_what_can_happen() {
    let sandbox = builder().start().await.unwrap();
    let details = json!({ "redirect_url": "https://shop.example.com/back" });
    let sent = charge(&sandbox, details.clone()).await.json();
    let listed = get(&sandbox, "records").await;
    let record = &listed["records"][0];
    assert_eq!((&record["number"], &record["record"]), (&json!(1), &json!("charge")));
    let number = &sent["merchant_operation_number"];
    assert_eq!(
        (&record["values"]["merchant_operation_number"], &record["values"]["state"]),
        (number, &json!("PENDIENTE"))
    );
    assert_eq!(record["events"], json!(["approve", "refuse", "expire"]));
    assert_eq!(record["history"][0]["cause"], "authorize_charge");

    let of = json!({ "transaction_id": record["values"]["transaction_id"] });
    let approve = json!({ "record": "charge", "of": of, "event": "approve" });
    assert_eq!(post(&sandbox, "events", approve).await.0, 200);
    sandbox.advance(DAY);
    let after = get(&sandbox, &format!("records?after={}", listed["next"])).await;
    let record = &after["records"][0];
    assert_eq!((&record["values"]["state"], &record["events"]), (&json!("LIQUIDADO"), &json!([])));
    let history = record["history"].as_array().unwrap();
    let causes: Vec<&Json> = history.iter().map(|change| &change["cause"]).collect();
    assert_eq!(causes, ["authorize_charge", "approve", "settle"]);
    let state = json!({ "field": "state", "from": "AUTORIZADO", "to": "LIQUIDADO" });
    assert!(history[2]["changes"].as_array().unwrap().contains(&state), "{record}");
    let at = |index: usize| history[index]["at_seconds"].as_f64().unwrap();
    assert!(at(2) - at(1) >= 86_400.0, "{record}");

    charge(&sandbox, details).await;
    let latest = get(&sandbox, "records?latest=1").await;
    assert_eq!(
        (latest["records"].as_array().unwrap().len(), &latest["records"][0]["number"]),
        (1, &json!(2))
    );
    post(&sandbox, "reset", json!({})).await;
    let changes = &get(&sandbox, "status").await["changes"]["records"];
    assert!(changes.as_u64() > latest["next"].as_u64(), "whoever shows the list asks for it again");
    let none = get(&sandbox, &format!("records?after={}", latest["next"])).await;
    assert_eq!(none, json!({ "records": [], "first": 3, "next": changes }));
}

#[tokio::test]
async fn a_call_that_changes_a_record_is_in_its_history() {
    let sandbox = builder().start().await.unwrap();
    let cancel = sample::request(&sandbox, "cancel_charge").await;
    assert_eq!(cancel.send(sandbox.addr()).await.unwrap().status, 200);
    let history = &get(&sandbox, "records").await["records"][0]["history"];
    assert_eq!(history[1]["cause"], "cancel_charge");
    let reversed = json!({ "field": "state", "from": "AUTORIZADO", "to": "EXTORNADO" });
    assert!(history[1]["changes"].as_array().unwrap().contains(&reversed), "{history}");
}

#[tokio::test]
async fn secrets_show_their_life_and_use_and_never_their_value() {
    let sandbox = builder().start().await.unwrap();
    let (mut values, mut request) = (Vec::new(), sample::request(&sandbox, "create_nonce").await);
    for _ in 0..2 {
        let made = request.send(sandbox.addr()).await.unwrap().json();
        values.push(made["nonce"].as_str().unwrap().to_owned());
    }
    sandbox.redeem(&values[0]).unwrap();
    let shown = get(&sandbox, "secrets").await;
    let find = |shown: &Json, number: u64| {
        shown["secrets"].as_array().unwrap().iter().find(|one| one["number"] == number).unwrap().clone()
    };
    let (token, used, unused) = (find(&shown, 1), find(&shown, 2), find(&shown, 3));
    assert_eq!((&token["purpose"], &token["uses"]), (&json!("access token"), &json!(2)));
    assert!(token["scopes"].as_array().unwrap().contains(&json!("post:charges")), "{token}");
    assert!(token["last_use_seconds"].is_number() && unused["last_use_seconds"].is_null());
    assert_eq!(
        (&used["purpose"], &used["state"], &used["uses"]),
        (&json!("single use"), &json!("used"), &json!(1))
    );
    let remaining = unused["remaining_seconds"].as_f64().unwrap();
    assert!(unused["state"] == "valid" && remaining > 20.0 && remaining <= 30.0, "{unused}");

    sandbox.advance(Duration::from_secs(31));
    assert_eq!(find(&get(&sandbox, "secrets").await, 3)["state"], "expired");
    sandbox.revoke_tokens();
    let changed = get(&sandbox, &format!("secrets?after={}", shown["next"])).await;
    assert_eq!(changed["secrets"].as_array().unwrap().len(), 1, "only the token has changed");
    assert_eq!(
        (&changed["secrets"][0]["operation"], &changed["secrets"][0]["state"]),
        (&json!("create_token"), &json!("revoked"))
    );

    request = request.with_header("Authorization", "Bearer x");
    request.send(sandbox.addr()).await.unwrap();
    let header = sample::request(&sandbox, "create_nonce").await.headers;
    values.extend(
        header
            .into_iter()
            .filter(|(name, _)| name == "Authorization")
            .map(|(_, value)| value[7..].to_owned()),
    );
    for list in ["status", "calls", "records", "secrets", "notifications"] {
        let text = get(&sandbox, list).await.to_string();
        assert!(values.iter().all(|value| !text.contains(value)), "{text}");
    }
}

#[tokio::test]
async fn kept_notifications_are_sent_again_and_in_another_order() {
    let sandbox = builder().start().await.unwrap();
    let url = format!("{}/hook", sandbox.url());
    for _ in 0..2 {
        charge(&sandbox, json!({ "callback_url": url, "redirect_url": "https://shop.example.com/" })).await;
    }
    let arrived = || sandbox.requests().into_iter().filter(|call| call.route().is_none()).collect::<Vec<_>>();
    until(|| sandbox.notified().iter().all(|one| one.status() == Some(404))).await;
    let listed = get(&sandbox, "notifications").await;
    let one = &listed["notifications"][1];
    assert_eq!((&one["url"], &one["attempts"], &one["status"]), (&json!(url), &json!(1), &json!(404)));
    for number in [1, 0, 0] {
        let again = post(&sandbox, "notifications", json!({ "number": number })).await;
        assert_eq!(again, (200, json!({ "number": number, "status": 404 })));
    }
    let kept = sandbox.notified();
    let bodies: Vec<_> = arrived()[2..].iter().map(|call| call.expose_body().clone()).collect();
    assert_eq!(bodies, [1, 0, 0].map(|number: usize| kept[number].signed().body.clone()));
    let changed = get(&sandbox, &format!("notifications?after={}", listed["next"])).await;
    let attempts: Vec<&Json> =
        changed["notifications"].as_array().unwrap().iter().map(|one| &one["attempts"]).collect();
    assert_eq!(attempts, [2, 3], "in the order of their changes");

    for (body, status) in [
        (json!({ "number": 2 }), 404),
        (json!({ "number": 0, "name": "charge" }), 400),
        (json!({}), 400),
        (json!({ "number": 0, "url": "http://example.com/" }), 502),
    ] {
        assert_eq!(post(&sandbox, "notifications", body.clone()).await.0, status, "{body}");
    }
}

#[tokio::test]
async fn a_refused_call_shows_each_mistake_with_its_field() {
    let sandbox = builder().start().await.unwrap();
    let charge = sample::request(&sandbox, "authorize_charge").await;
    let wrong = charge.altered(|body| {
        body["payment_details"]["amount"] = json!("12.5");
        body.insert("surprise".to_owned(), json!(1));
    });
    wrong.send(sandbox.addr()).await.unwrap();
    charge.without_header("Authorization").send(sandbox.addr()).await.unwrap();
    charge.with_body("[").send(sandbox.addr()).await.unwrap();
    let calls = get(&sandbox, "calls?latest=3").await;
    let fields = |index: usize| {
        let mistakes = calls["calls"][index]["mistakes"].as_array().unwrap().iter();
        mistakes.map(|one| (one["place"].clone(), one["field"].clone())).collect::<Vec<_>>()
    };
    let body = |field: &str| (json!("body field"), json!(field));
    assert_eq!(fields(0), [body("payment_details.amount"), body("surprise")]);
    assert_eq!(fields(1), [(json!("header"), json!("Authorization"))]);
    assert_eq!(fields(2), [(Json::Null, Json::Null)]);
    let texts =
        calls["calls"][0]["mistakes"].as_array().unwrap().iter().map(|one| one["text"].as_str().unwrap());
    assert_eq!(calls["calls"][0]["problem"], texts.collect::<Vec<_>>().join("; "));
}

#[tokio::test]
async fn the_status_says_what_changed_and_what_is_queued() {
    let sandbox = builder().start().await.unwrap();
    let before = get(&sandbox, "status").await;
    assert_eq!(before["changes"], json!({ "calls": 0, "records": 0, "secrets": 0, "notifications": 0 }));
    post(&sandbox, "faults", json!({ "operation": "create_nonce", "status": 503, "times": 2 })).await;
    post(&sandbox, "clock", json!({ "advance_seconds": 60 })).await;
    sample::request(&sandbox, "get_charge").await;
    let after = get(&sandbox, "status").await;
    let changes = &after["changes"];
    assert_eq!(
        (&changes["calls"], &changes["records"], &changes["secrets"]),
        (&json!(3), &json!(1), &json!(3))
    );
    assert!(after["now_seconds"].as_f64().unwrap() >= 60.0);
    let fault = &after["faults"][0];
    assert_eq!(
        (&fault["operation"], &fault["status"], &fault["times"]),
        (&json!("create_nonce"), &json!(503), &json!(2))
    );
    let charge = after["records"].as_array().unwrap().iter().find(|kind| kind["name"] == "charge").unwrap();
    assert_eq!(charge["identified_by"], json!(["transaction_id"]));
    assert_eq!((&charge["states"], &charge["events"][0]["name"]), (&json!(["state"]), &json!("approve")));
}
