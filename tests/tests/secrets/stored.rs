//! Tests what an application stores: an unlisted variant may hold secrets as the listed ones do, and the body of a reply
//! holds the secrets of the reply.

use alignet_tests::{
    canary::{Canary, assert_clean, debugged},
    canned::{self, Canned},
    synthetic::{SortThing, SortThingReply, ThingSort},
};
use serde_json::{from_str, json, to_value};

const SECRET: &str = "alloy/canary+in=an\"unlisted\\&%41~variant";

#[tokio::test]
async fn an_unlisted_variant_beside_secrets_is_stored_as_its_tag_and_sent_whole() {
    let glass = json!({ "of": "GLASS", "secret_alloy": SECRET, "melts": true });
    let clean = json!({ "use": "THROW", "with": { "hands": 2, "aim": ["high"] } });
    let reply = json!({ "success": true, "sort": glass, "kinds": { "a": [clean] }, "pins": [], "extra": 1 });
    let canned = Canned::new({
        let (reply, sent) = (reply.to_string(), glass.to_string());
        move |request| match request.uri().path() {
            "/token" => canned::answer(200, canned::token("issued-token", 3_600)),
            _ => {
                let body = String::from_utf8_lossy(request.body());
                let whole = request.method() == "PUT" && body.contains(&sent);
                canned::answer(if whole { 200 } else { 400 }, reply.clone())
            }
        }
    });
    let client = canned.client();
    let sort: ThingSort = from_str(&glass.to_string()).unwrap();
    let call = SortThing::new(&client).thing("t").number(7).sorts(vec![]).sort(sort);
    let response = call.send_with_meta().await.unwrap();
    assert_eq!(response.body(), None, "the contract marks `pins` as secret");
    let reply = response.into_inner();
    let stored = to_value(&reply).unwrap();
    assert_eq!(stored["sort"], json!({ "of": "GLASS" }));
    assert_eq!(stored["kinds"]["a"], json!([clean]), "no variant of this union holds a secret");
    assert_eq!(stored["pins"], json!([]));
    let again: SortThingReply = from_str(&stored.to_string()).unwrap();
    assert_eq!(to_value(&again).unwrap(), stored);
    let canary = [Canary::new("alloy", SECRET)];
    assert_clean(&canary, "what is stored", &(stored.to_string() + &debugged(&reply) + &debugged(&again)));
}
