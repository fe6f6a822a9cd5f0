//! A call is a span with a CLIENT span for each attempt in it.

use alignet_tests::synthetic::{Colour, FindThing, SortThing, ThingSort, Wood};
use opentelemetry::trace::{SpanId, SpanKind};
use tracing::Instrument as _;

use crate::{
    client,
    pipeline::{Pipeline, all, attempt, failed, inside, unfailed},
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
    assert_eq!(all(&call.attributes), [("operation".to_owned(), "find_thing".into())].into());
    unfailed(call);
    inside(call, shop);
    assert_eq!(shop.parent_span_id, SpanId::INVALID);
    assert!(second.start_time >= first.end_time && call.end_time >= second.end_time);
    // The name was sent.
    assert!(server.record().requests[0].path().contains("Quispe"));
    assert!(!format!("{:?}", pipeline.spans()).contains("Quispe"));
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
    for value in ["Quispe", "1234", "RED", "loud", "98765", "pin-4455", "Bearer"] {
        assert!(!seen.contains(value), "{value}: {seen}");
    }
}
