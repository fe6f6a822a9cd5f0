//! Tests replies with one wrong value, at every place of every endpoint's example: the client accepts the
//! replies that the contract describes, refuses the others, and quotes no reply.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use alignet::{Delivery, Error, ErrorKind, Json};
use alignet_spec::{
    Contract,
    contract::{self, Endpoint, Reading, Shape},
    validate::{self, Side},
};
use alignet_tests::{
    canned::{self, Canned},
    every::{self, Caller},
};
use serde_json::Map;

/// A value that no error may quote.
const CANARY: &str = "canary-5b71e0";

/// The values that replace a value of the example; `None` removes it.
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

/// The values of an object as a list.
fn listed(json: &Json) -> Option<Json> {
    Some(Json::Array(json.as_object()?.values().cloned().collect()))
}

/// Collects a pointer to each value inside the JSON.
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

/// The expected result of a call, computed independently from the JSON of the reply.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Expected {
    Taken,
    Fails(ErrorKind),
    /// Fails with `Api`, and is certainly not done.
    Refused,
}

fn expected(contract: &Contract, endpoint: &Endpoint, json: &Json, sent: &Map<String, Json>) -> Expected {
    let said = |value: &Json| value.as_bool().or_else(|| value.as_str().and_then(|text| text.parse().ok()));
    let code = code(endpoint, json);
    let partial = endpoint.partial.as_ref().is_some_and(|one| Some(one.value.as_str()) == code.as_deref());
    let open = endpoint.codes.iter().any(|one| one.open && Some(one.wire.as_str()) == code.as_deref());
    match (said(&json["success"]), code.as_deref()) {
        (None, _) => Expected::Fails(ErrorKind::Decode),
        (Some(true), None) if !endpoint.status.optional => Expected::Fails(ErrorKind::Decode),
        (Some(true), None | Some("00")) => taken(contract, endpoint, json, sent),
        (Some(true), _) if partial => taken(contract, endpoint, json, sent),
        (Some(true), _) | (Some(false), Some("00")) => Expected::Fails(ErrorKind::Contradictory),
        (Some(false), None) => Expected::Fails(ErrorKind::Api),
        (Some(false), Some("none" | "")) => Expected::Fails(ErrorKind::Api),
        (Some(false), _) if partial || open => Expected::Fails(ErrorKind::Api),
        (Some(false), _) if moved(contract, endpoint, json) => Expected::Fails(ErrorKind::Contradictory),
        (Some(false), _) => Expected::Refused,
    }
}

/// The code of the status object; `none`, which no endpoint declares, if it has the wrong type.
fn code(endpoint: &Endpoint, json: &Json) -> Option<String> {
    let mut at = json;
    for key in &endpoint.status.path {
        at = match at {
            Json::Object(map) => map.get(key)?,
            Json::Null => return None,
            _ => return Some("none".to_owned()),
        };
    }
    match at {
        Json::Object(map) => match map.get("code")? {
            Json::Null => None,
            Json::String(code) => Some(code.clone()),
            _ => Some("none".to_owned()),
        },
        Json::Null => None,
        _ => Some("none".to_owned()),
    }
}

/// Returned for a value that should have been an object on the path.
static ASTRAY: Json = Json::Bool(false);

/// The values at a path, through lists.
fn values<'j>(json: &'j Json, path: &[String]) -> Vec<&'j Json> {
    match (json, path) {
        (Json::Array(items), _) => items.iter().flat_map(|item| values(item, path)).collect(),
        (value, []) => vec![value],
        (Json::Object(map), [first, rest @ ..]) => {
            map.get(first).map(|one| values(one, rest)).unwrap_or_default()
        }
        (Json::Null, _) => Vec::new(),
        (_, _) => vec![&ASTRAY],
    }
}

/// Returns true if a state in the reply says that money moved or may have moved, or, of a call that must not
/// be repeated and whose reply has no states, if it lists what was made.
fn moved(contract: &Contract, endpoint: &Endpoint, json: &Json) -> bool {
    let paths = contract.reply_outcomes(endpoint);
    if paths.is_empty() && endpoint.repeat == contract::Repeat::Never {
        return json["operations"].as_array().is_some_and(|items| !items.is_empty());
    }
    let states = paths.iter().flat_map(|(path, _)| values(json, path));
    let mut states = states.filter(|state| !state.is_null());
    states.any(|state| !matches!(state.as_str(), Some("DENEGADO" | "INVALIDO" | "CANCELADO" | "EXPIRADO")))
}

/// The expected result of a successful reply: it must repeat the request, and its strict fields must be
/// valid.
fn taken(contract: &Contract, endpoint: &Endpoint, json: &Json, sent: &Map<String, Json>) -> Expected {
    let text = |json: &Json| match json {
        Json::String(text) => Some(text.trim_start_matches('0').to_owned()),
        Json::Number(number) if !number.is_f64() => Some(number.to_string()),
        _ => None,
    };
    for echo in &endpoint.echoes {
        let places = contract.sent_places(endpoint, echo.path.last().unwrap());
        let whole = Json::Object(sent.clone());
        let sent: Vec<_> =
            places.iter().flat_map(|(path, _)| values(&whole, path)).filter_map(text).collect();
        let mut came = values(json, &echo.path).into_iter().filter(|value| !value.is_null()).peekable();
        let fits = |value: &Json| text(value).is_some_and(|text| sent.contains(&text));
        if sent.is_empty() {
            continue;
        }
        if came.peek().is_none() {
            let on_path = contract.echoed(endpoint, echo);
            if on_path.iter().any(|field| field.optional || matches!(field.shape, Shape::List(_))) {
                continue;
            }
            return Expected::Fails(ErrorKind::Decode);
        }
        if !(if echo.any { came.any(fits) } else { came.all(fits) }) {
            return Expected::Fails(ErrorKind::Protocol);
        }
    }
    let wrong = validate::object(contract, contract.reply_fields(endpoint), json, Side::Reply);
    // `success` may be text in any reply, and was checked already.
    let mut wrong = wrong.iter().filter(|one| one.path != "success");
    if wrong.any(|one| proves(contract, endpoint, &one.path)) {
        return Expected::Fails(ErrorKind::Decode);
    }
    Expected::Taken
}

/// Returns true if every field on the path is strict, so that a mistake there is an error.
fn proves(contract: &Contract, endpoint: &Endpoint, path: &str) -> bool {
    let path: Vec<String> =
        path.split('.').filter(|step| step.parse::<usize>().is_err()).map(str::to_owned).collect();
    let reply = endpoint.reply.whole().expect("these are all objects");
    let fields = contract.fields_on(reply, &path);
    fields.len() == path.len() && fields.iter().all(|field| field.reading == Reading::Strict)
}

#[tokio::test]
async fn a_reply_is_taken_as_far_as_the_contract_describes_it() {
    let contract = every::contract();
    let caller = Caller::new(Duration::from_secs(20));
    let mut judged = 0;
    for call in every::endpoints() {
        let (endpoint, example) = (call.endpoint(), call.replies().remove(0));
        let current = Arc::new(Mutex::new((String::new(), 0)));
        let canned = Canned::new({
            let current = Arc::clone(&current);
            move |request| match request.uri().path() {
                "/token" if endpoint.name != "create_token" => canned::answer(200, canned::token("t", 3_600)),
                _ => {
                    let mut current = current.lock().unwrap();
                    current.1 += 1;
                    canned::answer(200, current.0.clone())
                }
            }
        });
        let alignet = canned.client();
        let mut found = Vec::new();
        let before = judged;
        places(&example, "", &mut found);
        for place in found {
            let by_position = example.pointer(&place).and_then(listed);
            for replacement in replacements().into_iter().chain(by_position.map(Some)) {
                let json = with(&example, &place, &replacement);
                current.lock().unwrap().0 = json.to_string();
                let expected = expected(contract, endpoint, &json, &call.request());
                let what = format!("{} with {replacement:?} at {place}", endpoint.name);
                let outcome = call.send(&alignet, &caller).await.map(drop);
                check(endpoint, &what, expected, outcome);
                judged += 1;
            }
        }
        assert_eq!(current.lock().unwrap().1, judged - before, "each is asked for once");
    }
    println!("{judged} replies");
    assert!(judged > 1000);
}

fn check(endpoint: &Endpoint, what: &str, expected: Expected, outcome: Result<(), Error>) {
    let Err(error) = outcome else {
        assert_eq!(expected, Expected::Taken, "{what} is taken");
        return;
    };
    let kind = match expected {
        Expected::Taken => panic!("{what} is {error}"),
        Expected::Fails(kind) => kind,
        Expected::Refused => ErrorKind::Api,
    };
    assert_eq!(error.kind(), kind, "{what} is {error}");
    let shown = format!("{error} {error:?} {:?}", error.path());
    // These errors show the service's messages on purpose.
    let quoted = shown.contains(CANARY) || shown.contains("999999");
    assert!(!quoted || matches!(kind, ErrorKind::Api | ErrorKind::Contradictory), "{what}: {shown}");
    let never = endpoint.repeat == contract::Repeat::Never;
    assert_eq!(error.is_indeterminate(), never && expected != Expected::Refused, "{what}: {shown}");
    assert!(matches!(error.delivery(), Delivery::Answered(status) if status == 200), "{what}: {shown}");
}
