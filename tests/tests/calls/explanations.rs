//! A status is known as soon as it is there: the explanation behind it holds nobody back for long.

use std::time::{Duration, Instant};

use alignet::{Client, Delivery, Error, ErrorKind, reliability::EXPLANATION_TIME};
use alignet_tests::{
    canned, local,
    script::{Gate, Reply, Script, Server, Step},
    synthetic::BuyThing,
};
use tokio::task::JoinSet;

/// The time that a call may take beyond the promised time on a busy machine.
const GRACE: Duration = Duration::from_secs(1);
/// The time of each call: far more than that of an explanation.
const TIME: Duration = Duration::from_secs(30);

/// Refuses everyone with this status, and lets the explanation stall.
fn stalling(status: u16) -> (Server, Client) {
    let server = Server::new(|_| Reply::new(200, canned::thing("thing"))).listening();
    let stall = move |reply: Reply| {
        let reply = reply.status(status);
        reply.framed(&format!("content-length: {}\r\n", reply.body.len() + 1), &reply.body)
    };
    server.then(Script::new([Step::Read, Step::alter(stall), Step::Hold]));
    let client = client(&server);
    (server, client)
}

fn client(server: &Server) -> Client {
    client_with(server, "token")
}

fn client_with(server: &Server, token: &str) -> Client {
    local::client_at(&server.origin()).bearer(token).build().unwrap()
}

async fn buy(client: &Client) -> Result<(), Error> {
    BuyThing::new(client).thing("1").pin("1234").timeout(TIME).send().await.map(drop)
}

#[tokio::test]
async fn a_status_is_not_held_back_by_an_explanation_that_stalls() {
    // Meanwhile a reply stalls for longer, and has all its time.
    let slow = Server::new(|_| Reply::new(200, canned::thing("thing"))).listening();
    let gate = Gate::new();
    let body = canned::thing("thing");
    let head =
        format!("HTTP/1.1 200 -\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len());
    let (first, rest) = body.split_at(body.len() / 2);
    slow.then(Script::new([
        Step::Read,
        Step::Write((head + first).into()),
        Step::Wait(gate.clone()),
        Step::Write(rest.to_owned().into()),
    ]));
    let patient = client(&slow);
    let patient = tokio::spawn(async move { buy(&patient).await });
    slow.until(|record| record.sent > 0).await;

    let start = Instant::now();
    let mut refusals = JoinSet::new();
    for (status, kind) in [
        (307, ErrorKind::Protocol),
        (400, ErrorKind::Rejected),
        (401, ErrorKind::Unauthorized),
        (403, ErrorKind::Forbidden),
        (404, ErrorKind::NotFound),
        (409, ErrorKind::Conflict),
        (429, ErrorKind::RateLimited),
        (500, ErrorKind::Server),
        (503, ErrorKind::Server),
        (999, ErrorKind::Protocol),
    ] {
        refusals.spawn(async move {
            let (_server, client) = stalling(status);
            let start = Instant::now();
            let error = buy(&client).await.unwrap_err();
            let status = http::StatusCode::from_u16(status).unwrap();
            assert_eq!((error.kind(), error.delivery()), (kind, Delivery::Answered(status)));
            assert!(!error.is_timeout() && error.code().is_none(), "{error}");
            start.elapsed()
        });
    }
    for took in refusals.join_all().await {
        assert!(took >= EXPLANATION_TIME && took < EXPLANATION_TIME + GRACE, "{took:?}");
    }
    assert!(start.elapsed() >= EXPLANATION_TIME && !patient.is_finished());
    gate.open();
    patient.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_message_that_nearly_repeats_the_token_over_and_over_costs_no_time() {
    // As long as replies and tokens may be.
    let (message, token) = ("t".repeat(1_000_000), format!("{}0", "t".repeat(8_000)));
    let status = |code: &str, message: &str| {
        let messages =
            serde_json::json!([{"locale": message, "value": message}, {"locale": "", "value": "no"}]);
        serde_json::json!({"success": false, "meta": {"status": {"code": code, "message_ilgn": messages}}})
    };
    for reply in [
        Reply::new(200, status("01", &message[..500_000]).to_string()),
        Reply::new(200, status(&message, "no").to_string()),
        Reply::new(400, status("01", &message[..7_000]).to_string()),
        Reply::new(400, "{}").header("x-request-id", &message[..200_000]),
        Reply::new(200, serde_json::json!({"success": true, (message.as_str()): true}).to_string()),
    ] {
        let server = Server::new(move |_| reply.clone()).listening();
        let client = client_with(&server, &token);
        let start = Instant::now();
        let error = buy(&client).await.unwrap_err();
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}: {error}", start.elapsed());
        assert!(error.to_string().len() < 2_000);
    }
}
