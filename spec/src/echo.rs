//! Fills the fields of a reply that repeat the request, as [`Echo`] declares them. Servers use this.

use serde_json::{Map, Value as Json};

use crate::contract::{Contract, Echo, Endpoint};

/// Copies values of the request into the fields of the reply that repeat them, as far as the reply has
/// these fields. `sent` holds the request fields by wire name: those of the path, the query, the headers
/// and the top level of the body.
pub fn repeat(contract: &Contract, endpoint: &Endpoint, sent: &Map<String, Json>, reply: &mut Json) {
    for echo in &endpoint.echoes {
        let values = sent_values(contract, endpoint, echo, sent);
        let mut next = values.iter().cycle();
        each_value(reply, &echo.path, &mut |value| {
            let known = values.iter().any(|sent| text(sent) == text(value));
            if let Some(sent) = next.next().filter(|_| !known) {
                *value = sent.clone();
            }
        });
    }
}

/// Puts a value other than the sent one into every field of the reply that repeats the request.
pub fn contradict(endpoint: &Endpoint, reply: &mut Json) {
    for echo in &endpoint.echoes {
        each_value(reply, &echo.path, &mut |value| {
            let digits = text(value).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
            // The other number is as long, so that it is still a currency or an operation number.
            let other = |text: String| text.bytes().map(|digit| char::from(b'9' - (digit - b'0'))).collect();
            *value = Json::String(digits.map_or_else(|| "another".to_owned(), other));
        });
    }
}

fn sent_values(contract: &Contract, endpoint: &Endpoint, echo: &Echo, sent: &Map<String, Json>) -> Vec<Json> {
    let Some(wire) = echo.path.last() else { return Vec::new() };
    let mut values = Vec::new();
    for (path, _) in contract.sent_places(endpoint, wire) {
        let mut whole = Json::Object(sent.clone());
        each_value(&mut whole, &path, &mut |value| values.push(value.clone()));
    }
    values
}

/// Visits each value at a path, through every item of lists. Skips absent values and null.
fn each_value(json: &mut Json, path: &[String], act: &mut dyn FnMut(&mut Json)) {
    match (json, path) {
        (Json::Array(items), _) => items.iter_mut().for_each(|item| each_value(item, path, act)),
        (Json::Null, _) => {}
        (value, []) => act(value),
        (Json::Object(map), [first, rest @ ..]) => {
            if let Some(value) = map.get_mut(first) {
                each_value(value, rest, act);
            }
        }
        _ => {}
    }
}

fn text(json: &Json) -> Option<String> {
    match json {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
