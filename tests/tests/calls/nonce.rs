//! Tests `create_nonce` end to end, against the sandbox over real HTTP, or under paused time.

use std::time::{self, Duration};

use alignet::{Delivery, ErrorKind, Json, reliability::TRAVEL_TIME};
use alignet_sandbox::{Fault, RedeemError, Sandbox};
use alignet_tests::{
    canned,
    clock::{MS, at, secs},
    local,
    wires::{Arriving, Wires, well},
};
use http::StatusCode;
use tokio::time::Instant;

#[tokio::test]
async fn a_nonce_can_be_redeemed_once() {
    let (sandbox, alignet) = local::start().await;
    let reply = alignet.create_nonce().send().await.unwrap();
    assert_eq!((reply.action.as_deref(), reply.success), (Some("create.nonce"), true));
    assert_eq!(reply.scope.as_deref(), Some("post:charges"));
    assert_eq!(reply.expires_in, Some(Duration::from_secs(30)));
    let status = reply.nonce_creation.unwrap().meta.unwrap().status.unwrap();
    assert_eq!(status.code.as_deref(), Some("00"));
    assert_eq!(status.message_ilgn[0].value.as_deref(), Some("Codigo Nonce creado"));

    let nonce = reply.nonce.expose().unwrap();
    assert_eq!(sandbox.redeem(&nonce), Ok(()));
    assert_eq!(sandbox.redeem(&nonce), Err(RedeemError::Used));
}

#[tokio::test]
async fn what_remains_is_what_was_granted_less_the_way_there_and_falls() {
    let (_sandbox, alignet) = local::start().await;
    let before = time::Instant::now();
    let nonce = alignet.create_nonce().send().await.unwrap().nonce;
    let first = nonce.remaining();
    let most = Duration::from_secs(30) - TRAVEL_TIME;
    assert!(first < most && first + before.elapsed() >= most, "{first:?}");
    while nonce.remaining() == first {
        assert!(before.elapsed() < Duration::from_secs(10), "time stands still at {first:?}");
    }
    assert!(nonce.remaining() < first);
}

#[tokio::test]
async fn a_nonce_without_time_left_to_travel_is_not_handed_out() {
    let (_sandbox, alignet) =
        local::start_with(Sandbox::builder().lifetime("create_nonce", TRAVEL_TIME)).await;
    let nonce = alignet.create_nonce().send().await.unwrap().nonce;
    assert!(nonce.is_expired());
    assert_eq!(nonce.remaining(), Duration::ZERO);
    let error = nonce.expose().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Expired);
    assert_eq!(error.to_string(), "the secret's life has ended: ask for another");
}

#[tokio::test]
async fn the_scope_of_a_nonce_can_be_set() {
    let (sandbox, alignet) = local::start().await;
    let reply = alignet.create_nonce().scope("post:charges  create:token").send().await.unwrap();
    assert_eq!(reply.scope.as_deref(), Some("post:charges create:token"));
    let sent = sandbox.requests().pop().unwrap();
    let body: Json = serde_json::from_slice(sent.expose_body()).unwrap();
    assert_eq!(body["scope"], "post:charges create:token");
}

#[tokio::test]
async fn meta_tells_what_surrounded_the_reply() {
    let (sandbox, alignet) = local::start().await;
    sandbox.fault("create_nonce", Fault::usual().header("X-Request-Id", "request 7")).unwrap();
    let response = alignet.create_nonce().send_with_meta().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(response.request_id(), Some("request 7"));
    assert!(response.reply().success);
    let nonce = response.into_inner().nonce.expose().unwrap();
    assert_eq!(sandbox.redeem(&nonce), Ok(()));

    assert_eq!(alignet.create_nonce().send_with_meta().await.unwrap().request_id(), None);
}

#[tokio::test]
async fn what_did_not_succeed_is_an_error_whatever_the_status() {
    let body = |success: Json, code: &str| {
        serde_json::json!({
            "action": "create.nonce",
            "success": success,
            "nonce": "a nonce that is none",
            "expires_in": 30,
            "nonce_creation": {"meta": {"status": {"code": code, "message_ilgn": [
                {"locale": "es_PE", "value": "No se pudo"},
                {"locale": "en_US", "value": "It could not be done"},
            ]}}},
        })
        .to_string()
    };
    let (sandbox, alignet) = local::start().await;
    use ErrorKind::{Api, Contradictory};
    for (success, code, kind) in [
        (Json::from(false), "01", Api),
        (Json::from("false"), "01", Api),
        (Json::from(false), "51", Api),
        (Json::from(false), "00", Contradictory),
        (Json::from(true), "01", Contradictory),
        (Json::from("true"), "99", Contradictory),
        (Json::from(true), "000", Contradictory),
    ] {
        let fault = Fault::usual().body(body(success.clone(), code));
        sandbox.fault("create_nonce", fault).unwrap();
        let calls = sandbox.calls("create_nonce");
        let error = alignet.create_nonce().send().await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (kind, Some(code)), "{success} {code}");
        let reply = error.reply().expect("a reply came");
        assert_eq!((&reply["success"], &reply["nonce"]), (&success, &Json::from("[redacted]")));
        assert_eq!(reply["nonce_creation"]["meta"]["status"]["code"], code);
        assert_eq!(error.delivery(), Delivery::Answered(StatusCode::OK));
        let messages: Vec<_> =
            error.messages().iter().map(|message| (&*message.locale, &*message.value)).collect();
        assert_eq!(messages, [("es_PE", "No se pudo"), ("en_US", "It could not be done")]);
        assert_eq!(sandbox.calls("create_nonce"), calls + 1, "asked again");
    }
    for success in [Json::from(true), Json::from("true")] {
        sandbox.fault("create_nonce", Fault::usual().body(body(success, "00"))).unwrap();
        alignet.create_nonce().send().await.unwrap();
    }
}

#[tokio::test]
async fn a_refusal_carries_what_the_service_says() {
    let (sandbox, alignet) = local::start().await;
    for (status, kind) in [
        (400, ErrorKind::Rejected),
        (403, ErrorKind::Forbidden),
        (404, ErrorKind::NotFound),
        (409, ErrorKind::Conflict),
        (422, ErrorKind::Rejected),
    ] {
        sandbox.fault("create_nonce", Fault::status(status)).unwrap();
        let error = alignet.create_nonce().send().await.unwrap_err();
        assert_eq!((error.kind(), error.status().unwrap().as_u16()), (kind, status));
        assert_eq!(error.code(), Some("01"));
        assert_eq!(error.messages()[0].value, "a fault was queued for this call");
    }
}

#[tokio::test(start_paused = true)]
async fn a_nonce_is_usable_until_two_seconds_before_its_end() {
    let wires = Wires::nonces(|_, _| Arriving::after(secs(3), canned::answer(200, canned::nonce("n", 30))));
    let (client, start) = (wires.client(), Instant::now());
    let [first, second] =
        [client.create_nonce().send().await.unwrap(), client.create_nonce().send().await.unwrap()];
    // The first request was sent at 0 s, the second at 3 s.
    at(start, secs(10)).await;
    assert!(first.nonce.remaining() <= secs(18) && first.nonce.remaining() > secs(17));
    assert!(second.nonce.remaining() <= secs(21) && second.nonce.remaining() > secs(20));

    at(start, secs(28)).await;
    assert!(first.nonce.remaining().is_zero() && first.nonce.is_expired());
    assert_eq!(first.nonce.expose().unwrap_err().kind(), ErrorKind::Expired);
    at(start, secs(31) - secs(1)).await;
    assert_eq!(second.nonce.expose().unwrap(), "n");
}

#[tokio::test(start_paused = true)]
async fn a_nonce_that_took_longer_than_it_lives_is_expired_on_arrival() {
    let wires =
        Wires::nonces(|_, _| Arriving::after(secs(3) - MS, canned::answer(200, canned::nonce("n", 4))));
    let reply = wires.client().create_nonce().send().await.unwrap();
    assert_eq!(reply.nonce.expose().unwrap_err().kind(), ErrorKind::Expired);
}

#[tokio::test(start_paused = true)]
async fn a_life_counts_from_the_attempt_that_succeeded() {
    let wires = Wires::nonces(|_, number| match number {
        1 => Arriving::never(),
        _ => Arriving::now(canned::answer(200, canned::nonce("n", 5))),
    });
    let reply = wires.client().create_nonce().send().await.unwrap();
    let sent = wires.sent("/nonce")[1].at;
    assert!(Instant::now() - wires.sent("/nonce")[0].at >= secs(4), "the first attempt had its time");
    at(sent, secs(2)).await;
    assert_eq!(reply.nonce.expose().unwrap(), "n");
}

#[tokio::test(start_paused = true)]
async fn no_nonce_is_kept_or_minted_ahead() {
    let wires = Wires::nonces(well);
    let client = wires.client();
    assert_eq!(wires.counts(), (0, 0), "nothing is sent before it is asked for");
    for number in 1..=3 {
        let reply = client.create_nonce().send().await.unwrap();
        assert_eq!(reply.nonce.expose().unwrap(), format!("nonce-{number}"));
        at(Instant::now(), secs(60)).await;
        assert_eq!(wires.counts(), (1, number));
    }
}
