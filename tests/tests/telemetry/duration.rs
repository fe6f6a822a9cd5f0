//! The histogram of durations has a point for each set of attributes, and a value for each attempt.

use std::time::Instant;

use alignet_tests::synthetic::{buy, find};

use crate::{
    client,
    pipeline::{Pipeline, point},
    refusal, server,
};

#[tokio::test]
async fn each_attempt_is_measured_once_in_seconds() {
    let pipeline = Pipeline::start();
    let server = server().listening();
    let client = client(&server);
    let start = Instant::now();
    server.then(refusal(503));
    find(&client).await.unwrap();
    find(&client).await.unwrap();
    buy(&client).await.unwrap();
    let took = start.elapsed().as_secs_f64();

    let status = "http.response.status_code";
    let ok = [(status, 200.into())];
    let mut expected = vec![
        (point(&server, "GET", "/things/{thing}", &ok), 2),
        (point(&server, "GET", "/things/{thing}", &[(status, 503.into()), ("error.type", "503".into())]), 1),
        (point(&server, "POST", "/things", &ok), 1),
    ];
    let durations = pipeline.durations();
    for (attributes, count, sum) in &durations {
        let at = expected.iter().position(|point| *point == (attributes.clone(), *count));
        expected.remove(at.unwrap_or_else(|| panic!("unexpected: {count} of {attributes:?}")));
        assert!(*sum > 0.0, "{attributes:?}");
    }
    assert_eq!(expected, []);
    let sum: f64 = durations.iter().map(|(_, _, sum)| sum).sum();
    assert!(sum < took, "{sum} s of {took} s");
    // A measurement is not an event of a span.
    assert!(!format!("{:?}", pipeline.spans()).contains("histogram"));
}
