//! Tests that the documented example of each endpoint runs, and that it sends the contract's example.

use alignet::Json;
use alignet_sandbox::{Fault, LoggedCall, Sandbox};
use alignet_spec::{
    Contract,
    contract::{Endpoint, Fill},
};
use alignet_tests::local;

alignet_macros::examples!();

#[tokio::test]
async fn every_example_sends_what_the_contract_shows() {
    let contract = Contract::shipped().unwrap();
    assert_eq!(EXAMPLES.len(), contract.endpoints.len());
    for endpoint in &contract.endpoints {
        let (sandbox, alignet) = local::start_with(Sandbox::builder()).await;
        if let Some(reply) = &endpoint.example.reply {
            sandbox.fault(endpoint.name.as_str(), Fault::status(200).body(reply.value.clone())).unwrap();
        }
        let (_, run) = EXAMPLES.iter().find(|(name, _)| *name == endpoint.name).unwrap();
        run(&alignet).await.unwrap_or_else(|error| panic!("{error}"));
        let sent = sandbox.requests().pop().unwrap();
        assert_eq!((sent.method(), sent.operation()), (endpoint.method.as_str(), Some(&*endpoint.name)));
        assert_eq!(body(endpoint, &sent), example(endpoint), "{}", endpoint.name);
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
