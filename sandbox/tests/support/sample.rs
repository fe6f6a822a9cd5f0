//! Builds valid requests from the contract alone.

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

use alignet_sandbox::Sandbox;
use alignet_spec::{
    contract::{Contract, Endpoint, Field, Fill, Kind, Primitive, Segment, Shape},
    validate,
};
use serde_json::{Map, Value as Json, json};

use super::Request;

/// The fields that identify records, and the call that creates what others are about.
const KEYS: [&str; 2] = ["merchant_operation_number", "number"];
const REFUND: &str = "create_refund";
const CREATED_BY: [(&str, &str); 7] = [
    ("cancel_charge", "authorize_charge"),
    ("get_charge", "authorize_charge"),
    ("get_parcel", "create_parcel"),
    ("get_refund", REFUND),
    ("list_refunds", REFUND),
    ("print_parcel", "create_parcel"),
    ("return_parcel", "create_parcel"),
];

/// A valid request of an endpoint, with an access token if it needs one. The record that it is about has been
/// created.
pub(crate) async fn request(sandbox: &Sandbox, operation: &str) -> Request {
    let known = match CREATED_BY.iter().find(|(name, _)| *name == operation) {
        _ if operation == REFUND => return refund(sandbox).await.0,
        Some((_, REFUND)) => {
            let (refund, known) = refund(sandbox).await;
            assert_eq!(refund.send(sandbox.addr()).await.unwrap().status, 200);
            known
        }
        Some((_, creating)) => created(sandbox, endpoint(sandbox.contract(), creating)).await,
        None => key(),
    };
    authorized(sandbox, endpoint(sandbox.contract(), operation), &known).await
}

/// A valid request for the refund of a charge, and the values of that charge, which is settled.
async fn refund(sandbox: &Sandbox) -> (Request, Map<String, Json>) {
    let charge = created(sandbox, endpoint(sandbox.contract(), "authorize_charge")).await;
    let number = &charge["merchant_operation_number"];
    sandbox.happen("charge", json!({ "merchant_operation_number": number }), "settle").unwrap();
    let request = authorized(sandbox, endpoint(sandbox.contract(), REFUND), &charge).await;
    let request = request.altered(|body| body["operations"][0]["merchant_operation_number"] = number.clone());
    (request, charge)
}

async fn authorized(sandbox: &Sandbox, endpoint: &Endpoint, known: &Map<String, Json>) -> Request {
    let request = anonymous(sandbox, endpoint, known);
    if endpoint.scopes.is_none() {
        return request;
    }
    request.with_header("Authorization", &format!("Bearer {}", token(sandbox).await))
}

/// Creates a record, and returns the values of its request and its reply, by name.
async fn created(sandbox: &Sandbox, endpoint: &Endpoint) -> Map<String, Json> {
    let mut known = Map::new();
    for field in endpoint.path.iter().chain(endpoint.body.iter().flatten()) {
        known.insert(field.wire.clone(), value(sandbox, field));
    }
    known.append(&mut key());
    let reply = authorized(sandbox, endpoint, &known).await.send(sandbox.addr()).await.unwrap();
    assert_eq!(reply.status, 200, "{}: {}", endpoint.name, reply.json());
    collect(&reply.json(), &mut known);
    known
}

/// Values of [`KEYS`], unique to one record.
fn key() -> Map<String, Json> {
    static COUNTER: AtomicUsize = AtomicUsize::new(100_000);
    let unique = || Json::from(COUNTER.fetch_add(1, Relaxed).to_string());
    KEYS.iter().map(|wire| ((*wire).to_owned(), unique())).collect()
}

/// Collects every scalar value by name, unless the name has a value already.
fn collect(json: &Json, known: &mut Map<String, Json>) {
    let Some(object) = json.as_object() else { return };
    for (name, value) in object {
        match value {
            Json::Object(_) => collect(value, known),
            Json::Array(items) => items.iter().for_each(|item| collect(item, known)),
            value => drop(known.entry(name).or_insert_with(|| value.clone())),
        }
    }
}

/// Fetches an access token with every scope.
pub(crate) async fn token(sandbox: &Sandbox) -> String {
    token_at(sandbox, sandbox.addr()).await
}

/// Fetches an access token from another sandbox with the credentials of this one.
pub(crate) async fn token_at(sandbox: &Sandbox, address: SocketAddr) -> String {
    let bearer = sandbox.contract().api.bearer.as_ref().unwrap();
    let endpoint = &sandbox.contract().endpoints[bearer.endpoint];
    let reply = anonymous(sandbox, endpoint, &Map::new()).send(address).await.unwrap();
    let wire = &sandbox.contract().reply_fields(endpoint)[bearer.token].wire;
    reply.json()[wire].as_str().unwrap_or_else(|| panic!("{}", reply.json())).to_owned()
}

/// A request of an endpoint without an access token.
pub(crate) fn unauthorized(sandbox: &Sandbox, operation: &str) -> Request {
    anonymous(sandbox, endpoint(sandbox.contract(), operation), &Map::new())
}

pub(crate) fn endpoint<'c>(contract: &'c Contract, operation: &str) -> &'c Endpoint {
    contract.endpoints.iter().find(|endpoint| endpoint.name == operation).unwrap()
}

/// A request without an access token. `known` values replace others of their names, in the path and at the
/// top level of the body.
fn anonymous(sandbox: &Sandbox, endpoint: &Endpoint, known: &Map<String, Json>) -> Request {
    let contract = sandbox.contract();
    let mut target = String::new();
    for segment in &endpoint.segments {
        match segment {
            Segment::Literal(literal) => target.push_str(&format!("/{literal}")),
            Segment::Field(index) => {
                let field = &endpoint.path[*index];
                let given = known.get(&field.wire).cloned().unwrap_or_else(|| value(sandbox, field));
                target.push_str(&format!("/{}", text(given)));
            }
        }
    }
    for (index, field) in endpoint.query.iter().enumerate() {
        let sign = if index == 0 { '?' } else { '&' };
        target.push_str(&format!("{sign}{}={}", field.wire, text(value(sandbox, field))));
    }
    let mut request = Request::new(endpoint.method.as_str(), &target);
    for field in contract.api.header.iter().chain(&endpoint.header) {
        request.headers.push((field.wire.clone(), text(value(sandbox, field))));
    }
    if let Some(fields) = &endpoint.body {
        let given = |field: &Field| match known.get(&field.wire) {
            Some(known) if known.is_string() && field.shape.is(Primitive::String) => known.clone(),
            _ => value(sandbox, field),
        };
        let body: Map<String, Json> = fields.iter().map(|field| (field.wire.clone(), given(field))).collect();
        request.headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
        request.body = Some(Json::Object(body).to_string().into_bytes());
    }
    request
}

fn text(value: Json) -> String {
    match value {
        Json::String(text) => text,
        other => other.to_string(),
    }
}

fn value(sandbox: &Sandbox, field: &Field) -> Json {
    let contract = sandbox.contract();
    match &field.fill {
        Fill::Caller if field.shape.is(Primitive::Scopes) => Json::from(every_scope(contract)),
        Fill::Caller => shaped(contract, &field.shape),
        Fill::Default(_) if field.shape.is(Primitive::Scopes) => Json::from(every_scope(contract)),
        Fill::Const(literal) | Fill::Default(literal) => validate::literal(literal),
        Fill::Environment(key) => {
            Json::from(sandbox.environment_value(&contract.api.environment[*key].name).unwrap())
        }
        Fill::ClientId => Json::from(sandbox.client_id()),
        Fill::ClientSecret => Json::from(sandbox.expose_client_secret()),
    }
}

fn every_scope(contract: &Contract) -> String {
    let scopes = contract.endpoints.iter().filter_map(|endpoint| endpoint.scopes.as_deref());
    scopes.collect::<Vec<_>>().join(" ")
}

fn shaped(contract: &Contract, shape: &Shape) -> Json {
    match shape {
        Shape::Primitive(primitive) => primitive.example(),
        Shape::List(item) => json!([shaped(contract, item)]),
        Shape::Map(item) => json!({ "name": shaped(contract, item) }),
        Shape::Nullable(_) => Json::Null,
        Shape::Named(index) => named(contract, *index),
    }
}

fn named(contract: &Contract, index: usize) -> Json {
    match &contract.types[index].kind {
        Kind::Object(fields) => {
            let value = |field: &Field| match &field.fill {
                Fill::Const(given) | Fill::Default(given) => validate::filled(&field.shape, given),
                _ => shaped(contract, &field.shape),
            };
            Json::Object(fields.iter().map(|field| (field.wire.clone(), value(field))).collect())
        }
        Kind::Enumeration(values) => json!(values[0].wire),
        Kind::Union(union) => {
            let variant = &union.variants[0];
            let mut object = named(contract, variant.of);
            if let Some(content) = &union.content {
                object = json!({ content: object });
            }
            object[&union.tag] = json!(variant.wire);
            object
        }
    }
}
