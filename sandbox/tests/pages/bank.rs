//! The page of the bank: what it shows, and what it offers once the payment is decided.

use alignet_sandbox::Sandbox;
use serde_json::{Value as Json, json};

use crate::support::{
    Reply, Request,
    flex::{card, form, pay, payload, start},
    sample,
};

/// Begins a payment by a form, and returns the path of the bank's page.
async fn begun(sandbox: &Sandbox, name: &str, details: Json) -> String {
    let form = form(sandbox, payload()).await;
    let (_, reply) = pay(sandbox, &form, name, details).await;
    let id = reply["transaction"]["transaction_id"].as_str().unwrap();
    format!("/_sandbox/continue/charge/{id}")
}

async fn get(sandbox: &Sandbox, page: &str) -> String {
    text(&Request::new("GET", page).send(sandbox.addr()).await.unwrap())
}

async fn decide(sandbox: &Sandbox, page: &str, event: &str) -> Reply {
    Request::new("POST", page).with_body(format!("event={event}")).send(sandbox.addr()).await.unwrap()
}

fn text(reply: &Reply) -> String {
    String::from_utf8(reply.body.clone()).unwrap()
}

/// Checks a page that offers no decision any more, and the way back to the shop.
fn is_decided(page: &str, said: &str) {
    assert!(page.contains(said), "{page}");
    assert!(!page.contains("name=\"event\""), "{page}");
    assert!(page.contains("action=\"https://shop.example.com/back\""), "{page}");
    assert!(page.contains("name=\"authorization_result\"") && page.contains("name=\"signature\""), "{page}");
    assert!(page.contains("<button>Return to the shop</button>") && !page.contains("return.js"), "{page}");
}

#[tokio::test]
async fn every_value_of_the_page_has_a_name() {
    let sandbox = start(Sandbox::builder()).await;
    let page = begun(&sandbox, "CARD", card("4000000000000002")).await;
    let page = get(&sandbox, &page).await;
    assert!(page.contains("<dt>amount</dt><dd>15000</dd>"), "{page}");
    assert!(!page.contains("<dt></dt>"), "{page}");
}

#[tokio::test]
async fn after_a_decision_the_page_says_it_and_leads_back() {
    let sandbox = start(Sandbox::builder()).await;
    let page = begun(&sandbox, "CARD", card("4000000000000002")).await;
    assert!(get(&sandbox, &page).await.contains("<button name=\"event\" value=\"approve\">"));
    let first = decide(&sandbox, &page, "approve").await;
    assert!(first.status == 200 && text(&first).contains("return.js"), "returns by itself");
    is_decided(&get(&sandbox, &page).await, "<strong>approve</strong>: The buyer pays.");
    // A page that a browser kept still has its buttons.
    for event in ["approve", "refuse"] {
        let again = decide(&sandbox, &page, event).await;
        assert_eq!(again.status, 409);
        is_decided(&text(&again), "<strong>approve</strong>: The buyer pays.");
    }
    assert_eq!(decide(&sandbox, &page, "settle").await.status, 400, "no decision of the buyer");
}

#[tokio::test]
async fn after_a_day_or_a_cancellation_there_is_nothing_to_decide() {
    let sandbox = start(Sandbox::builder()).await;
    let page = begun(&sandbox, "BANK_TRANSFER", json!({})).await;
    let mut cancel = sample::request(&sandbox, "cancel_charge").await;
    cancel.target = "/charges/4201/700100".to_owned();
    assert_eq!(cancel.send(sandbox.addr()).await.unwrap().status, 200);
    is_decided(&get(&sandbox, &page).await, "<strong>cancel_charge</strong>");

    let sandbox = start(Sandbox::builder()).await;
    let page = begun(&sandbox, "CUOTEALO", json!({})).await;
    sandbox.advance(std::time::Duration::from_secs(86_400));
    is_decided(&get(&sandbox, &page).await, "<strong>expire</strong>");
    is_decided(&text(&decide(&sandbox, &page, "approve").await), "<strong>expire</strong>");
}

#[tokio::test]
async fn the_service_s_test_data_is_a_button() {
    for (name, data) in [
        (
            "BANK_TRANSFER",
            &[
                ("approve", "card, key and document 123456, token 123456"),
                ("refuse", "card, key and document 123456, token 222222"),
            ][..],
        ),
        ("CUOTEALO", &[("approve", "DNI 46699676, card 4557885801589196, key 111111")]),
        ("QR", &[]),
    ] {
        let sandbox = start(Sandbox::builder()).await;
        let page = begun(&sandbox, name, json!({})).await;
        let page = get(&sandbox, &page).await;
        for (event, text) in data {
            let button = format!("<button name=\"event\" value=\"{event}\">{text}</button>");
            assert!(page.contains(&button), "{name}: {page}");
        }
        assert_eq!(page.contains("Test data of the service"), !data.is_empty(), "{name}");
    }
}
