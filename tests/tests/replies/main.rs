//! Tests replies in all their variations: about another request, incomplete, of other types and values, with the states that
//! come after authorisation, and failures with further fields.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod binding;
mod failures;
mod life;
mod outcome;
mod variations;
mod wrong_values;

use alignet::{Client, Error, Json, api};
use alignet_sandbox::Contract;
use alignet_tests::{
    canned::{self, Canned},
    charges,
};

const MERCHANT: &str = "M1";
const NUMBER: &str = "400100";
const ID: &str = "tx8r2k0001";

/// The reply in the contract's example, for this merchant.
fn example(endpoint: &str) -> Json {
    let contract = Contract::shipped().unwrap();
    let one = contract.endpoints.iter().find(|one| one.name == endpoint).unwrap();
    let reply = one.example.reply.as_ref().unwrap().value.replace("your_merchant_code", MERCHANT);
    reply.parse().unwrap()
}

/// A client of a service that answers every call with this reply.
fn answering(status: u16, reply: &impl ToString) -> Client {
    let reply = reply.to_string();
    Canned::new(move |request| match request.uri().path() {
        "/token" => canned::answer(200, canned::token("bearer", 3_600)),
        _ => canned::answer(status, reply.clone()),
    })
    .client()
}

async fn charge(
    status: u16,
    reply: &impl ToString,
) -> Result<alignet::Response<api::AuthorizeChargeReply>, Error> {
    let alignet = answering(status, reply);
    let call = alignet.authorize_charge().merchant_code(MERCHANT).merchant_operation_number(NUMBER);
    let method = api::PaymentMethod::Card(charges::card());
    call.payment_method(method).payment_details(charges::details(15_000)).send_with_meta().await
}

async fn query(reply: &Json) -> Result<api::ChargeReply, Error> {
    let alignet = answering(200, reply);
    let call = alignet.get_charge().merchant_code(MERCHANT).merchant_operation_number(NUMBER);
    call.transaction_id(ID).send().await
}

async fn cancel(reply: &Json) -> Result<api::CancellationReply, Error> {
    let alignet = answering(200, reply);
    alignet.cancel_charge().merchant_code(MERCHANT).merchant_operation_number(NUMBER).send().await
}

async fn refunds(reply: &Json) -> Result<api::RefundsReply, Error> {
    let alignet = answering(200, reply);
    alignet.get_refund().merchant_code(MERCHANT).merchant_operation_number(NUMBER).send().await
}

async fn refund(reply: &Json) -> Result<api::RefundsReply, Error> {
    let alignet = answering(200, reply);
    let order = api::RefundOrder::builder().type_(api::RefundType::Total).merchant_operation_number(NUMBER);
    let order = order.refund_amount(alignet::Amount::from_minor(15_000)).build();
    alignet.create_refund().merchant_code(MERCHANT).operations(vec![order]).send().await
}

/// The reply with another value of a field.
fn with(reply: &Json, place: &str, value: impl Into<Json>) -> Json {
    let mut reply = reply.clone();
    *reply.pointer_mut(place).unwrap_or_else(|| panic!("there is no {place}")) = value.into();
    reply
}

/// The reply without a field.
fn without(reply: &Json, place: &str) -> Json {
    let mut reply = reply.clone();
    let (parent, key) = place.rsplit_once('/').unwrap();
    reply.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(key).unwrap();
    reply
}
