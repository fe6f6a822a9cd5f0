//! Tests every secret field of every endpoint: it appears in no output, whatever fails in the call. The
//! fields are found in the contract.

use std::collections::BTreeSet;

use alignet::Json;
use alignet_spec::contract::{Field, Kind, Primitive};
use alignet_tests::{
    canary::Capture,
    every::{self, Call},
};
use tokio::task::JoinSet;

use crate::trial::{OF_REQUEST, Trial, canaries, secret};

/// Makes a call succeed and fail in every way. Returns the names of the secrets sent and received.
async fn try_everything(call: Call) -> [BTreeSet<String>; 2] {
    let trial = Trial::start(call).await;
    trial.succeed().await;
    trial.be_refused().await;
    trial.be_misunderstood().await;
    trial.be_mistyped().await;
    trial.be_let_down().await;

    let places = trial.places.lock().unwrap().clone();
    let heard = trial.heard();
    for place in &places {
        let spelled = Json::from(secret(OF_REQUEST, place)).to_string();
        let sent = heard.contains(spelled.trim_matches('"')) || heard.contains(&secret(OF_REQUEST, place));
        assert!(sent, "{call:?} sends `{place}`");
    }
    trial.shut_down().await;

    let mut received = BTreeSet::new();
    for mut reply in every::replies(call.endpoint()) {
        every::plant(call.endpoint(), &mut reply, &mut |wire, _| {
            received.insert(wire.to_owned());
            String::new()
        });
    }
    let name =
        |place: &String| place.split('.').rfind(|step| step.parse::<usize>().is_err()).unwrap().to_owned();
    [places.iter().map(name).collect(), received]
}

/// The names of the secret fields inside these fields.
fn secrets<'c>(fields: impl Iterator<Item = &'c Field>) -> BTreeSet<String> {
    let contract = every::contract();
    let mut ahead: Vec<&Field> = fields.filter(|field| !field.fill.is_fixed()).collect();
    let (mut seen, mut names) = (BTreeSet::new(), BTreeSet::new());
    while let Some(field) = ahead.pop() {
        if field.shape.innermost().is(Primitive::Secret) {
            names.insert(field.wire.clone());
        }
        let mut types: Vec<usize> = field.shape.named().into_iter().collect();
        while let Some(index) = types.pop() {
            match &contract.types[index].kind {
                _ if !seen.insert(index) => {}
                Kind::Object(fields) => ahead.extend(fields),
                Kind::Union(union) => types.extend(union.variants.iter().map(|variant| variant.of)),
                Kind::Enumeration(_) => {}
            }
        }
    }
    names
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_secret_of_any_endpoint_shows_whatever_happens() {
    let capture = Capture::start();
    let mut trying = JoinSet::new();
    for call in every::calls() {
        trying.spawn(async move { (call.operation, try_everything(*call).await) });
    }
    let tried = trying.join_all().await;

    let (mut sent, mut received) = (0, 0);
    for endpoint in &every::contract().endpoints {
        let of = |side: usize| -> BTreeSet<String> {
            let tried = tried.iter().filter(|(operation, _)| *operation == endpoint.name);
            tried.flat_map(|(_, names)| names[side].clone()).collect()
        };
        let reply = every::contract().reply_fields(endpoint);
        assert_eq!(of(0), secrets(endpoint.fields()), "what `{}` sends", endpoint.name);
        assert_eq!(of(1), secrets(reply.iter()), "what `{}` receives", endpoint.name);
        (sent, received) = (sent + of(0).len(), received + of(1).len());
    }
    println!(
        "{} calls, {sent} secret fields of requests and {received} of replies; {} bytes of log",
        tried.len(),
        capture.text().len()
    );
    assert!(sent > 0 && received > 0);
    capture.assert_clean(&canaries());
    for target in ["alignet", "reqwest", "hyper_util"] {
        assert!(capture.text().contains(target), "nothing of {target} was captured");
    }
}
