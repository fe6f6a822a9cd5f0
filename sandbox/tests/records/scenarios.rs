//! Tests scenarios: other results of a call, chosen by values of its request.

use serde_json::{Map, Value as Json, json};

use crate::support::parcels::{Caller, unchanged};

#[tokio::test]
async fn a_scenario_is_called_for_by_values_of_the_request() {
    let caller = Caller::new().await;
    for weight in [json!(13), json!("13"), json!("0013")] {
        let number = format!("n{weight}").replace('"', "x");
        let sent = caller.send(&number, |body| drop(body.insert("weight".to_owned(), weight))).await;
        let parcel = &sent["parcel"];
        assert_eq!((&parcel["state"], &parcel["why"]), (&json!("LOST"), &json!("nobody knows")));
        let found = caller.find(&sent).await;
        assert_eq!((&found["state"], &found["why"]), (&json!("LOST"), &json!("nobody knows")));
    }
}

#[tokio::test]
async fn the_next_read_finds_what_a_scenario_says() {
    let caller = Caller::new().await;
    let late = |body: &mut Map<String, Json>| drop(body.insert("lock".to_owned(), json!("old-lock")));
    let sent = caller.send("n1", late).await;
    assert_eq!(sent["parcel"]["state"], "TAKEN");
    for _ in 0..2 {
        let found = caller.find(&sent).await;
        assert_eq!((&found["state"], &found["why"]), (&json!("SENT"), &json!("at last")));
    }
    // A change replaces the values that the next read would have set.
    let sent = caller.send("n2", late).await;
    caller.call("DELETE", "/parcels/rosa/n2").await;
    assert_eq!(caller.find(&sent).await["state"], "RETURNED");
    // A different variant of `delivery` does not match the scenario.
    let by_cart = json!({ "way": "CART", "horses": 2 });
    let sent = caller
        .send("n3", |body| {
            late(body);
            body.insert("delivery".to_owned(), by_cart);
        })
        .await;
    assert_eq!(sent["parcel"]["state"], "SENT");
}

#[tokio::test]
async fn a_failure_with_http_200_creates_nothing() {
    let caller = Caller::new().await;
    let request = caller.parcel("n1", |body| {
        body.insert("fragile".to_owned(), json!(true));
        body["delivery"]["hours"] = json!(99);
    });
    let reply = request.send(caller.sandbox.addr()).await.unwrap();
    assert_eq!(reply.status, 200);
    assert_eq!(reply.problem(&["meta", "status"]), "Nobody takes it.");
    assert_eq!(caller.call("DELETE", "/parcels/rosa/n1").await.status, 404);
    caller.send("n1", unchanged).await;
}

#[tokio::test]
async fn a_value_that_the_contract_does_not_list_comes_all_the_same() {
    let caller = Caller::new().await;
    let sent = caller.send("n1", |body| drop(body.insert("weight".to_owned(), json!("14")))).await;
    assert_eq!(sent["parcel"]["state"], "EATEN");
    assert_eq!(caller.find(&sent).await["state"], "EATEN");
}
