//! Tests every endpoint with every sample of its contract: the request is sent as the contract says, and
//! every field of the reply is read.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use alignet::{
    Client, Credentials, Environment, Json,
    transport::{Limits, Sending, Transport},
};
use alignet_spec::{
    contract::{self, Field, Fill, Kind, Segment, Shape},
    validate::{self, Side},
};
use alignet_tests::{
    canned::answer,
    every::{self, Call, Caller, Replied, canonical, holds_secret},
};
use bytes::Bytes;
use http::Request;
use percent_encoding::percent_decode_str;

/// Answers each call with the same JSON, and stores the last request.
#[derive(Clone)]
struct Echo {
    reply: Arc<str>,
    last: Arc<Mutex<Option<Request<Bytes>>>>,
}

impl Transport for Echo {
    fn send(&self, request: Request<Bytes>, _: Limits) -> Sending<'_> {
        *self.last.lock().unwrap() = Some(request);
        let answer = answer(200, &*self.reply);
        Box::pin(async { answer })
    }
}

const ID: &str = "your_client_id";
const SECRET: &str = "your_client_secret";

/// The environment that is called, from the contract.
fn preprod() -> &'static contract::Environment {
    every::contract().environments.iter().find(|one| one.name == "PREPROD").unwrap()
}

/// Sends a call and answers it with this reply. Returns the request, and the reply as the client read it.
async fn send(call: &Call, reply: &Json) -> (Request<Bytes>, Replied) {
    let echo = Echo { reply: reply.to_string().into(), last: Arc::default() };
    let client = Client::builder(Environment::PREPROD).credentials(Credentials::new(ID, SECRET));
    let client = client.bearer("bearer").transport(echo.clone()).build().unwrap();
    let replied = call.send(&client, &Caller::new(Duration::from_secs(5))).await;
    let replied = replied.unwrap_or_else(|error| panic!("{call:?}: {error}"));
    let request = echo.last.lock().unwrap().take().unwrap();
    (request, replied)
}

/// The expected value of a request's field; `None` if the field must be absent.
fn expected(field: &Field, set: &BTreeMap<String, Json>) -> Option<Json> {
    let set = set.get(&field.wire).cloned();
    match &field.fill {
        Fill::Const(literal) => Some(validate::literal(literal)),
        Fill::Default(literal) => set.or_else(|| Some(validate::literal(literal))),
        Fill::Environment(index) => preprod().values[*index].as_str().map(Json::from),
        Fill::ClientId => Some(Json::from(ID)),
        Fill::ClientSecret => Some(Json::from(SECRET)),
        Fill::Caller => set.map(|set| with_given(&field.shape, set)),
    }
}

/// Adds the fixed values and the defaults of the types inside to a value that a caller set.
fn with_given(shape: &Shape, json: Json) -> Json {
    match (shape, json) {
        (Shape::Nullable(inner), json) if !json.is_null() => with_given(inner, json),
        (Shape::List(item), Json::Array(items)) => {
            items.into_iter().map(|json| with_given(item, json)).collect()
        }
        (Shape::Map(item), Json::Object(map)) => {
            map.into_iter().map(|(key, json)| (key, with_given(item, json))).collect()
        }
        (Shape::Named(index), Json::Object(mut map)) => {
            match &every::contract().types[*index].kind {
                Kind::Object(fields) => give(fields, &mut map),
                Kind::Union(union) => {
                    let fields = union.variant_of(&map).map(|variant| every::contract().fields(variant.of));
                    let held = match &union.content {
                        None => Some(&mut map),
                        Some(content) => map.get_mut(content).and_then(Json::as_object_mut),
                    };
                    fields.zip(held).into_iter().for_each(|(fields, held)| give(fields, held));
                }
                Kind::Enumeration(_) => {}
            }
            Json::Object(map)
        }
        (_, json) => json,
    }
}

fn give(fields: &[Field], map: &mut serde_json::Map<String, Json>) {
    for field in fields {
        let set = map.remove(&field.wire).map(|json| with_given(&field.shape, json));
        let given = match &field.fill {
            Fill::Const(literal) | Fill::Default(literal) => Some(validate::filled(&field.shape, literal)),
            _ => None,
        };
        map.extend(set.or(given).map(|json| (field.wire.clone(), json)));
    }
}

fn text(json: Json) -> String {
    if let Json::String(text) = json { text } else { json.to_string() }
}

fn check_sent(call: &Call, sent: &Request<Bytes>) {
    let (contract, endpoint) = (every::contract(), call.endpoint());
    let set: BTreeMap<String, Json> = call.request().into_iter().collect();
    let json = |fields: &[Field]| -> Json {
        fields.iter().filter_map(|field| Some((field.wire.clone(), expected(field, &set)?))).collect()
    };
    assert_eq!(sent.method().as_str(), endpoint.method.as_str(), "{call:?}");
    let origin = sent.uri().to_string();
    assert!(origin.starts_with(&preprod().origins[endpoint.origin]), "{call:?}: {origin}");

    let decoded = |text: &str| percent_decode_str(text).decode_utf8().unwrap().into_owned();
    let path: Vec<String> = sent.uri().path().split('/').skip(1).map(decoded).collect();
    let segments = endpoint.segments.iter().map(|segment| match segment {
        Segment::Literal(text) => text.clone(),
        Segment::Field(index) => text(expected(&endpoint.path[*index], &set).unwrap()),
    });
    assert_eq!(path, segments.collect::<Vec<_>>(), "{call:?}");

    let query = sent.uri().query().into_iter().flat_map(|query| query.split('&'));
    let query = query.map(|pair| pair.split_once('=').unwrap());
    let query: BTreeMap<String, String> =
        query.map(|(name, value)| (decoded(name), decoded(value))).collect();
    let wanted =
        endpoint.query.iter().filter_map(|field| Some((field.wire.clone(), text(expected(field, &set)?))));
    assert_eq!(query, wanted.collect(), "{call:?}");

    for field in contract.headers(endpoint) {
        let header = sent.headers().get(&field.wire).map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(header, expected(field, &set).map(text), "{call:?}: header {}", field.wire);
    }

    match &endpoint.body {
        None => assert!(sent.body().is_empty(), "{call:?}"),
        Some(fields) => {
            let body: Json = serde_json::from_slice(sent.body()).unwrap();
            assert_eq!(body, json(fields), "{call:?}");
            assert_eq!(validate::object(contract, fields, &body, Side::Request), [], "{call:?}");
        }
    }
}

#[tokio::test]
async fn every_request_goes_out_as_its_contract_says() {
    let mut sent = 0;
    for call in every::calls() {
        let reply = call.replies().remove(0);
        check_sent(call, &send(call, &reply).await.0);
        sent += 1;
    }
    println!("{sent} requests of {} endpoints", every::endpoints().count());
    assert!(
        sent >= 2 * every::contract().endpoints.len(),
        "each endpoint has a whole request and a least one"
    );
}

#[tokio::test]
async fn every_reply_is_read_to_its_last_field() {
    let mut read = 0;
    for call in every::endpoints() {
        let (contract, endpoint) = (every::contract(), call.endpoint());
        for reply in call.replies() {
            let wrong = validate::object(contract, contract.reply_fields(endpoint), &reply, Side::Reply);
            assert_eq!(wrong, [], "{call:?}: {reply}");
            let came = canonical::reply(contract, endpoint, &reply);
            assert_eq!(send(&call, &reply).await.1.json, came, "{call:?}");
            read += 1;
        }
    }
    println!("{read} replies of {} endpoints", every::endpoints().count());
    assert!(read >= 2 * every::contract().endpoints.len(), "each endpoint has a whole reply and a least one");
}

#[tokio::test]
async fn every_reply_is_stored_in_the_form_of_the_wire_and_read_back() {
    let (mut whole, mut without_secrets) = (0, 0);
    for call in every::endpoints() {
        let (contract, endpoint) = (every::contract(), call.endpoint());
        for reply in call.replies() {
            let Replied { shown, stored, .. } = send(&call, &reply).await.1;
            let came = canonical::stored(contract, endpoint, &reply);
            assert_eq!(canonical::stored(contract, endpoint, &stored.json), came, "{call:?}");
            let secret = &mut |wire: &str, _: &str| panic!("{call:?} stores `{wire}`");
            every::plant(endpoint, &mut stored.json.clone(), secret);
            if holds_secret(&shown) {
                let lacking = stored.again.err().unwrap_or_else(|| panic!("{call:?} needs its secrets"));
                assert!(lacking.starts_with("missing field"), "{call:?}: {lacking}");
                without_secrets += 1;
            } else {
                assert_eq!(stored.again, Ok(shown), "{call:?}");
                let wrong =
                    validate::object(contract, contract.reply_fields(endpoint), &stored.json, Side::Reply);
                assert_eq!(wrong, [], "{call:?}: {}", stored.json);
                whole += 1;
            }
        }
    }
    println!("{whole} replies read back equal, and {without_secrets} that hold secrets");
    assert!(whole > 0 && without_secrets > 0);
}

/// Tests that the examples have no undeclared fields.
#[test]
fn examples_of_replies_hold_declared_fields_alone() {
    let contract = every::contract();
    for endpoint in &contract.endpoints {
        let Some(example) = &endpoint.example.reply else { continue };
        let example: Json = example.value.parse().unwrap();
        let wrong = validate::object(contract, contract.reply_fields(endpoint), &example, Side::Request);
        let unknown: Vec<_> = wrong.iter().filter(|one| one.message.contains("is not a field")).collect();
        assert!(unknown.is_empty(), "{}: {unknown:?}", endpoint.name);
    }
}

#[test]
fn every_endpoint_is_called() {
    let declared: Vec<&str> = every::contract().endpoints.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(every::endpoints().map(|call| call.operation).collect::<Vec<_>>(), declared);
}
