//! Queries a payment until its outcome is settled.

use std::{future::Future, pin::pin, time::Duration};

use tokio::time::Instant;

use crate::{
    deadline::{self, Cut},
    error::{Delivery, Error, ErrorKind},
    reply::outcome::HasOutcome,
};

/// The wait of [`settle`](crate::settle) before its second query. A bank takes about that long.
pub const ASK_AGAIN: Duration = Duration::from_millis(500);

/// The longest wait of [`settle`](crate::settle) between two queries. With a longer wait, a buyer would
/// wait for a payment that is decided already.
pub const ASK_AGAIN_AT_MOST: Duration = Duration::from_secs(5);

/// Queries a payment until its outcome is settled, or `timeout` has passed.
///
/// Use it after a charge that ended indeterminate or is pending. `ask` makes a new query each time, such as
/// [`get_charge`](crate::Client::get_charge). The first query starts at once. The waits between queries are
/// [`ASK_AGAIN`](crate::reliability::ASK_AGAIN), twice that, and so on up to
/// [`ASK_AGAIN_AT_MOST`](crate::reliability::ASK_AGAIN_AT_MOST), each shortened at random by up to half, or as
/// long as the service asks for, if that is longer.
///
/// `get_charge` takes the `transaction_id` from the reply to the charge. If that reply is lost, the notification
/// has the id. Without a notification, only [`cancel_charge`](crate::Client::cancel_charge) is left, which takes the operation
/// number alone and gives the order up: the buyer does not pay, even if the charge was authorised.
///
/// It is for charges. It does not settle a cancellation that may have happened: the charge is authorised until
/// it is cancelled, so query the charge until its state says so. A refund has a state, and no outcome.
///
/// Returns the first reply that [is settled](crate::Outcome::is_settled). If another wait would exceed
/// `timeout`, returns the last reply instead, so check its outcome.
///
/// ```no_run
/// # async fn run(alignet: alignet::Client, transaction_id: String) -> Result<(), alignet::Error> {
/// use std::time::Duration;
///
/// use alignet::Outcome;
///
/// let charge = || {
///     let call = alignet.get_charge().merchant_code("M1").merchant_operation_number("400100");
///     call.transaction_id(&transaction_id).send()
/// };
/// match alignet::settle(Duration::from_secs(60), charge).await?.outcome() {
///     Outcome::Authorised | Outcome::Cleared => { /* deliver */ }
///     Outcome::Reversed { .. } => { /* paid, and given back since */ }
///     Outcome::Declined { reason, .. } => println!("declined: {reason:?}"),
///     Outcome::Pending | Outcome::Unknown { .. } => { /* wait for the notification */ }
/// }
/// # Ok(()) }
/// ```
///
/// # Errors
///
/// Errors at once if another query would not change the error. Without any reply in time, returns the last
/// error: [`ErrorKind::NotFound`] if the service knows of no such payment, or an error that
/// [is temporary](Error::is_temporary); [`ErrorKind::Timeout`] if the service did not answer at all.
pub async fn settle<R, F>(timeout: Duration, mut ask: impl FnMut() -> F) -> Result<R, Error>
where
    R: HasOutcome,
    F: Future<Output = Result<R, Error>>,
{
    let deadline = deadline::after(timeout);
    let mut last = Err(Error::noted(ErrorKind::Timeout, "there was no answer in the time for asking")
        .delivery_is(Delivery::MaybeSent)
        .temporary());
    let mut usual = ASK_AGAIN;
    loop {
        let answer = match deadline::until(deadline, pin!(ask())).await {
            Ok(answer) => answer,
            Err(cut) => return cut_short(last, cut),
        };
        let wait = match &answer {
            Ok(reply) if reply.outcome().is_settled() => return answer,
            Err(error) if !may_change(error) => return answer,
            Ok(_) => jittered(usual),
            Err(error) => jittered(usual).max(error.retry_after().unwrap_or_default()),
        };
        // A reply says more than an error that came after it.
        if answer.is_ok() || last.is_err() {
            last = answer;
        }
        if wait >= deadline.saturating_duration_since(Instant::now()) {
            return last;
        }
        if let Err(cut) = deadline::sleep(Instant::now() + wait).await {
            return cut_short(last, cut);
        }
        usual = usual.saturating_mul(2).min(ASK_AGAIN_AT_MOST);
    }
}

/// Returns the last result if the time is over. If the runtime ends before that, returns the last reply, or
/// without a reply the error of the runtime's end.
fn cut_short<R>(last: Result<R, Error>, cut: Cut) -> Result<R, Error> {
    if cut == Cut::Late { last } else { last.map_err(|_| cut.into()) }
}

/// Returns true if another query could get another answer: a payment that is not found may appear, and a
/// temporary failure may end.
fn may_change(error: &Error) -> bool {
    error.kind() == ErrorKind::NotFound || error.is_temporary()
}

/// Shortens a wait at random by up to half, so that many callers do not query together.
fn jittered(wait: Duration) -> Duration {
    wait.mul_f64(0.5 + fastrand::f64() / 2.0)
}
