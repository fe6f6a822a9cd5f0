//! The merchant's own record of an order, which a return must be about.

use super::signature::Content;
use crate::{
    reply::scan::Found,
    types::money::{Amount, Currency, Money},
};

/// The merchant's own record of an order, to compare a return with.
///
/// Take every value from that record, and none from the form:
///
/// ```
/// use alignet::{Currency, Money, notifications::Order};
///
/// let order = Order {
///     merchant_code: "your_merchant_code",
///     merchant_operation_number: "700100",
///     money: Money::parse("100.52", Currency::PEN)?,
/// };
/// # let _ = order;
/// # Ok::<(), alignet::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order<'o> {
    /// The code of the merchant that charged it.
    pub merchant_code: &'o str,
    /// The operation number of the charge.
    pub merchant_operation_number: &'o str,
    /// The sum of the charge.
    pub money: Money,
}

impl Order<'_> {
    /// Returns true if a return is about this order: merchant and operation number are equal byte for byte, and
    /// the sum is equal as a number.
    pub(super) fn is_of(&self, content: &Content) -> bool {
        let [number, amount, currency, ..] = &content.identity[..] else { return false };
        let money = Option::zip(parsed::<Amount>(amount), parsed::<Currency>(currency));
        content.merchant == self.merchant_code
            && *number == Found::Text(self.merchant_operation_number.to_owned())
            && money.is_some_and(|(amount, currency)| Money::new(amount, currency) == self.money)
    }
}

fn parsed<T: std::str::FromStr>(found: &Found) -> Option<T> {
    match found {
        Found::Text(text) | Found::Integer(text) => text.parse().ok(),
        _ => None,
    }
}
