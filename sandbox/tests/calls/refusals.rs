//! Tests that requests that differ from the contract are refused, and that the answer names the mistake.
//! The cases are derived from the contract, so they cover new endpoints without an edit.

use alignet_spec::contract::{Field, Fill, Primitive, Reply, Shape};
use serde_json::{Value as Json, json};

use crate::support::{
    Request, builder,
    refused::{refused, status_path},
    sample,
};

#[tokio::test]
async fn every_endpoint_serves_the_request_that_its_contract_describes() {
    let sandbox = builder().start().await.unwrap();
    for endpoint in &sandbox.contract().endpoints {
        let reply = sample::request(&sandbox, &endpoint.name).await.send(sandbox.addr()).await.unwrap();
        assert_eq!(reply.status, 200, "{}: {:?}", endpoint.name, reply.body);
        assert!(match endpoint.reply {
            Reply::Object(_) => ["true", "\"true\""].contains(&&*reply.json()["success"].to_string()),
            Reply::List(_) => reply.json().is_array(),
            Reply::Document(_) => reply.body.starts_with(b"%PDF"),
            Reply::Nothing(_) => reply.body.is_empty(),
        });
    }
}

#[tokio::test]
async fn every_example_is_served_with_the_sandbox_s_own_credentials() {
    let sandbox = builder().credentials("your_client_id", "your_client_secret").start().await.unwrap();
    for endpoint in &sandbox.contract().endpoints {
        let Some(example) = &endpoint.example.request else { continue };
        let request = sample::request(&sandbox, &endpoint.name).await.with_body(example.value.as_str());
        let reply = request.send(sandbox.addr()).await.unwrap();
        assert_eq!(reply.status, 200, "{}: {}", endpoint.name, reply.json());
    }
}

#[tokio::test]
async fn each_header_missing_altered_or_doubled_is_named() {
    let sandbox = builder().start().await.unwrap();
    let mut cases = 0;
    for endpoint in &sandbox.contract().endpoints {
        let request = sample::request(&sandbox, &endpoint.name).await;
        let optional = |name: &str| endpoint.header.iter().any(|field| field.wire == name && field.optional);
        // A header that may hold any text has no wrong value.
        let free = |name: &str| {
            endpoint.header.iter().any(|field| field.wire == name && field.shape.is(Primitive::String))
        };
        for (name, value) in &request.headers {
            if !optional(name) {
                refused(&sandbox, endpoint, &request.without_header(name), name).await;
                cases += 1;
            }
            if !free(name) {
                refused(&sandbox, endpoint, &request.with_header(name, &format!("x{value}")), name).await;
                cases += 1;
            }
            let mut doubled = request.clone();
            doubled.headers.push((name.clone(), value.clone()));
            refused(&sandbox, endpoint, &doubled, name).await;
            cases += 1;
        }
    }
    assert!(cases >= 20, "{cases}");
}

#[tokio::test]
async fn each_body_field_missing_or_altered_is_named() {
    let sandbox = builder().start().await.unwrap();
    let mut cases = 0;
    for endpoint in &sandbox.contract().endpoints {
        let request = sample::request(&sandbox, &endpoint.name).await;
        for field in endpoint.body.iter().flatten() {
            if !field.optional {
                let missing = request.altered(|body| drop(body.remove(&field.wire)));
                refused(&sandbox, endpoint, &missing, &field.wire).await;
                cases += 1;
            }
            for value in alterations(field, &request.json()[&field.wire]) {
                let altered = request.altered(|body| drop(body.insert(field.wire.clone(), value)));
                refused(&sandbox, endpoint, &altered, &field.wire).await;
                cases += 1;
            }
        }
        if endpoint.body.is_some() {
            let added = request.altered(|body| drop(body.insert("surplus".to_owned(), json!(1))));
            refused(&sandbox, endpoint, &added, "surplus").await;
        }
    }
    assert!(cases >= 50, "{cases}");
}

#[tokio::test]
async fn a_value_that_the_contract_fixes_in_a_type_is_named_if_it_is_another_or_missing() {
    let sandbox = builder().start().await.unwrap();
    let (endpoint, request) =
        (sample::endpoint(sandbox.contract(), "put_thing"), sample::request(&sandbox, "put_thing").await);
    let made = &request.json()["made"]["details"];
    assert_eq!((&made["tool"], &made["place"]), (&json!("chisel"), &json!("a shed")));
    for (field, value) in [("tool", json!("saw")), ("tool", json!(null)), ("place", json!(1))] {
        let altered = request.altered(|body| body["made"]["details"][field] = value);
        assert_eq!(refused(&sandbox, endpoint, &altered, &format!("made.details.{field}")).await, 400);
    }
    for field in ["tool", "place"] {
        let missing =
            request.altered(|body| drop(body["made"]["details"].as_object_mut().unwrap().remove(field)));
        assert_eq!(refused(&sandbox, endpoint, &missing, &format!("made.details.{field}")).await, 400);
    }
    let elsewhere = request.altered(|body| body["made"]["details"]["place"] = json!("a barn"));
    assert_eq!(elsewhere.send(sandbox.addr()).await.unwrap().status, 200);
}

/// Invalid values for a field.
fn alterations(field: &Field, good: &Json) -> Vec<Json> {
    let mut bad = match &field.shape {
        Shape::Nullable(_) => vec![json!([1])],
        Shape::Primitive(Primitive::Json) => Vec::new(),
        Shape::Primitive(Primitive::String | Primitive::Secret | Primitive::Scopes) => {
            vec![Json::Null, json!(1), json!(["x"])]
        }
        _ => vec![Json::Null, json!("no such thing"), json!(1.5)],
    };
    if field.fill.is_fixed() || field.shape.is(Primitive::Scopes) {
        let text = good.as_str().unwrap();
        bad.extend([json!(""), json!(format!("{text}x")), json!(text.to_uppercase() + "Y")]);
    }
    bad
}

#[tokio::test]
async fn each_query_field_missing_altered_doubled_or_unknown_is_named() {
    let sandbox = builder().start().await.unwrap();
    let endpoint = sample::endpoint(sandbox.contract(), "get_thing");
    let request = sample::request(&sandbox, "get_thing").await;
    let query = |query: &str| Request { target: format!("/things/me/1?{query}"), ..request.clone() };
    for (text, name) in [
        ("colour=RED", "limit"),
        ("limit=many", "limit"),
        ("limit=", "limit"),
        ("limit=1&limit=1", "limit"),
        ("limit=1&colour=GREEN", "colour"),
        ("limit=1&deep=yes", "deep"),
        ("limit=1&color=RED", "color"),
    ] {
        assert_eq!(refused(&sandbox, endpoint, &query(text), name).await, 400);
    }
    let number = Request { target: "/things/me/one?limit=1".to_owned(), ..request.clone() };
    assert_eq!(refused(&sandbox, endpoint, &number, "number").await, 400);
    let bytes = Request { target: "/things/%ff/1?limit=1".to_owned(), ..request.clone() };
    assert_eq!(refused(&sandbox, endpoint, &bytes, "owner").await, 400);
    for owner in ["", ".", "..", "%2e%2E"] {
        let vague = Request { target: format!("/things/{owner}/1?limit=1"), ..request.clone() };
        assert_eq!(refused(&sandbox, endpoint, &vague, "owner").await, 400);
    }
    assert_eq!(query("limit=1&colour=BL%55E&deep=true").send(sandbox.addr()).await.unwrap().status, 200);
}

#[tokio::test]
async fn every_mistake_is_listed_at_once() {
    let sandbox = builder().start().await.unwrap();
    let endpoint = sample::endpoint(sandbox.contract(), "put_thing");
    let request = sample::request(&sandbox, "put_thing").await.without_header("X-Thing-Version");
    let request = request.altered(|body| {
        body.remove("count");
        body.insert("colour".to_owned(), json!("GREEN"));
        body.insert("tags".to_owned(), json!(["x", 1]));
        body.insert("made".to_owned(), json!({ "way": "HAND", "details": {} }));
    });
    for name in ["X-Thing-Version", "count", "colour", "tags.1", "made.details.maker"] {
        assert_eq!(refused(&sandbox, endpoint, &request, name).await, 400);
    }
}

#[tokio::test]
async fn a_value_of_another_environment_is_said_to_be_one() {
    let sandbox = builder().start().await.unwrap();
    for endpoint in &sandbox.contract().endpoints {
        let request = sample::request(&sandbox, &endpoint.name).await;
        for field in endpoint.body.iter().flatten() {
            let Fill::Environment(key) = field.fill else { continue };
            let other = &sandbox.contract().environments[1];
            let mixed = request
                .altered(|body| drop(body.insert(field.wire.clone(), json!(other.values[key].as_str()))));
            let reply = mixed.send(sandbox.addr()).await.unwrap();
            assert_eq!(reply.status, 400);
            let problem = reply.problem(&status_path(endpoint));
            assert!(problem.contains(&field.wire) && problem.contains(&other.name), "{problem}");

            let nobodys = request.altered(|body| drop(body.insert(field.wire.clone(), json!("nobody's"))));
            let problem = nobodys.send(sandbox.addr()).await.unwrap().problem(&status_path(endpoint));
            assert!(!problem.contains("belongs to the environment"), "{problem}");
        }
    }
}

#[tokio::test]
async fn what_the_environment_and_the_credentials_fill_is_compared_byte_for_byte() {
    let sandbox = builder().credentials("your_client_id", "your_client_secret").start().await.unwrap();
    let mut cases = 0;
    for endpoint in &sandbox.contract().endpoints {
        let request = sample::request(&sandbox, &endpoint.name).await;
        for field in endpoint.body.iter().flatten() {
            if !matches!(field.fill, Fill::Environment(_) | Fill::ClientId | Fill::ClientSecret) {
                continue;
            }
            let good = request.json()[&field.wire].as_str().unwrap().to_owned();
            for other in [good.to_uppercase(), format!(" {good}"), format!("{good} ")] {
                assert_ne!(other, good, "{} holds letters", field.wire);
                let altered = request.altered(|body| drop(body.insert(field.wire.clone(), json!(other))));
                refused(&sandbox, endpoint, &altered, &field.wire).await;
                cases += 1;
            }
        }
    }
    assert!(cases >= 9, "{cases}");
}

/// A charge without a merchant code could be made, but never queried: its path would be another path.
#[tokio::test]
async fn a_text_of_a_path_is_not_empty_in_a_body_either() {
    let sandbox = builder().start().await.unwrap();
    let request = sample::request(&sandbox, "authorize_charge").await;
    for (name, text) in [("merchant_code", ""), ("merchant_operation_number", ".."), ("merchant_code", ".")] {
        let mut body = request.json();
        body[name] = json!(text);
        let reply = request.with_body(body.to_string()).send(sandbox.addr()).await.unwrap();
        assert_eq!(reply.status, 400, "{name} {text:?}");
        let told = reply.json()["meta"]["status"]["message_ilgn"][0]["value"].to_string();
        assert_eq!(
            told,
            format!("\"body field `{name}` must not be empty, `.` or `..`: it stands in a path\"")
        );
    }
}
