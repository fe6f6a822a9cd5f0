//! Tests the notifications of records that calls create and change: signed, kept, and posted only to this
//! machine.

use alignet_sandbox::{Fault, Notified, Sandbox};
use serde_json::{Map, Value as Json, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use crate::support::{
    builder,
    parcels::{Caller, unchanged},
    sample, until,
};

/// Makes a parcel with the notification URL `url`.
fn telling(url: &str) -> impl FnOnce(&mut Map<String, Json>) {
    move |body| drop(body.insert("tell".to_owned(), json!(url)))
}

/// The notifications so far, after each delivery has ended.
async fn told(sandbox: &Sandbox) -> Vec<Notified> {
    let over = |told: &Notified| told.status().is_some() || told.problem().is_some();
    until(|| sandbox.notified().iter().all(over)).await;
    sandbox.notified()
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
    let sent = caller
        .send("n1", |body| {
            telling(ELSEWHERE)(body);
            // A scenario: the state is `SENT` from the first read on.
            body.insert("lock".to_owned(), json!("old-lock"));
        })
        .await;
    assert_eq!(states(&told(&caller.sandbox).await), ["TAKEN"]);
    for _ in 0..2 {
        caller.find(&sent).await;
        assert_eq!(states(&told(&caller.sandbox).await), ["TAKEN", "SENT"]);
    }
    for _ in 0..2 {
        caller.call("DELETE", "/parcels/rosa/n1").await;
        assert_eq!(states(&told(&caller.sandbox).await), ["TAKEN", "SENT", "RETURNED"]);
    }
    for told in told(&caller.sandbox).await {
        let parcel = &body(&told)["parcel"];
        assert_eq!((&parcel["parcel_id"], &parcel["number"]), (&sent["parcel"]["parcel_id"], &json!("n1")));
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
    caller.send("n1", telling(&url)).await;

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
    let told = told(&caller.sandbox).await;
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
        caller.send(number, telling(url)).await;
        let told = told(&caller.sandbox).await.pop().unwrap();
        assert_eq!((told.status(), told.expose_url()), (None, url));
        assert!(told.problem().is_some());
    }
    caller.send("n5", unchanged).await;
    assert_eq!(told(&caller.sandbox).await.len(), 4);
}

#[tokio::test]
async fn whoever_other_machines_can_reach_posts_nothing() {
    let anywhere = builder().listen("0.0.0.0:0".parse().unwrap()).allow_non_loopback(true);
    let caller = Caller::of(anywhere).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/told", listener.local_addr().unwrap());
    caller.send("n1", telling(&url)).await;
    let told = told(&caller.sandbox).await;
    assert_eq!((told.len(), told[0].status(), told[0].expose_url()), (1, None, url.as_str()));
    let problem = "the sandbox can be reached from other machines, and so posts nothing by itself";
    assert_eq!(told[0].problem(), Some(problem));
    assert_eq!(states(&told), ["SENT"]);
}

#[tokio::test]
async fn it_is_told_although_the_answer_is_lost_and_not_when_nothing_was_done() {
    let caller = Caller::new().await;
    let request = sample::request(&caller.sandbox, "create_parcel").await;
    let request = request.altered(|body| drop(body.insert("tell".to_owned(), json!(ELSEWHERE))));
    caller.sandbox.fault("create_parcel", Fault::status(503)).unwrap();
    assert_eq!(request.send(caller.sandbox.addr()).await.unwrap().status, 503);
    assert_eq!(told(&caller.sandbox).await.len(), 0);
    caller.sandbox.fault("create_parcel", Fault::cut()).unwrap();
    request.send(caller.sandbox.addr()).await.unwrap_err();
    assert_eq!(told(&caller.sandbox).await.len(), 1);
    assert_eq!(request.send(caller.sandbox.addr()).await.unwrap().status, 409);
    assert_eq!(told(&caller.sandbox).await.len(), 1);
}

#[tokio::test]
async fn no_value_is_shown_and_only_the_latest_are_kept() {
    let caller = Caller::of(builder().keep_calls(2)).await;
    for number in ["n1", "n2", "n3"] {
        caller.send(number, telling("https://shop.example.com/?key=c4nary")).await;
    }
    let told = told(&caller.sandbox).await;
    let numbers: Vec<Json> = told.iter().map(|told| body(told)["parcel"]["number"].clone()).collect();
    assert_eq!(numbers, ["n2", "n3"]);
    let shown = format!("{told:?} {:?}", caller.sandbox);
    assert!(!shown.contains("c4nary") && !shown.contains("n3"), "{shown}");
    assert!(told.iter().all(|told| !String::from_utf8_lossy(&told.signed().body).contains("c4nary")));
}
