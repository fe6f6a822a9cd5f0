//! Tests the states of charges: the fields of each, several attempts of one operation, the clock, and which of them are told.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod attempts;
mod fields;
#[path = "../support/mod.rs"]
mod support;
mod time;
mod told;

use std::time::Duration;

use alignet_sandbox::Sandbox;
use serde_json::{Value as Json, json};
use support::{Reply, Request, sample};

const DAY: Duration = Duration::from_secs(86_400);
const VISA: &str = "4474118355632240";
const DENIED: &str = "4041650444437904";
/// The card that asks for 3-D Secure.
const REDIRECTED: &str = "4000000000000002";
/// A URL of a shop on another machine: what it would be told is kept, and not posted.
const HOOK: &str = "https://shop.example.com/hook";

fn card(pan: &str) -> Json {
    let holder = json!({
        "first_name": "Rosa", "last_name": "Flores", "email": "rosa@example.com", "phone": { "prefix": "51", "number": "9" },
    });
    method(
        "CARD",
        json!({ "pan": pan, "expiry_date": "0328", "security_code": "111", "card_holder": holder }),
    )
}

fn yape(otp: &str) -> Json {
    method("YAPE", json!({ "phone": { "country_code": "+51", "subscriber": "969929157" }, "otp": otp }))
}

/// A method with a URL to return to if it has one, and the URL that is told.
fn method(name: &str, mut details: Json) -> Json {
    details["callback_url"] = HOOK.into();
    if !["YAPE", "QR"].contains(&name) {
        details["redirect_url"] = "https://shop.example.com/back".into();
    }
    json!({ "method_name": name, "method_details": details })
}

/// A method that waits for the buyer, by name.
fn waiting(name: &str) -> Json {
    if name == "CARD" { card(REDIRECTED) } else { method(name, json!({})) }
}

/// A call with a fresh token, because a clock that goes on makes tokens expire.
async fn call(sandbox: &Sandbox, verb: &str, path: &str) -> Json {
    let mut request = sample::request(sandbox, "create_nonce").await.without_header("Content-Type");
    (request.method, request.target, request.body) = (verb.to_owned(), path.to_owned(), None);
    let token = sample::token(sandbox).await;
    let request = request.with_header("Authorization", &format!("Bearer {token}"));
    let reply = request.send(sandbox.addr()).await.unwrap();
    assert_eq!(reply.status, 200, "{}", reply.json());
    reply.json()
}

/// Charges under a number of its own.
async fn charge(sandbox: &Sandbox, number: &str, method: Json, amount: &str) -> Charge {
    let request = sample::request(sandbox, "authorize_charge").await.altered(|body| {
        body.insert("merchant_code".to_owned(), "4201".into());
        body.insert("merchant_operation_number".to_owned(), number.into());
        body.insert("payment_method".to_owned(), method);
        body["payment_details"]["amount"] = amount.into();
    });
    let reply = request.send(sandbox.addr()).await.unwrap();
    assert_eq!(reply.status, 200, "{}", reply.json());
    Charge { number: number.to_owned(), made: reply.json()["transaction"].clone() }
}

/// A charge that was made, and the transaction of the first reply.
struct Charge {
    number: String,
    made: Json,
}

impl Charge {
    fn id(&self) -> &str {
        self.made["transaction_id"].as_str().unwrap()
    }

    /// The operation, as a query shows it.
    async fn operation(&self, sandbox: &Sandbox) -> Json {
        call(sandbox, "GET", &format!("/charges/4201/{}/{}", self.number, self.id())).await["operation"]
            .take()
    }

    /// The transaction, as a query shows it.
    async fn read(&self, sandbox: &Sandbox) -> Json {
        self.operation(sandbox).await["transactions"][0].take()
    }

    /// The operation, as the reply to its cancellation shows it.
    async fn cancel(&self, sandbox: &Sandbox) -> Json {
        call(sandbox, "DELETE", &format!("/charges/4201/{}", self.number)).await["operation"].take()
    }

    fn happen(&self, sandbox: &Sandbox, event: &str) {
        sandbox.happen("charge", json!({ "transaction_id": self.id() }), event).unwrap();
    }

    /// The causes and the times of its changes.
    async fn history(&self, sandbox: &Sandbox) -> Vec<(String, u64)> {
        let listed = get(sandbox, "records").await;
        let records = listed["records"].as_array().unwrap();
        let record = records.iter().find(|one| one["values"]["transaction_id"] == *self.id()).unwrap();
        let changes = record["history"].as_array().unwrap().iter();
        changes
            .map(|one| {
                (one["cause"].as_str().unwrap().to_owned(), one["at_seconds"].as_f64().unwrap() as u64)
            })
            .collect()
    }
}

/// The transactions that the shop was told of, oldest first.
fn told(sandbox: &Sandbox) -> Vec<Json> {
    let bodies = sandbox.notified().into_iter();
    bodies
        .map(|one| serde_json::from_slice::<Json>(&one.signed().body).unwrap()["transaction"].take())
        .collect()
}

async fn get(sandbox: &Sandbox, path: &str) -> Json {
    Request::new("GET", &format!("/_sandbox/{path}")).send(sandbox.addr()).await.unwrap().json()
}

async fn post(sandbox: &Sandbox, path: &str, body: Json) -> Reply {
    let call =
        Request::new("POST", &format!("/_sandbox/{path}")).with_header("Content-Type", "application/json");
    call.with_body(body.to_string()).send(sandbox.addr()).await.unwrap()
}

fn states(transactions: &Json) -> Vec<&str> {
    transactions.as_array().unwrap().iter().map(|one| one["state"].as_str().unwrap()).collect()
}
