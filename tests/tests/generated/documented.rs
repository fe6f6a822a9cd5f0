//! Tests that the documented example of each endpoint runs, and that it sends the values that the contract shows.

use alignet::Json;
use alignet_sandbox::{Fault, LoggedCall};
use alignet_spec::{
    contract::{Endpoint, Field, Fill, Reply},
    validate,
};
use alignet_tests::local;

mod synthetic {
    use alignet_tests::synthetic::*;

    alignet_macros::examples!("synthetic");
}

mod partner {
    use alignet_tests::partner::*;

    alignet_macros::examples!("contract");
}

#[tokio::test]
async fn every_example_sends_what_the_contract_shows() {
    run("synthetic", synthetic::EXAMPLES).await;
    run("contract", partner::EXAMPLES).await;
}

/// Runs the example of each endpoint, and compares what it sends with the contract in the folder.
async fn run(folder: &str, examples: &[synthetic::Example]) {
    let contract = local::contract(folder);
    assert_eq!(examples.len(), contract.endpoints.len());
    for endpoint in &contract.endpoints {
        let (sandbox, alignet) = local::start_serving(folder).await;
        // The sandbox answers with a document as it is.
        let json = endpoint.example.reply.as_ref().filter(|_| !matches!(endpoint.reply, Reply::Document(_)));
        if let Some(reply) = json {
            let success = Fault::status(endpoint.success.unwrap_or(200)).body(reply.value.clone());
            sandbox.fault(endpoint.name.as_str(), success).unwrap();
        }
        let (_, run) = examples.iter().find(|(name, _)| *name == endpoint.name).unwrap();
        run(&alignet).await.unwrap_or_else(|error| panic!("{}: {error}", endpoint.name));
        let sent = sandbox.requests().pop().unwrap();
        assert_eq!((sent.method(), sent.operation()), (endpoint.method.as_str(), Some(&*endpoint.name)));
        if endpoint.example.request.is_some() {
            assert_eq!(body(endpoint, &sent), example(endpoint), "{}", endpoint.name);
        }
        beside_the_body(endpoint, &sent);
    }
}

/// Asserts that the values of the fields beside the body are those of the contract, and that headers are ASCII.
fn beside_the_body(endpoint: &Endpoint, sent: &LoggedCall) {
    let shown = |field: &Field| Some(validate::filled(&field.shape, field.example.as_ref()?));
    let text = |json: Json| json.as_str().map_or_else(|| json.to_string(), str::to_owned);
    for (field, value) in endpoint.query.iter().filter_map(|field| Some((field, text(shown(field)?)))) {
        let query = sent.expose_query().unwrap();
        assert!(query.split('&').any(|pair| pair == format!("{}={value}", field.wire)), "{query}");
    }
    for field in endpoint.header.iter().filter(|field| !field.optional) {
        let header = sent.expose_header(&field.wire).unwrap();
        assert!(header.is_ascii(), "{header}");
        assert!(shown(field).is_none_or(|value| text(value) == header), "{header}");
    }
}

/// The body that was sent, without the values that the example can't know.
fn body(endpoint: &Endpoint, sent: &LoggedCall) -> Json {
    let body = String::from_utf8_lossy(sent.expose_body());
    if body.is_empty() { Json::Null } else { known(endpoint, &body) }
}

fn example(endpoint: &Endpoint) -> Json {
    endpoint.example.request.as_ref().map_or(Json::Null, |example| known(endpoint, &example.value))
}

/// The fields that do not depend on the environment or the credentials.
fn known(endpoint: &Endpoint, text: &str) -> Json {
    let mut json: Json = text.parse().unwrap();
    for field in endpoint.fields() {
        if matches!(field.fill, Fill::Environment(_) | Fill::ClientId | Fill::ClientSecret) {
            assert!(json.as_object_mut().unwrap().remove(&field.wire).is_some(), "{}", field.wire);
        }
    }
    json
}
