//! Tests many callers of a service that refuses every request.

use std::time::Instant;

use alignet::ErrorKind;
use alignet_tests::{local, report::report, service::Service};

use crate::CALLERS;

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_is_not_made_worse() {
    let (service, start) = (Service::start(), Instant::now());
    let client = service.client();
    service.refuse(500);
    for outcome in local::callers(&client, CALLERS).await.join_all().await {
        assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Server);
    }
    let (tokens, requests) = service.counts();
    report(format!(
        "{CALLERS} callers of a service that answers 500: {requests} requests, {tokens} token request, {:.1?}",
        start.elapsed()
    ));
    assert_eq!(tokens, 1);
    assert!((CALLERS..=CALLERS + 10).contains(&requests), "{requests}");

    // After the outage, calls succeed again.
    service.refuse(0);
    for outcome in local::callers(&client, CALLERS).await.join_all().await {
        outcome.unwrap();
    }
}
