//! The checkout: charges an order with a new operation number, unless an earlier attempt may still become a payment.

use std::sync::Arc;

use alignet::{
    Client, Error,
    api::{AuthorizeChargeReply, PaymentMethod},
    journal::State,
};
use alignet_tests::charges;

use super::{backend::Backend, journal::entry_of, shopper::Shown};
use crate::{
    bugs::Bug,
    world::{MERCHANT, World},
};

/// The next step of an order.
enum Next {
    Charge(String),
    Paid,
    /// An attempt is under way or with a person.
    Wait,
}

/// Handles the request of a shopper to pay an order.
pub(crate) async fn checkout(backend: Arc<Backend>, order: u64) -> Shown {
    let bug = backend.bug;
    let next = backend.process.run("checkout begun", move |world| next(world, order, bug)).await;
    let number = match next {
        Ok(Next::Charge(number)) => number,
        Ok(Next::Paid) => return Shown::Paid,
        Ok(Next::Wait) | Err(_) => return Shown::Unclear,
    };
    let charged = charge(&backend.client, &number).await;
    match charged {
        Ok(reply) if reply.outcome().is_paid() => {
            backend.process.world.told_paid().insert(number.clone());
            let paid = number.clone();
            // If this fails, the recovery's round ships it: the journal has the payment.
            let _ = backend.process.run("shipped at the checkout", move |world| world.paid(&paid)).await;
            Shown::Paid
        }
        Ok(reply) if reply.outcome().is_settled() => Shown::Declined,
        Ok(_) => Shown::Unclear,
        Err(error) => {
            backend.process.note("charge failed", &format!("{number}: {error}"));
            Shown::Unclear
        }
    }
}

/// Decides on the next step of an order, in a transaction.
fn next(world: &World, order: u64, bug: Option<Bug>) -> Next {
    let mut orders = world.store.orders();
    let order_row = orders.entry(order).or_default();
    if order_row.shipped.is_some() {
        return Next::Paid;
    }
    if let Some(latest) = order_row.attempts.last() {
        let state = entry_of(world, latest).map(|entry| entry.state);
        let another = match state {
            // Nobody sent it yet, or it may be sent again. If two processes do, one finds that it is used.
            None | Some(State::NotMade) => return Next::Charge(latest.clone()),
            Some(State::Declined) => true,
            Some(_) => bug == Some(Bug::NewAttemptWhileUndecided),
        };
        if !another {
            return Next::Wait;
        }
    }
    if order_row.attempts.len() == MOST_ATTEMPTS {
        return Next::Wait;
    }
    let number = format!("{order}{}", order_row.attempts.len());
    world.note("shop", "new attempt", &number);
    order_row.attempts.push(number.clone());
    Next::Charge(number)
}

impl World {
    /// Ships the order of a payment of which the journal or a buyer was told, and remembers which payment it was.
    pub(crate) fn paid(&self, number: &str) {
        if self.store.ship(number) {
            self.note("shop", "shipped", number);
        }
    }
}

/// Charges an operation number.
pub(crate) async fn charge(client: &Client, number: &str) -> Result<AuthorizeChargeReply, Error> {
    let method = PaymentMethod::Yape(charges::wallet());
    let call = client.authorize_charge().merchant_code(MERCHANT).merchant_operation_number(number);
    call.payment_method(method).payment_details(charges::details(15_000)).send().await
}

/// An operation number has one digit for the attempt.
const MOST_ATTEMPTS: usize = 10;
