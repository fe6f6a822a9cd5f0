//! Tests that the service's other public products are an extension of the contract, and need no Rust:
//! `tests/other_products`, which says what the service has not published about them.

mod api {
    alignet::client!("other_products");
}

use alignet::{Amount, Currency, api::PaymentMethod};
use alignet_sandbox::{LoggedCall, Sandbox};
use alignet_tests::{charges, local};
use api::*;

const VERSION: &str = "1618440906";

fn last(sandbox: &Sandbox) -> LoggedCall {
    sandbox.requests().pop().unwrap()
}

/// Asserts that the last call was this one, once, with the version of these products.
fn assert_called(sandbox: &Sandbox, operation: &str) {
    let sent = last(sandbox);
    assert_eq!((sent.operation(), sandbox.calls(operation)), (Some(operation), 1));
    assert_eq!(sent.expose_header("alg-api-version"), Some(VERSION));
}

#[tokio::test]
async fn a_refresh_token_is_revoked_without_an_access_token() {
    let (sandbox, alignet) = local::start_serving("other_products").await;
    let reply = RevokeToken::new(&alignet).refresh_token("rt-9").send().await.unwrap();
    assert!(reply.success);
    assert_called(&sandbox, "revoke_token");
    assert_eq!((sandbox.calls("create_token"), last(&sandbox).expose_header("authorization")), (0, None));
}

#[tokio::test]
async fn a_card_becomes_a_token_that_is_charged_and_deleted() {
    let (sandbox, alignet) = local::start_serving("other_products").await;
    let holder = TokenHolder::builder()
        .first_name("Rosa")
        .last_name("Flores")
        .email_address("rosa@example.com")
        .identity_document_country("PE")
        .identity_document_type(TokenDocument::Dni)
        .identity_document_identifier("12345678");
    let user = TokenUser::builder().user_id("user-1").build();
    let meta =
        TokenRequestMeta::builder().internal_operation_number("700123").additional_fields(user).build();
    let made = CreateCardToken::new(&alignet)
        .card(Card::builder().pan("4474118355632240").expiry_date("0328").security_code("111").build())
        .card_holder(holder.build())
        .transaction(TokenRequest::builder().meta(meta).build())
        .send()
        .await
        .unwrap();
    assert_called(&sandbox, "create_card_token");
    let token = made.token.as_ref().unwrap().expose();

    let meta = TokenChargeMeta::builder().internal_operation_number("700124").build();
    let money =
        TokenCharge::builder().currency(Currency::PEN).amount(Amount::from_minor(2500)).meta(meta).build();
    let method = TokenMethod::builder().token(ChargedToken::builder().id(token).build()).build();
    let call = ChargeCardToken::new(&alignet).channel(TokenChannel::TokenOnly).payment_method(method);
    call.transaction(money).send().await.unwrap();
    assert_called(&sandbox, "charge_card_token");

    let call = DeleteCardToken::new(&alignet).token(token).alg_internal_operation_number("700125");
    assert_eq!(call.send().await.unwrap().action.as_deref(), Some("destroy-token"));
    assert_called(&sandbox, "delete_card_token");
}

#[tokio::test]
async fn the_instalments_of_an_issuer_are_listed() {
    let (sandbox, alignet) = local::start_serving("other_products").await;
    let reply = GetInstallments::new(&alignet).bin("447411").currency(Currency::PEN).send().await.unwrap();
    let share = reply.installments[0].share.as_ref().unwrap();
    assert_eq!(share.label.as_deref(), Some("3 cuotas"));
    assert_called(&sandbox, "get_installments");
}

#[tokio::test]
async fn the_version_tells_two_calls_of_one_path_apart() {
    let (sandbox, alignet) = local::start_serving("other_products").await;
    let call = alignet.authorize_charge().merchant_code("M1").merchant_operation_number("700124");
    let method = PaymentMethod::Yape(charges::wallet());
    call.payment_details(charges::details(2500)).payment_method(method).send().await.unwrap();
    assert_eq!(last(&sandbox).operation(), Some("authorize_charge"));
    assert_ne!(last(&sandbox).expose_header("alg-api-version"), Some(VERSION));
    assert_eq!(sandbox.calls("charge_card_token"), 0);
}
