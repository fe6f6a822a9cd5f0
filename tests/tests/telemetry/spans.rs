//! A call is a span with a CLIENT span for each attempt in it.

use alignet::transport::{Limits, Reqwest, Sending, Transport};
use alignet_tests::{
    canned::{self, Canned},
    local,
    synthetic::{Colour, FindThing, SortThing, ThingSort, Wood},
};
use opentelemetry::trace::{SpanId, SpanKind};
use tracing::Instrument as _;

use crate::{
    client,
    pipeline::{Pipeline, all, attempt, failed, inside, of_every_span, unfailed},
    refusal, server,
};

/// A value of a path that nobody else may read.
const NAME: &str = "Rosa Quispe 44556677";

#[tokio::test]
async fn a_call_that_is_sent_again_has_a_span_for_each_attempt() {
    let pipeline = Pipeline::start();
    let server = server().listening();
    server.then(refusal(503));
    let client = client(&server);
    let shop = tracing::info_span!(target: "shop", "checkout");
    FindThing::new(&client).thing(NAME).send().instrument(shop).await.unwrap();

    let [first, second, call, shop] = &pipeline.spans()[..] else { panic!("{:?}", pipeline.spans()) };
    let [status, resends] = ["http.response.status_code", "http.request.resend_count"];
    let expected = |more: &[_]| attempt(&server, "GET", "/things/{thing}", more);
    assert_eq!(all(&first.attributes), expected(&[(status, 503.into()), ("error.type", "503".into())]));
    assert_eq!(all(&second.attributes), expected(&[(status, 200.into()), (resends, 1.into())]));
    for one in [first, second] {
        assert_eq!((&*one.name, &one.span_kind), ("GET /things/{thing}", &SpanKind::Client));
        inside(one, call);
    }
    failed(first, "503");
    unfailed(second);
    assert_eq!((&*call.name, &call.span_kind), ("find_thing", &SpanKind::Internal));
    let operation = ("operation".to_owned(), "find_thing".into());
    assert_eq!(all(&call.attributes), of_every_span().into_iter().chain([operation]).collect());
    unfailed(call);
    inside(call, shop);
    assert_eq!(shop.parent_span_id, SpanId::INVALID);
    assert!(second.start_time >= first.end_time && call.end_time >= second.end_time);
    // The name was sent.
    assert!(server.record().requests[0].path().contains("Quispe"));
    assert!(!format!("{:?}", pipeline.spans()).contains("Quispe"));
}

#[tokio::test]
async fn the_server_is_the_host_and_the_port_that_its_scheme_implies() {
    let pipeline = Pipeline::start();
    let canned = Canned::new(|_| canned::answer(200, canned::nonce("nonce", 30)));
    for (origin, address, port) in [
        ("https://api.example.com", "api.example.com", 443),
        ("https://api.example.com:8443", "api.example.com", 8443),
        ("http://localhost", "localhost", 80),
        ("http://[::1]:8080", "::1", 8080),
    ] {
        let client = local::client_at(origin).bearer("token").transport(canned.clone()).build().unwrap();
        local::nonce(&client).await.unwrap();
        let attempt = all(&pipeline.named("POST /nonce").pop().unwrap().attributes);
        assert_eq!(attempt["server.address"], address.into());
        assert_eq!(attempt["server.port"], i64::from(port).into());
        assert_eq!(attempt["url.full"], format!("{origin}/nonce").into());
    }
}

#[tokio::test]
async fn the_work_of_a_transport_is_inside_the_attempt() {
    let pipeline = Pipeline::start();
    let server = server().listening();
    let environment = local::environment(server.origin(), server.origin());
    let transport = Working(Reqwest::for_environment(&environment).unwrap());
    for client in [
        client(&server),
        local::client_at(&server.origin()).bearer("token").transport(transport).build().unwrap(),
    ] {
        local::nonce(&client).await.unwrap();
    }
    let attempts = pipeline.named("POST /nonce");
    for attempt in &attempts {
        assert!(attempt.events.iter().any(|event| event.name.contains("connect")), "{:?}", attempt.events);
    }
    inside(&pipeline.named("work")[0], &attempts[1]);
}

/// A transport that works in a span of its own.
struct Working(Reqwest);

impl Transport for Working {
    fn send(&self, request: http::Request<bytes::Bytes>, limits: Limits) -> Sending<'_> {
        Box::pin(async move {
            let work = tracing::info_span!(target: "shop", "work");
            work.in_scope(|| {});
            self.0.send(request, limits).await
        })
    }
}

#[tokio::test]
async fn no_value_of_a_request_is_in_a_span_or_a_measurement() {
    let pipeline = Pipeline::start();
    let server = server().listening();
    let sort = ThingSort::Wood(Wood::builder().knots(vec![98_765]).build());
    let client = client(&server);
    let call = SortThing::new(&client).thing(NAME).number(1234).sort(sort).sorts(vec![]);
    // The reply lacks fields: a failure shows more than a success.
    call.colour(Colour::Red).x_thing_pin("pin-4455").send().await.unwrap_err();
    let path = server.record().requests[0].path().to_owned();
    assert!(path.contains("Quispe") && path.contains("RED"), "{path}");
    let seen = format!("{:?} {:?}", pipeline.spans(), pipeline.durations());
    for value in ["Quispe", "RED", "loud", "pin-4455", "Bearer"] {
        assert!(!seen.contains(value), "{value}: {seen}");
    }
    // Ids and times are made of digits, too, so that a number counts only where it stands alone.
    for word in seen.split(|char: char| !char.is_ascii_alphanumeric()) {
        assert!(!["1234", "98765"].contains(&word), "{word}: {seen}");
    }
}
