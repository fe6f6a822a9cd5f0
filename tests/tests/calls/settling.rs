//! Tests the indeterminate failure of a call that must not be repeated: the error, or the warning if the call
//! was dropped, has the reference of the request and names the query that settles it.

use std::time::Duration;

use alignet::{Amount, Client, Error, ErrorKind, Outcome, api::PaymentMethod, transport::TransportError};
use alignet_sandbox::Fault;
use alignet_tests::{
    canary::Capture,
    canned::{self, Canned},
    charges, local,
    wires::{Arriving, Wires, well},
};
use tokio::task::yield_now;

mod trinkets {
    alignet::client!("../spec/tests/accepted/settling");
}

use trinkets::{
    MakeTrinkets, NoteTrinket, TrinketCard, TrinketOrder, TrinketWallet, TrinketWay, UndoTrinket,
};

/// A client whose requests are sent and whose answers are lost.
fn lossy() -> Client {
    answering(|| Err(TransportError::maybe_sent("the line went dead")))
}

fn answering(answer: impl Fn() -> canned::Answer + Send + Sync + 'static) -> Client {
    let canned = Canned::new(move |request| match request.uri().path() {
        "/token" => canned::answer(200, canned::token("the.access-token", 86400)),
        _ => answer(),
    });
    canned.client()
}

fn order(number: &str, way: TrinketWay, parts: Vec<TrinketOrder>) -> TrinketOrder {
    TrinketOrder::builder().number(number.to_owned()).way(way).parts(parts).build()
}

fn card(pan: &str) -> TrinketWay {
    TrinketWay::Card(TrinketCard::builder().pan(pan).expiry_date("1230").build())
}

fn wallet(otp: &str) -> TrinketWay {
    TrinketWay::Wallet(TrinketWallet::builder().otp(Some(otp.into())).owner("Rosa").build())
}

fn known_by(error: &Error) -> Option<&str> {
    assert!(error.is_indeterminate(), "{error}");
    assert_eq!(error.settled_by(), Some("get_trinket"));
    error.reference()
}

#[tokio::test]
async fn the_reference_is_found_wherever_the_request_has_it() {
    let alignet = lossy();
    let path = UndoTrinket::new(&alignet).shop("S 1").number(-7).note("number=8").send().await.unwrap_err();
    assert_eq!(known_by(&path), Some("-7"));

    let query = NoteTrinket::new(&alignet).number("a/b &=% ñ").note("n").send().await.unwrap_err();
    assert_eq!(known_by(&query), Some("a/b &=% ñ"));

    let inner = vec![order("P\"2", wallet("123456"), vec![])];
    let orders = vec![order("P1", card("4111111111111111"), inner), order("P3", card("5"), vec![])];
    let body = MakeTrinkets::new(&alignet).shop("S1").orders(orders).send().await.unwrap_err();
    let mut found: Vec<&str> = known_by(&body).unwrap().split(", ").collect();
    found.sort_unstable();
    assert_eq!(found, ["P\"2", "P1", "P3"]);

    let none = MakeTrinkets::new(&alignet).shop("S1").orders(vec![]).send().await.unwrap_err();
    assert_eq!(known_by(&none), None);
}

#[tokio::test]
async fn a_reference_is_one_line_of_sane_length_and_no_secret() {
    let alignet = lossy();
    for (number, shown) in [
        ("7\n8".to_owned(), "7\u{fffd}8".to_owned()),
        ("7".repeat(600), "7".repeat(500)),
        // A caller may use a card's number as the reference.
        ("4111111111111111".to_owned(), "[redacted]".to_owned()),
        ("P4111111111111111".to_owned(), "P[redacted]".to_owned()),
        ("1230".to_owned(), "[redacted]".to_owned()),
        ("client-secret".to_owned(), "[redacted]".to_owned()),
    ] {
        let orders = vec![order(&number, card("4111111111111111"), vec![])];
        let error = MakeTrinkets::new(&alignet).shop("S1").orders(orders).send().await.unwrap_err();
        assert_eq!(known_by(&error), Some(shown.as_str()));
    }
}

#[tokio::test]
async fn an_error_says_in_one_line_how_to_settle_it() {
    let undo = |alignet: &Client| UndoTrinket::new(alignet).shop("S1").number(7);
    let error = undo(&lossy()).send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "undo_trinket: the connection failed (maybe sent): the line went dead; it may have happened: query \
         before sending it again, by `get_trinket` of 7"
    );
    assert!(format!("{error:?}").contains("reference: \"7\""), "{error:?}");

    let wrong = answering(|| canned::answer(200, r#"{"success": true, "meta": {"status": {}}}"#));
    let error = undo(&wrong).send().await.unwrap_err();
    assert_eq!((error.kind(), known_by(&error)), (ErrorKind::Decode, Some("7")));
}

#[tokio::test]
async fn what_is_settled_needs_no_settling() {
    let refused = r#"{"success": false, "meta": {"status": {"code": "01", "message_ilgn": []}}}"#;
    for (status, body) in [(200, refused), (400, "{}"), (401, "{}"), (404, "{}"), (429, "{}")] {
        let alignet = answering(move || canned::answer(status, body));
        let error = UndoTrinket::new(&alignet).shop("S1").number(7).send().await.unwrap_err();
        let says = (error.is_indeterminate(), error.settled_by(), error.reference());
        assert_eq!(says, (false, None, None), "{error}");
    }
    // After a conflict the record exists, perhaps from an earlier attempt, so the error names its query.
    let alignet = answering(|| canned::answer(409, "{}"));
    let error = UndoTrinket::new(&alignet).shop("S1").number(7).send().await.unwrap_err();
    let says = (error.is_indeterminate(), error.settled_by(), error.reference());
    assert_eq!(says, (false, Some("get_trinket"), Some("7")), "{error}");
    let alignet = answering(|| Err(TransportError::not_sent("nobody is there")));
    let error = UndoTrinket::new(&alignet).shop("S1").number(7).send().await.unwrap_err();
    assert_eq!((error.settled_by(), error.reference()), (None, None));
}

/// Tests the shipped calls, over a real connection that is cut.
#[tokio::test]
async fn a_lost_charge_is_known_by_its_operation_number() {
    let (sandbox, alignet) = local::start().await;
    for status in [None, Some(500)] {
        let fault = || status.map_or_else(Fault::cut, Fault::status);
        sandbox.fault("cancel_charge", fault()).unwrap();
        let call = alignet.cancel_charge().merchant_code("M1").merchant_operation_number("400100");
        let error = call.send().await.unwrap_err();
        assert!(error.is_indeterminate());
        assert_eq!((error.settled_by(), error.reference()), (Some("get_charge"), Some("400100")));

        sandbox.fault("create_refund", fault()).unwrap();
        let orders = ["400100", "400101"].map(|number| {
            let order = alignet::api::RefundOrder::builder().type_(alignet::api::RefundType::Total);
            order.merchant_operation_number(number).refund_amount(REFUNDED).build()
        });
        let call = alignet.create_refund().merchant_code("M1").operations(orders.to_vec());
        let error = call.send().await.unwrap_err();
        assert_eq!((error.settled_by(), error.reference()), (Some("list_refunds"), Some("400100, 400101")));
    }
    // Each call was sent once.
    assert_eq!((sandbox.calls("cancel_charge"), sandbox.calls("create_refund")), (2, 2));
}

const REFUNDED: Amount = Amount::from_minor(15_000);

/// Tests `settle`: it queries until the service states that the charge is paid.
#[tokio::test]
async fn a_pending_charge_is_asked_for_until_it_is_paid() {
    let (sandbox, alignet) = local::start().await;
    let call = alignet.authorize_charge().merchant_code("M1").merchant_operation_number("400100");
    let call = call.payment_method(PaymentMethod::Yape(charges::wallet()));
    // The sandbox keeps a charge of this amount pending until the next query.
    let made = call.payment_details(charges::details(10_052)).send().await.unwrap();
    assert_eq!(made.outcome(), Outcome::Pending);

    sandbox.fault("get_charge", Fault::status(404)).unwrap();
    let id = made.transaction.transaction_id.unwrap();
    let charge = || {
        let call = alignet.get_charge().merchant_code("M1").merchant_operation_number("400100");
        call.transaction_id(&id).send()
    };
    let found = alignet::settle(Duration::from_secs(60), charge).await.unwrap();
    assert_eq!((found.outcome(), sandbox.calls("get_charge")), (Outcome::Authorised, 2));
}

#[tokio::test]
async fn a_call_that_nobody_waits_for_any_more_leaves_a_warning() {
    let capture = Capture::start();
    let wires = Wires::new(|sent, number| match sent.path.as_str() {
        "/token" => well(sent, number),
        _ => Arriving::never(),
    });
    let orders = vec![order("P-400100", card("4111111111111111"), vec![])];
    let mut call = Box::pin(MakeTrinkets::new(&wires.client()).shop("S1").orders(orders).send());
    while wires.sent("/shops/S1/trinkets").is_empty() {
        tokio::select! {
            biased;
            result = &mut call => panic!("{result:?}"),
            () = yield_now() => {}
        }
    }
    drop(call);
    let logged = capture.text();
    let warning = logged
        .lines()
        .find(|line| line.contains("dropped under way") && line.contains("make_trinkets"))
        .unwrap();
    for said in ["WARN", "make_trinkets", "reference=\"P-400100\"", "settled_by=\"get_trinket\""] {
        assert!(warning.contains(said), "{said}: {warning}");
    }
    assert!(!logged.contains("4111111111111111"));
}
