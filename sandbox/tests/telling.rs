//! Notifications about what calls created and changed: signed, sent to this machine alone, and kept.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use alignet_sandbox::{Fault, Notified, Sandbox};
use serde_json::{Value as Json, json};
use support::{Request, builder, sample, until};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

struct Caller {
    sandbox: Sandbox,
    token: String,
}

impl Caller {
    async fn new() -> Self {
        let sandbox = builder().start().await.unwrap();
        let token = sample::token(&sandbox).await;
        Self { sandbox, token }
    }

    async fn call(&self, method: &str, target: &str, body: Option<Json>) -> Json {
        let mut request = Request::new(method, target)
            .with_header("ALG-API-VERSION", self.sandbox.environment_value("api_version").unwrap())
            .with_header("Authorization", &format!("Bearer {}", self.token));
        if let Some(body) = body {
            request = request.with_header("Content-Type", "application/json").with_body(body.to_string());
        }
        let reply = request.send(self.sandbox.addr()).await.unwrap();
        assert_eq!(reply.status, 200, "{}", reply.json());
        reply.json()
    }

    /// Sends a parcel that is on its way when it is read, if `slow`, and tells `url`.
    async fn send(&self, number: &str, slow: bool, url: Option<&str>) -> String {
        let place = json!({ "city": "Lima", "street": "Jr. Ejemplo 1", "state": "Lima" });
        let mut body = json!({
            "number": number, "weight": "7", "lock": if slow { "old-lock" } else { "c4nary" },
            "delivery": { "way": "SHIP", "hours": 3 }, "sender": place, "receiver": place,
        });
        if let Some(url) = url {
            body["tell"] = url.into();
        }
        let reply = self.call("POST", "/parcels/rosa", Some(body)).await;
        reply["parcel"]["parcel_id"].as_str().unwrap().to_owned()
    }

    /// What was told so far, once each has its answer or none.
    async fn told(&self) -> Vec<Notified> {
        let over = |told: &Notified| told.status().is_some() || told.problem().is_some();
        until(|| self.sandbox.notified().iter().all(over)).await;
        self.sandbox.notified()
    }
}

fn body(told: &Notified) -> Json {
    serde_json::from_slice(&told.signed().body).unwrap()
}

fn states(told: &[Notified]) -> Vec<String> {
    told.iter().map(|told| body(told)["parcel"]["state"].as_str().unwrap().to_owned()).collect()
}

const ELSEWHERE: &str = "https://shop.example.com/parcels";

#[tokio::test]
async fn what_is_created_and_what_changes_is_told() {
    let caller = Caller::new().await;
    let id = caller.send("n1", true, Some(ELSEWHERE)).await;
    let target = format!("/parcels/rosa/n1/{id}");
    assert_eq!(states(&caller.told().await), ["TAKEN"]);
    for _ in 0..2 {
        caller.call("GET", &target, None).await;
        assert_eq!(states(&caller.told().await), ["TAKEN", "SENT"]);
    }
    for _ in 0..2 {
        caller.call("DELETE", "/parcels/rosa/n1", None).await;
        assert_eq!(states(&caller.told().await), ["TAKEN", "SENT", "RETURNED"]);
    }
    for told in caller.told().await {
        let parcel = &body(&told)["parcel"];
        assert_eq!((&parcel["parcel_id"], &parcel["number"]), (&json!(id), &json!("n1")));
        assert_eq!((told.name(), body(&told)["owner"].as_str()), ("parcel", Some("rosa")));
        let signed = told.signed();
        assert_eq!((signed.header.as_str(), signed.signature.len()), ("x-signed", 344));
        assert_eq!(signed.signature, caller.sandbox.signing_key().sign(&signed.body));
    }
}

#[tokio::test]
async fn it_is_posted_to_this_machine() {
    let caller = Caller::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/told", listener.local_addr().unwrap());
    caller.send("n1", false, Some(&url)).await;

    let (mut stream, _) = listener.accept().await.unwrap();
    let signed = caller.sandbox.notified()[0].signed().clone();
    let mut heard = Vec::new();
    while !heard.ends_with(&signed.body) {
        assert_ne!(stream.read_buf(&mut heard).await.unwrap(), 0);
    }
    assert_eq!(caller.sandbox.notified()[0].status(), None);
    stream.write_all(b"HTTP/1.1 409 Conflict\r\ncontent-length: 0\r\n\r\n").await.unwrap();
    let heard = String::from_utf8(heard).unwrap();
    assert!(heard.starts_with("POST /told HTTP/1.1\r\n"), "{heard}");
    assert!(heard.contains(&format!("x-signed: {}\r\n", signed.signature)), "{heard}");
    let told = caller.told().await;
    assert_eq!((told[0].status(), told[0].problem(), told[0].expose_url()), (Some(409), None, url.as_str()));
}

#[tokio::test]
async fn other_machines_hear_nothing_and_who_gives_no_url_is_told_nothing() {
    let caller = Caller::new().await;
    for (number, url) in [
        ("n1", ELSEWHERE),
        ("n2", "http://192.0.2.1/x"),
        ("n3", "http://127.0.0.1.example.com/"),
        ("n4", "?"),
    ] {
        caller.send(number, false, Some(url)).await;
        let told = caller.told().await.pop().unwrap();
        assert_eq!((told.status(), told.expose_url()), (None, url));
        assert!(told.problem().is_some());
    }
    caller.send("n5", false, None).await;
    assert_eq!(caller.told().await.len(), 4);
}

#[tokio::test]
async fn it_is_told_although_the_answer_is_lost_and_not_when_nothing_was_done() {
    let caller = Caller::new().await;
    let request = sample::request(&caller.sandbox, "create_parcel").await;
    let request = request.altered(|body| drop(body.insert("tell".to_owned(), json!(ELSEWHERE))));
    caller.sandbox.fault("create_parcel", Fault::status(503)).unwrap();
    assert_eq!(request.send(caller.sandbox.addr()).await.unwrap().status, 503);
    assert_eq!(caller.told().await.len(), 0);
    caller.sandbox.fault("create_parcel", Fault::cut()).unwrap();
    request.send(caller.sandbox.addr()).await.unwrap_err();
    assert_eq!(caller.told().await.len(), 1);
    assert_eq!(request.send(caller.sandbox.addr()).await.unwrap().status, 409);
    assert_eq!(caller.told().await.len(), 1);
}

#[tokio::test]
async fn no_value_is_shown_and_only_the_latest_are_kept() {
    let sandbox = builder().keep_calls(2).start().await.unwrap();
    let token = sample::token(&sandbox).await;
    let caller = Caller { sandbox, token };
    for number in ["n1", "n2", "n3"] {
        caller.send(number, false, Some("https://shop.example.com/?key=c4nary")).await;
    }
    let told = caller.told().await;
    let numbers: Vec<Json> = told.iter().map(|told| body(told)["parcel"]["number"].clone()).collect();
    assert_eq!(numbers, ["n2", "n3"]);
    let shown = format!("{told:?} {:?}", caller.sandbox);
    assert!(!shown.contains("c4nary") && !shown.contains("n3"), "{shown}");
    assert!(told.iter().all(|told| !String::from_utf8_lossy(&told.signed().body).contains("c4nary")));
}
