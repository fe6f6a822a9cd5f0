//! Tests records, with a contract made for these tests: one call creates a record, other calls find it.

use alignet_sandbox::Fault;
use serde_json::{Map, Value as Json, json};

use crate::support::{
    parcels::{Caller, unchanged},
    refused::{refused, status_path},
    sample,
};

#[tokio::test]
async fn what_was_created_is_read_changed_and_read_again() {
    let caller = Caller::new().await;
    let sent = caller.send("n7", unchanged).await;
    assert_eq!((&sent["owner"], &sent["parcel"]["number"]), (&json!("rosa"), &json!("n7")));
    let found = caller.find(&sent).await;
    assert_eq!((&found["parcel_id"], &found["state"]), (&sent["parcel"]["parcel_id"], &json!("SENT")));

    let changed = caller.call("DELETE", "/parcels/rosa/n7").await.json();
    assert_eq!(changed["parcel"]["state"], "RETURNED");
    assert_eq!(changed["parcel"]["parcel_id"], sent["parcel"]["parcel_id"]);
    assert_eq!(caller.find(&sent).await["state"], "RETURNED");
}

#[tokio::test]
async fn a_list_at_the_top_has_an_item_for_each_record() {
    let caller = Caller::new().await;
    assert_eq!(caller.call("GET", "/parcels/rosa").await.json(), json!([]));
    for number in ["n1", "n2"] {
        caller.send(number, unchanged).await;
    }
    let list = caller.call("GET", "/parcels/rosa").await.json();
    let shown = |index: usize| (list[index]["owner"].clone(), list[index]["number"].clone());
    assert_eq!([shown(0), shown(1)], ["n1", "n2"].map(|number| (json!("rosa"), json!(number))));
    assert_eq!((list.as_array().unwrap().len(), &list[0]["weight"]), (2, &json!(7)));
    assert!(list[0]["lock"] != list[1]["lock"] && list[0]["lock"] != "k1", "{list}");
    assert_eq!(caller.call("GET", "/parcels/jane").await.json(), json!([]));
}

#[tokio::test]
async fn a_document_is_of_a_record_that_is_there() {
    let caller = Caller::new().await;
    let reply = caller.call("GET", "/parcels/rosa/n1").await;
    assert_eq!((reply.status, &reply.json()["meta"]["status"]["code"]), (404, &json!("01")));
    caller.send("n1", unchanged).await;
    let reply = caller.call("GET", "/parcels/rosa/n1").await;
    let header = |name: &str| reply.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).unwrap();
    assert_eq!((reply.status, header("content-type").1.as_str()), (200, "application/pdf"));
    assert_eq!(header("state").1, "SENT", "a declared header is about the record");
    // Each line of the cross-reference table leads to its object, and the last lines to the table.
    let page = String::from_utf8(reply.body).unwrap();
    let at = |line: &str| page[line.split(' ').next().unwrap().parse().unwrap()..].to_owned();
    for (index, line) in page.lines().filter(|line| line.ends_with(" n ")).enumerate() {
        assert!(at(line).starts_with(&format!("{} 0 obj", index + 1)), "{page}");
    }
    assert!(at(page.lines().rev().nth(1).unwrap()).starts_with("xref\n0 4\n"), "{page}");
}

#[tokio::test]
async fn a_reply_spells_values_as_its_fields_do() {
    let caller = Caller::new().await;
    let weigh = |body: &mut Map<String, Json>| {
        body.extend([("weight".to_owned(), json!("012")), ("fragile".to_owned(), json!(false))]);
    };
    let sent = caller.send("n1", weigh).await;
    // The example of this reply has a number and a string.
    assert_eq!((&sent["parcel"]["weight"], &sent["parcel"]["fragile"]), (&json!(12), &json!("false")));
    assert!(sent["parcel"]["sequence"].is_i64());
    // This reply has no example, so its values are strings where the type allows them.
    let found = caller.find(&sent).await;
    assert_eq!((&found["weight"], &found["sequence"]), (&json!("12"), &sent["parcel"]["sequence"]));
}

#[tokio::test]
async fn a_list_inside_speaks_of_the_record_in_its_last_element() {
    let caller = Caller::new().await;
    let sent = caller.send("n1", |body| drop(body.insert("weight".to_owned(), json!(13)))).await;
    let history = json!([{ "state": "TAKEN", "at": "monday" }, { "state": "LOST", "at": "tuesday" }]);
    assert_eq!(sent["parcel"]["history"], history);
}

#[tokio::test]
async fn what_is_minted_differs_from_record_to_record() {
    let caller = Caller::new().await;
    let (one, other) = (caller.send("n1", unchanged).await, caller.send("n2", unchanged).await);
    for field in ["parcel_id", "sequence"] {
        assert_ne!(one["parcel"][field], other["parcel"][field]);
    }
    assert_eq!(caller.find(&one).await["number"], "n1");
}

#[tokio::test]
async fn a_name_for_two_values_is_not_known_and_a_name_for_another_thing_is_not_taken_over() {
    let caller = Caller::new().await;
    let sent = caller.send("n1", |body| body["receiver"]["street"] = json!("Av. Ejemplo 2")).await;
    // Sender and receiver have the same city but different streets, so `street` keeps the example's value.
    // Their `state` is a region, and not the state of the parcel.
    assert_eq!((&sent["parcel"]["city"], &sent["parcel"]["street"]), (&json!("Lima"), &json!("Jr. Ejemplo")));
    assert_eq!(sent["parcel"]["state"], "SENT");
}

#[tokio::test]
async fn a_value_that_the_contract_fixes_in_a_type_is_no_value_of_the_record() {
    let caller = Caller::new().await;
    let wrapping = json!({ "number": "W", "sheets": 2 });
    let sent = caller.send("n7", |body| drop(body.insert("wrapping".to_owned(), wrapping.clone()))).await;
    assert_eq!((&sent["parcel"]["number"], &sent["parcel"]["wrapping"]), (&json!("n7"), &wrapping));
    assert_eq!(caller.find(&sent).await["number"], "n7");
}

#[tokio::test]
async fn a_second_one_of_the_same_key_is_a_conflict() {
    let caller = Caller::new().await;
    let first = caller.send("n1", unchanged).await;
    let endpoint = sample::endpoint(caller.sandbox.contract(), "create_parcel");
    let again = caller.parcel("n1", |body| drop(body.insert("weight".to_owned(), json!(8))));
    for name in ["owner", "number"] {
        assert_eq!(refused(&caller.sandbox, endpoint, &again, name).await, 409);
    }
    // The first record is unchanged, and a record with another key can be created.
    assert_eq!(caller.find(&first).await["weight"], "7");
    caller.send("n2", unchanged).await;
}

#[tokio::test]
async fn what_was_not_created_is_not_found() {
    let caller = Caller::new().await;
    let sent = caller.send("n1", unchanged).await;
    let id = sent["parcel"]["parcel_id"].as_str().unwrap();
    for (method, target, operation, names) in [
        ("GET", format!("/parcels/rosa/n2/{id}"), "get_parcel", vec!["number", "parcel_id"]),
        ("GET", format!("/parcels/ines/n1/{id}"), "get_parcel", vec!["owner"]),
        ("GET", "/parcels/rosa/n1/other".to_owned(), "get_parcel", vec!["parcel_id"]),
        ("DELETE", "/parcels/rosa/n2".to_owned(), "return_parcel", vec!["owner", "number"]),
    ] {
        let endpoint = sample::endpoint(caller.sandbox.contract(), operation);
        let reply = caller.call(method, &target).await;
        assert_eq!(reply.status, 404, "{target}");
        let problem = reply.problem(&status_path(endpoint));
        assert!(names.iter().all(|name| problem.contains(&format!("`{name}`"))), "{problem}");
    }
    // A value that the record can't have is ignored.
    assert_eq!(caller.call("GET", &format!("/parcels/rosa/n1/{id}?since=ever")).await.status, 200);

    caller.sandbox.forget_records();
    assert_eq!(caller.call("DELETE", "/parcels/rosa/n1").await.status, 404);
    caller.send("n1", unchanged).await;
}

#[tokio::test]
async fn the_elements_of_a_list_are_records() {
    let caller = Caller::new().await;
    assert_eq!(caller.list("").await, [] as [Json; 0]);
    let made = caller.stamps("rosa", json!([{ "value": 5 }, { "value": 7, "owner": "ines" }])).await.json();
    assert_eq!((&made["owner"], &made["count"]), (&json!("rosa"), &json!("2")));
    let stamps = made["stamps"].as_array().unwrap();
    assert_ne!(stamps[0]["stamp_id"], stamps[1]["stamp_id"]);
    let id = |index: usize| stamps[index]["stamp_id"].clone();
    // A value of the element overrides the value for all elements. A scenario applies per element.
    assert_eq!(
        stamps[..],
        [
            json!({ "stamp_id": id(0), "owner": "rosa", "value": "5", "colour": "RED" }),
            json!({ "stamp_id": id(1), "owner": "ines", "value": "7", "colour": "BLUE" }),
        ]
    );

    assert_eq!(caller.list("").await.len(), 2);
    for (query, expected) in [
        ("?owner=rosa", vec![id(0)]),
        ("?owner=ines&value=7", vec![id(1)]),
        ("?owner=ines&value=5", vec![]),
        ("?value=0005", vec![id(0)]),
        ("?printed=BLUE", vec![id(1)]),
        ("?since=monday", vec![id(0), id(1)]),
    ] {
        let found: Vec<Json> = caller.list(query).await.iter().map(|one| one["stamp_id"].clone()).collect();
        assert_eq!(found, expected, "{query}");
    }
}

#[tokio::test]
async fn a_list_is_created_whole_or_not_at_all() {
    let caller = Caller::new().await;
    let reply = caller.stamps("rosa", json!([{ "value": 5 }, { "value": 8 }])).await;
    assert_eq!((reply.status, reply.problem(&["meta", "status"])), (200, "None is made.".to_owned()));
    assert_eq!(caller.list("").await.len(), 0);
    let empty = caller.stamps("rosa", json!([])).await.json();
    assert_eq!((&empty["stamps"], &empty["count"]), (&json!([]), &json!("0")));
}

#[tokio::test]
async fn what_is_not_answered_was_done_all_the_same_and_what_a_fault_answers_was_not() {
    let caller = Caller::new().await;
    for (number, fault, found) in [
        ("n1", Fault::cut(), 200),
        ("n2", Fault::usual().cut_after(9), 200),
        ("n3", Fault::usual().body("<html>"), 200),
        ("n4", Fault::status(503), 404),
        ("n5", Fault::status(200), 404),
        ("n6", Fault::status(503).cut_after(9), 404),
    ] {
        caller.sandbox.fault("create_parcel", fault).unwrap();
        let _ = caller.parcel(number, unchanged).send(caller.sandbox.addr()).await;
        assert_eq!(caller.call("DELETE", &format!("/parcels/rosa/{number}")).await.status, found, "{number}");
    }
}

#[tokio::test]
async fn one_of_many_at_once_creates_it_and_all_others_conflict() {
    let caller = std::sync::Arc::new(Caller::new().await);
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let caller = std::sync::Arc::clone(&caller);
        calls.spawn(async move {
            caller.parcel("n1", unchanged).send(caller.sandbox.addr()).await.unwrap().status
        });
    }
    let mut statuses = calls.join_all().await;
    statuses.sort_unstable();
    assert_eq!((statuses[0], statuses[1..].iter().all(|status| *status == 409)), (200, true));
}

#[tokio::test]
async fn no_secret_is_remembered_or_shown() {
    let caller = Caller::new().await;
    let sent = caller.send("n1", unchanged).await;
    let found = caller.find(&sent).await;
    let shown = format!("{sent} {found} {:?} {:?}", caller.sandbox, caller.sandbox.requests());
    assert!(!shown.contains("c4nary"), "{shown}");
    let again = caller.parcel("n1", unchanged).send(caller.sandbox.addr()).await.unwrap();
    assert!(!String::from_utf8(again.body).unwrap().contains("c4nary"));
    assert!(found.get("lock").is_none());
}
