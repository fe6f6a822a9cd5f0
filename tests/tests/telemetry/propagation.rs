//! Headers of a propagator: they carry the id of the attempt's span, and replace nothing.

use std::collections::BTreeSet;

use alignet_tests::{
    canned::{self, Canned},
    local::{self, nonce},
    script::Heard,
    synthetic::buy,
};
use http::{HeaderMap, HeaderName, HeaderValue};
use opentelemetry::propagation::{Injector, TextMapPropagator as _};
use opentelemetry_sdk::{propagation::TraceContextPropagator, trace::SpanData};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

use crate::{pipeline::Pipeline, refusal, server};

struct Headers<'h>(&'h mut HeaderMap);

impl Injector for Headers<'_> {
    fn set(&mut self, key: &str, value: String) {
        self.0.insert(HeaderName::try_from(key).unwrap(), value.parse().unwrap());
    }
}

fn inject(headers: &mut HeaderMap) {
    let context = tracing::Span::current().context();
    TraceContextPropagator::new().inject_context(&context, &mut Headers(headers));
}

fn traceparent(span: &SpanData) -> String {
    let context = &span.span_context;
    format!("00-{}-{}-01", context.trace_id(), context.span_id())
}

#[tokio::test]
async fn each_request_carries_the_id_of_its_span() {
    let pipeline = Pipeline::start();
    let server = server().listening();
    let client = local::client_at(&server.origin()).propagator(inject).build().unwrap();
    nonce(&client).await.unwrap();
    server.then(refusal(503));
    nonce(&client).await.unwrap();
    let heard: Vec<String> = server
        .record()
        .requests
        .iter()
        .map(|heard| heard.header("traceparent").unwrap().to_owned())
        .collect();
    let attempts: Vec<String> =
        pipeline.spans().iter().filter(|span| span.name.starts_with("POST ")).map(traceparent).collect();
    assert_eq!(heard, attempts);
    assert_eq!(BTreeSet::from_iter(&heard).len(), 4, "a token, a nonce, and a nonce sent twice: {heard:?}");
}

#[tokio::test]
async fn a_transport_of_the_application_gets_the_headers_too() {
    let canned = Canned::new(|request| {
        assert_eq!(request.headers()["x-shop"], "north");
        canned::answer(200, canned::nonce("nonce", 30))
    });
    let client = local::client_at("http://localhost").bearer("token").transport(canned.clone());
    let client = client.propagator(|headers| {
        headers.insert("x-shop", HeaderValue::from_static("north"));
    });
    nonce(&client.build().unwrap()).await.unwrap();
    assert_eq!(canned.calls("/nonce"), 1);
}

/// The lines of the head, without the one that differs from test to test.
fn lines(heard: &Heard) -> BTreeSet<String> {
    let lines = heard.head().into_iter().filter(|line| !line.starts_with("host: ")).map(str::to_owned);
    lines.collect()
}

#[tokio::test]
async fn a_propagator_replaces_no_header_and_sees_none() {
    let plain = server().listening();
    buy(&local::client_at(&plain.origin()).build().unwrap()).await.unwrap();
    let usual = plain.record().requests.pop().unwrap();

    let names = usual.head().into_iter().skip(1).map(|line| line.split_once(':').unwrap().0.to_owned());
    let reserved = [
        "Authorization",
        "Proxy-Authorization",
        "Host",
        "Content-Type",
        "Content-Length",
        "Content-Encoding",
        "Transfer-Encoding",
        "Connection",
        "Keep-Alive",
        "TE",
        "Trailer",
        "Upgrade",
        "Expect",
        "Accept",
        "Accept-Encoding",
        "User-Agent",
        "Cookie",
        "Range",
        "If-None-Match",
    ];
    let names: Vec<HeaderName> =
        names.chain(reserved.map(str::to_owned)).map(|name| name.parse().unwrap()).collect();
    let set = names.clone();
    let server = server().listening();
    let client = local::client_at(&server.origin()).propagator(move |headers| {
        assert!(headers.is_empty(), "{headers:?}");
        for name in &set {
            headers.insert(name, HeaderValue::from_static("7"));
        }
        headers.append("baggage", HeaderValue::from_static("a=1"));
        headers.append("baggage", HeaderValue::from_static("b=2"));
    });
    let pipeline = Pipeline::start();
    buy(&client.build().unwrap()).await.unwrap();
    let heard = server.record().requests.pop().unwrap();
    let added: Vec<String> = lines(&heard).difference(&lines(&usual)).cloned().collect();
    assert_eq!(added, ["baggage: a=1", "baggage: b=2"]);
    assert!(lines(&usual).is_subset(&lines(&heard)));
    assert!(heard.header("host").unwrap().contains("127.0.0.1"));

    let attempt = &pipeline.named("POST /things")[0];
    let warned = attempt.events.iter().filter(|event| event.name.contains("it is ignored")).count();
    assert_eq!(
        warned,
        BTreeSet::from_iter(names.iter().map(HeaderName::as_str)).len(),
        "{:?}",
        attempt.events
    );
}
