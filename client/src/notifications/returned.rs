//! Verifies returns: the signed forms that the buyer's browser posts.

use std::fmt;

use http::StatusCode;

use super::{
    Order, Return, Verifier, form,
    signature::{self, Refusal},
};
use crate::codegen::wire::read_reply;

impl Verifier {
    /// Reads a return from the body of the buyer's request, a form (`application/x-www-form-urlencoded`), byte for
    /// byte as it came.
    ///
    /// Checks in this order: the body has at most 64 KiB, and each of the two fields once; the signature has at most 512
    /// characters, which are the Base64 of 256 bytes, with padding and nothing around it; one of the environment's
    /// keys made that signature (RSA PKCS#1 v1.5 with SHA-512) of the Base64 text in the other field; that text is
    /// Base64 of the JSON of this return; it names this merchant, or one of these; it is about this order.
    ///
    /// In both fields, a space counts as a plus sign, because forms that were decoded twice have spaces in place of
    /// plus signs. The Base64 of the JSON may have either alphabet, with or without padding, and no line breaks.
    /// The signature covers this text as it is. Other fields of the form are ignored.
    ///
    /// The vendor's page says that the signature covers the value of `authorization_result`. No signed sample is
    /// published, so it has to be tried in pre-production. If the service signed the decoded JSON instead, every return
    /// would be refused here, and [`is_signed`](Self::is_signed) would accept that JSON. Nothing falls back to it.
    ///
    /// The result proves no funds; see [`Unconfirmed`]. The [module](super#the-return-of-the-buyer) shows a handler.
    ///
    /// # Errors
    ///
    /// Errors if a check fails. The error never says which. A `tracing` event names the check in its field `reason`:
    /// a warning if the service signed the form and it can't be read, or else at debug level.
    pub fn verify_return<R: Return>(
        &self,
        form: &[u8],
        order: &Order<'_>,
    ) -> Result<Unconfirmed<R>, InvalidReturn> {
        let [body, signature] = form::fields(form, [R::FORM, R::DESCRIPTION.signature])?;
        Ok(self.read_return(&body, &signature, order)?)
    }

    /// Reads a return as [`verify_return`](Self::verify_return) does, from the two fields of a form that was already
    /// decoded: `authorization_result` and `signature`.
    ///
    /// Some form decoders keep only one of two fields with the same name, which this can't detect.
    ///
    /// ```
    /// use alignet::{api::ChargeReturn, notifications::{InvalidReturn, Order, Verifier}};
    ///
    /// /// The state that the buyer's browser brought, to show and not to ship by.
    /// fn shown(verifier: &Verifier, fields: [&str; 2], order: &Order<'_>) -> Result<String, InvalidReturn> {
    ///     let returned = verifier.verify_return_fields::<ChargeReturn>(fields[0], fields[1], order)?;
    ///     Ok(returned.unconfirmed().transaction.state.to_string())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`verify_return`](Self::verify_return).
    pub fn verify_return_fields<R: Return>(
        &self,
        body: impl AsRef<[u8]>,
        signature: impl AsRef<[u8]>,
        order: &Order<'_>,
    ) -> Result<Unconfirmed<R>, InvalidReturn> {
        Ok(self.read_return(body.as_ref(), signature.as_ref(), order)?)
    }

    fn read_return<R: Return>(
        &self,
        body: &[u8],
        signature: &[u8],
        order: &Order<'_>,
    ) -> Result<Unconfirmed<R>, Refusal> {
        signature::sizes(body, signature)?;
        let (body, signature) = (form::repaired(body), form::repaired(signature));
        signature::verify(self.keys(&R::DESCRIPTION), &body, &signature)?;
        let json = form::base64(&body).ok_or(Refusal::Unreadable("base64"))?;
        let content = signature::content(&R::DESCRIPTION, self.merchants(), &json)?;
        let (returned, unread) = read_reply(&json).map_err(|_| Refusal::Unreadable("fields"))?;
        if !order.is_of(&content) {
            return Err(Refusal::Refused("order"));
        }
        if !unread.is_empty() {
            tracing::debug!(unread = unread.join(", "), "fields of a return could not be read");
        }
        Ok(Unconfirmed { returned, unread })
    }
}

/// A verified return, which proves no funds.
///
/// The service signed it, and it is about the order. But it came from a browser, which can post it again at any time:
/// it carries neither a time nor a number that is used once. The payment may have been reversed since, and an
/// attempt that failed may have been followed by one that succeeded. So use it to choose the page that the buyer
/// sees, and never to ship an order: confirm it by the notification, or query it with `get_charge`.
///
/// It has no `outcome()` of its own, so that no code takes it for a proof by accident. This does not compile:
///
/// ```compile_fail,E0599
/// use alignet::{api::ChargeReturn, notifications::Unconfirmed};
///
/// fn is_paid(returned: &Unconfirmed<ChargeReturn>) -> bool {
///     returned.outcome().is_paid()
/// }
/// ```
///
/// Nor does this, because [`HasOutcome`](crate::HasOutcome) is for proofs:
///
/// ```compile_fail,E0277
/// use alignet::{HasOutcome, api::ChargeReturn};
///
/// fn is_paid(returned: &ChargeReturn) -> bool {
///     fn ship(payment: &impl HasOutcome) -> bool {
///         payment.outcome().is_paid()
///     }
///     ship(returned)
/// }
/// ```
///
/// A test gets one from a form that the sandbox signed (`redirect_return`). The service has to be asked:
///
/// ```
/// use alignet::{Client, Error, api::ChargeReturn, notifications::Unconfirmed};
///
/// /// Asks the service what the browser's return is worth.
/// async fn is_paid(alignet: &Client, returned: &Unconfirmed<ChargeReturn>) -> Result<bool, Error> {
///     let returned = returned.unconfirmed();
///     // The reply to the charge has it too.
///     let Some(transaction_id) = &returned.transaction.transaction_id else { return Ok(false) };
///     let query = alignet
///         .get_charge()
///         .merchant_code(&returned.merchant_code)
///         .merchant_operation_number(&returned.merchant_operation_number)
///         .transaction_id(transaction_id);
///     Ok(query.send().await?.outcome().is_paid())
/// }
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use = "it has to be confirmed"]
pub struct Unconfirmed<R> {
    returned: R,
    unread: Vec<String>,
}

impl<R> Unconfirmed<R> {
    /// The return, for everything but proof: its `outcome()` says what to show the buyer.
    pub fn unconfirmed(&self) -> &R {
        &self.returned
    }

    /// The return, as [`unconfirmed`](Self::unconfirmed).
    pub fn into_unconfirmed(self) -> R {
        self.returned
    }

    /// The paths of the fields whose type differs from the contract. These fields only inform, so each is read as
    /// absent.
    pub fn unread(&self) -> &[String] {
        &self.unread
    }
}

/// The error of a request that is no return of a buyer to this order, for any reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidReturn(());

impl InvalidReturn {
    /// The status to answer with: 400, for every reason. The answer goes to a person's browser, so a page that says
    /// that the payment is being checked serves as well.
    pub fn status(self) -> StatusCode {
        StatusCode::BAD_REQUEST
    }
}

/// Logs the reason, and drops it. A form that the service signed and that can't be read is a warning.
impl From<Refusal> for InvalidReturn {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Refused(reason) => tracing::debug!(reason, "a return is refused"),
            Refusal::Unreadable(reason) => tracing::warn!(reason, "a signed return can't be read"),
        }
        Self(())
    }
}

impl fmt::Display for InvalidReturn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request is no return of a buyer to this order")
    }
}

impl std::error::Error for InvalidReturn {}
