//! Asking again until what became of a payment is decided.

use std::{future::Future, pin::pin, time::Duration};

use tokio::time::Instant;

use crate::{
    error::{Delivery, Error, ErrorKind},
    reply::outcome::HasOutcome,
    wait::{self, Cut, deadline},
};

/// How long [`settle`](crate::settle) waits before it asks a second time: a bank takes about that long.
pub const ASK_AGAIN: Duration = Duration::from_millis(500);

/// The longest that [`settle`](crate::settle) waits before it asks once more: longer would keep a buyer
/// waiting for what is decided already.
pub const ASK_AGAIN_AT_MOST: Duration = Duration::from_secs(5);

/// Asks until what became of a payment is decided, or `timeout` has passed.
///
/// For a call that ended indeterminate, and for one that is pending: `ask` makes a query, such as
/// [`get_charge`](crate::Client::get_charge), each time anew. It is asked at once, and then again after
/// [`ASK_AGAIN`](crate::reliability::ASK_AGAIN), twice that, and so on up to
/// [`ASK_AGAIN_AT_MOST`](crate::reliability::ASK_AGAIN_AT_MOST), each a little shortened at random, or after
/// as long as the service asks for.
///
/// The `transaction_id` that `get_charge` takes is in the reply to the charge. When that is lost, the notification
/// brings it, and without one [`cancel_charge`](crate::Client::cancel_charge) takes the operation number alone.
///
/// It is for charges. A cancellation that may have happened is not decided by this: the charge is authorised
/// until it is cancelled, so ask until its state says so. A refund has a state, and no outcome.
///
/// The reply is the first that [is settled](crate::Outcome::is_settled), or else the last one there was
/// when another wait would have taken longer than the time: look at its outcome.
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
/// An error that asking again won't change, at once. Otherwise, when there never was a reply in time, the
/// last error: [`ErrorKind::NotFound`] when the service knows of no such payment, or what
/// [is temporary](Error::is_temporary); [`ErrorKind::Timeout`] when it didn't answer at all.
pub async fn settle<R, F>(timeout: Duration, mut ask: impl FnMut() -> F) -> Result<R, Error>
where
    R: HasOutcome,
    F: Future<Output = Result<R, Error>>,
{
    let deadline = deadline(timeout);
    let mut last = Err(Error::noted(ErrorKind::Timeout, "there was no answer in the time for asking")
        .delivery_is(Delivery::MaybeSent)
        .temporary());
    let mut usual = ASK_AGAIN;
    loop {
        let answer = match wait::until(deadline, pin!(ask())).await {
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
        if let Err(cut) = wait::sleep(Instant::now() + wait).await {
            return cut_short(last, cut);
        }
        usual = usual.saturating_mul(2).min(ASK_AGAIN_AT_MOST);
    }
}

/// What is known when asking ends before its time, which a runtime that ends is the reason for; a reply
/// says more than that.
fn cut_short<R>(last: Result<R, Error>, cut: Cut) -> Result<R, Error> {
    if cut == Cut::Late { last } else { last.map_err(|_| cut.into()) }
}

/// Whether another answer could be different: what is not there yet may come, and what failed for a
/// while may work again.
fn may_change(error: &Error) -> bool {
    error.kind() == ErrorKind::NotFound || error.is_temporary()
}

/// At least half of it, so that many who wait for the same do not ask together.
fn jittered(wait: Duration) -> Duration {
    wait.mul_f64(0.5 + fastrand::f64() / 2.0)
}
