//! Replies with one mistake, at every place of every endpoint's example: the client takes those that the
//! contract describes, refuses the others, and quotes none of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use alignet::{Delivery, Error, ErrorKind, Json};
use alignet_sandbox::{Fault, Sandbox};
use alignet_spec::{
    Contract,
    contract::{self, Endpoint},
    validate::{self, Side},
};
use alignet_tests::local;

alignet_macros::examples!();

/// What no error may quote.
const CANARY: &str = "canary-5b71e0";

/// Everything that can stand where a value was; `None` is nothing at all.
fn replacements() -> Vec<Option<Json>> {
    let mut all = vec![None];
    all.extend(
        [
            "null",
            "true",
            "false",
            "\"true\"",
            "\"false\"",
            "\"TRUE\"",
            "0",
            "-1",
            "1.5",
            "\"01\"",
            "\"30\"",
            "\"-30\"",
            "\"3.0\"",
            "18446744073709551616",
            "\"99999999999999999999999\"",
            "\"\"",
            "\"CANARY\"",
            "[]",
            "{}",
            "[[\"CANARY\"]]",
            "{\"CANARY\":\"CANARY\"}",
        ]
        .map(|text| text.replace("CANARY", CANARY).parse().ok()),
    );
    all
}

/// The values of an object without their names.
fn listed(json: &Json) -> Option<Json> {
    Some(Json::Array(json.as_object()?.values().cloned().collect()))
}

/// A pointer to each value within JSON, itself aside.
fn places(json: &Json, here: &str, found: &mut Vec<String>) {
    let mut inner = |key: &str, value: &Json| {
        let place = format!("{here}/{key}");
        found.push(place.clone());
        places(value, &place, found);
    };
    match json {
        Json::Object(map) => map.iter().for_each(|(key, value)| inner(key, value)),
        Json::Array(items) => items.iter().enumerate().for_each(|(at, item)| inner(&at.to_string(), item)),
        _ => {}
    }
}

fn with(example: &Json, place: &str, replacement: &Option<Json>) -> Json {
    let mut json = example.clone();
    match replacement {
        Some(value) => *json.pointer_mut(place).unwrap() = value.clone(),
        None => {
            let (parent, key) = place.rsplit_once('/').unwrap();
            match json.pointer_mut(parent).unwrap() {
                Json::Object(map) => drop(map.remove(key)),
                Json::Array(items) => drop(items.remove(key.parse().unwrap())),
                _ => unreachable!("only these hold values"),
            }
        }
    }
    json
}

/// What the facts of the wire say of a reply, read a second time.
fn expected(contract: &Contract, endpoint: &Endpoint, json: &Json) -> &'static [ErrorKind] {
    let sound = validate::object(contract, contract.fields(endpoint.reply), json, Side::Reply).is_empty();
    let code = endpoint.status.path.iter().try_fold(json, |json, key| json.get(key));
    let code = code.and_then(|status| status["code"].as_str());
    let refused = json["success"] == false || json["success"] == "false";
    let done = |code: &str| code == "00" || endpoint.partial.as_ref().is_some_and(|part| part.value == code);
    match (refused || code.is_some_and(|code| !done(code)), sound) {
        (true, true) => &[ErrorKind::Api],
        (true, false) => &[ErrorKind::Api, ErrorKind::Decode],
        (false, true) => &[],
        (false, false) => &[ErrorKind::Decode],
    }
}

#[tokio::test]
async fn a_reply_is_taken_as_far_as_the_contract_describes_it() {
    let contract = Contract::shipped().unwrap();
    let mut judged = 0;
    for endpoint in &contract.endpoints {
        let Some(example) = &endpoint.example.reply else { continue };
        let example: Json = example.value.parse().unwrap();
        let (sandbox, alignet) = local::start_with(Sandbox::builder()).await;
        let (_, run) = EXAMPLES.iter().find(|(name, _)| *name == endpoint.name).unwrap();
        let mut found = Vec::new();
        let before = judged;
        places(&example, "", &mut found);
        for place in found {
            let by_position = example.pointer(&place).and_then(listed);
            for replacement in replacements().into_iter().chain(by_position.map(Some)) {
                let json = with(&example, &place, &replacement);
                let fault = Fault::status(200).body(json.to_string());
                sandbox.fault(endpoint.name.as_str(), fault).unwrap();
                let expected = expected(&contract, endpoint, &json);
                let what = format!("{} with {replacement:?} at {place}", endpoint.name);
                check(endpoint, &what, &json, expected, run(&alignet).await);
                judged += 1;
            }
        }
        assert_eq!(sandbox.calls(&endpoint.name), judged - before, "each is asked for once");
    }
    println!("{judged} replies");
    assert!(judged > 1000);
}

fn check(endpoint: &Endpoint, what: &str, json: &Json, expected: &[ErrorKind], outcome: Result<(), Error>) {
    let Err(error) = outcome else {
        assert!(expected.is_empty(), "{what} is taken, and not {expected:?}");
        return;
    };
    // A lifetime of no time is a reply, of something that has expired.
    let expired = expected.is_empty() && error.kind() == ErrorKind::Expired;
    assert!(expired || expected.contains(&error.kind()), "{what} is {error}, and not {expected:?}");
    let shown = format!("{error} {error:?} {:?}", error.path());
    // What the service says to people is shown on purpose.
    let quoted = shown.contains(CANARY) || shown.contains("999999");
    assert!(!quoted || error.kind() == ErrorKind::Api, "{what}: {shown}");
    let in_part = endpoint.partial.as_ref().is_some_and(|code| error.code() == Some(&*code.value));
    // A success with the code of a failure denies nothing.
    let torn = error.kind() == ErrorKind::Api && json["success"] != false && json["success"] != "false";
    let unsettled = error.kind() == ErrorKind::Decode || in_part || torn;
    let never = endpoint.repeat == contract::Repeat::Never;
    assert_eq!(error.is_indeterminate(), unsettled && never, "{what}: {shown}");
    if error.kind() == ErrorKind::Decode {
        assert!(matches!(error.delivery(), Delivery::Answered(status) if status == 200), "{what}: {shown}");
    }
}
