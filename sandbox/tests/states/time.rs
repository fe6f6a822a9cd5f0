//! Changes that are due happen when the clock reaches them, whether anybody looks or not.

use alignet_sandbox::{Sandbox, Sources};
use serde_json::json;

use super::{
    DAY, charge, get, post,
    support::{builder, parcels::Caller, until},
    waiting,
};

/// A parcel that is lost by itself after a second, and returns after another.
const LOST: &str = r#"
[record.parcel]
doc      = "Something on its way."
key      = ["owner", "number"]
generate = ["parcel_id", "sequence"]

[record.parcel.event.lose]
doc   = "Nobody knows where it is."
from  = { state = "SENT" }
set   = { state = "LOST" }
after = 1

[record.parcel.event.return]
doc   = "It is found."
from  = { state = "LOST" }
set   = { state = "RETURNED" }
after = 1

[create_parcel]
creates = "parcel"
set     = { state = "SENT" }

[get_parcel]
reads = "parcel"

[notification.parcel]
record   = "parcel"
callback = "tell"
"#;

async fn parcels() -> Caller {
    Caller::of(builder().behaviour(Sources::from_texts("sandbox", &[("parcels.toml", LOST)]))).await
}

async fn send(caller: &Caller, number: &str) {
    caller.send(number, |body| drop(body.insert("tell".to_owned(), super::HOOK.into()))).await;
}

fn told(sandbox: &Sandbox) -> Vec<String> {
    let bodies = sandbox.notified().into_iter();
    let bodies = bodies.map(|one| serde_json::from_slice::<serde_json::Value>(&one.signed().body).unwrap());
    bodies.map(|body| body["parcel"]["state"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn an_advance_of_the_clock_does_what_is_due_at_once() {
    let caller = parcels().await;
    send(&caller, "n1").await;
    send(&caller, "n2").await;
    caller.sandbox.advance(DAY);
    assert_eq!(told(&caller.sandbox), ["SENT", "SENT", "LOST", "LOST", "RETURNED", "RETURNED"]);

    let caller = parcels().await;
    send(&caller, "n3").await;
    assert_eq!(post(&caller.sandbox, "clock", json!({ "advance_seconds": 1 })).await.status, 200);
    assert_eq!(told(&caller.sandbox), ["SENT", "LOST"]);
}

#[tokio::test]
async fn time_that_passes_does_what_is_due_without_a_look() {
    let caller = parcels().await;
    send(&caller, "n1").await;
    until(|| caller.sandbox.notified().len() > 1).await;
    // Nothing was asked for meanwhile.
    assert_eq!((told(&caller.sandbox)[1].as_str(), caller.sandbox.requests().len()), ("LOST", 2));
}

#[tokio::test]
async fn the_clock_may_be_moved_outside_of_the_runtime() {
    let caller = parcels().await;
    send(&caller, "n1").await;
    std::thread::scope(|scope| scope.spawn(|| caller.sandbox.advance(DAY)).join().unwrap());
    assert_eq!(told(&caller.sandbox), ["SENT", "LOST", "RETURNED"]);
}

#[tokio::test]
async fn several_steps_happen_in_a_row_each_at_its_time() {
    let sandbox = Sandbox::start().await.unwrap();
    let one = charge(&sandbox, "700100", waiting("PAGOEFECTIVO"), "15000").await;
    let other = charge(&sandbox, "700101", super::yape("557454"), "15000").await;
    other.happen(&sandbox, "settle");
    let refund = super::sample::request(&sandbox, "create_refund").await.altered(|body| {
        body.insert("merchant_code".to_owned(), "4201".into());
        body["operations"][0]["merchant_operation_number"] = "700101".into();
        body["operations"][0]["refund_amount"] = "15000".into();
    });
    assert_eq!(refund.send(sandbox.addr()).await.unwrap().json()["operations"][0]["state"], "REGISTERED");
    sandbox.advance(DAY * 5);
    let listed = get(&sandbox, "records").await;
    let refund = listed["records"].as_array().unwrap().iter().find(|one| one["record"] == "refund").cloned();
    let refund = refund.unwrap();
    assert_eq!(refund["values"]["state"], "RESOLVED");
    let at = |index: usize| refund["history"][index]["at_seconds"].as_f64().unwrap() as u64;
    let causes = [0, 1, 2].map(|index| refund["history"][index]["cause"].as_str().unwrap());
    assert_eq!(causes, ["create_refund", "process", "resolve"]);
    assert_eq!((at(1) - at(0), at(2) - at(1)), (DAY.as_secs(), DAY.as_secs()));

    let history = one.history(&sandbox).await;
    assert_eq!((history[1].0.as_str(), history[1].1 - history[0].1), ("expire", DAY.as_secs()));
}

#[tokio::test]
async fn a_sandbox_that_ends_keeps_no_clock_running() {
    let caller = parcels().await;
    send(&caller, "n1").await;
    let metrics = tokio::runtime::Handle::current().metrics();
    assert!(metrics.num_alive_tasks() > 0);
    caller.sandbox.shutdown().await;
    until(|| metrics.num_alive_tasks() == 0).await;
}
