//! A person who decides what nothing else can.

use std::{collections::BTreeSet, net::SocketAddr};

use fastrand::Rng;
use serde_json::{Value as Json, json};

use crate::world::World;

/// Decides all entries that are left to a person, as an operator does, and asserts that the orders follow.
pub(crate) async fn decide(world: &World, entries: usize) {
    let (buyers, operators) = (world.fleet.any(&mut Rng::new()), world.fleet.operators());
    let get = |at: SocketAddr, path: &str| {
        let request = world.http.get(format!("http://{at}{path}"));
        async { request.send().await.unwrap() }
    };
    assert_eq!(get(buyers, "/people").await.status(), 404, "buyers decide nothing");
    let page = async |query: &str| {
        let got = get(operators, &format!("/people{query}")).await.text().await.unwrap();
        serde_json::from_str::<Json>(&got).unwrap()
    };
    let (mut people, mut query) = (Vec::new(), "?most=2".to_owned());
    loop {
        let mut page = page(&query).await;
        people.append(page["people"].as_array_mut().unwrap());
        let Some(next) = page["next"].as_str() else { break };
        query = format!("?most=2&after={next}");
    }
    assert!(entries > 0, "the sums that a person has to look at");
    let ids: BTreeSet<_> = people.iter().map(|entry| entry["id"].to_string()).collect();
    assert_eq!((people.len(), ids.len()), (entries, entries), "{people:?}");
    for entry in people {
        let path = format!("/people/{}", entry["id"].as_str().unwrap());
        let post = async |at: SocketAddr, state: &str| {
            let request = world.http.post(format!("http://{at}{path}"));
            let decision = json!({ "state": state, "note": "seen in the panel, says the test" }).to_string();
            let request = request.header("content-type", "application/json").body(decision);
            request.send().await.unwrap().status().as_u16()
        };
        assert_eq!(post(buyers, "declined").await, 404);
        // A payment that is proven can't be given up.
        let declined = post(operators, "declined").await;
        assert!(declined == 200 || declined == 409 && post(operators, "done").await == 200, "{entry}");
    }
    assert_eq!(page("").await, json!({ "people": [], "next": null }));
    for order in ["/orders/odd-0", "/orders/odd-1", "/orders/odd-2"] {
        let state = get(buyers, order).await.text().await.unwrap();
        assert!(!state.contains(r#""person""#), "{order}");
    }
}
