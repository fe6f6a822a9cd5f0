//! Arithmetic and comparison that can't go wrong unnoticed: no overflow, no negative amount, no two currencies.

use std::cmp::Ordering;

use super::{Amount, Currency, Money, amount::TOO_LARGE};
use crate::error::{Error, ErrorKind};

impl Amount {
    /// Adds an amount of the same currency.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Value`] if the sum is more than an amount can be.
    pub fn checked_add(self, other: Self) -> Result<Self, Error> {
        in_range(self.minor().checked_add(other.minor()), TOO_LARGE)
    }

    /// Subtracts an amount of the same currency.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Value`] if the other amount is larger: no amount is negative.
    pub fn checked_sub(self, other: Self) -> Result<Self, Error> {
        in_range(self.minor().checked_sub(other.minor()), "the difference is negative, and no amount is")
    }

    /// Multiplies the amount, as by a number of pieces.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Value`] if the product is more than an amount can be.
    pub fn checked_mul(self, count: u64) -> Result<Self, Error> {
        in_range(self.minor().checked_mul(count), TOO_LARGE)
    }
}

impl Money {
    /// Adds money of the same currency.
    ///
    /// ```
    /// use alignet::{Amount, Currency, Error, Money};
    ///
    /// fn total(prices: &[Money], currency: Currency) -> Result<Money, Error> {
    ///     let none = Money::new(Amount::from_minor(0), currency);
    ///     prices.iter().try_fold(none, |total, price| total.checked_add(*price))
    /// }
    ///
    /// let prices = [Money::parse("150.00", Currency::PEN)?, Money::parse("12.50", Currency::PEN)?];
    /// assert_eq!(total(&prices, Currency::PEN)?.to_string(), "162.50 PEN");
    /// assert!(total(&prices, Currency::USD).is_err());
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Value`] if the currencies differ, or the sum is more than an amount can be.
    pub fn checked_add(self, other: Self) -> Result<Self, Error> {
        let currency = self.currency_with(other)?;
        Ok(Self::new(self.amount().checked_add(other.amount())?, currency))
    }

    /// Subtracts money of the same currency.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Value`] if the currencies differ, or the other amount is larger: no amount is negative.
    pub fn checked_sub(self, other: Self) -> Result<Self, Error> {
        let currency = self.currency_with(other)?;
        Ok(Self::new(self.amount().checked_sub(other.amount())?, currency))
    }

    /// Multiplies the amount, as by a number of pieces.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Value`] if the product is more than an amount can be.
    pub fn checked_mul(self, count: u64) -> Result<Self, Error> {
        Ok(Self::new(self.amount().checked_mul(count)?, self.currency()))
    }

    /// Compares the amounts of money of the same currency.
    ///
    /// There is no `<` or `>=`: between two currencies both would be false, so that `paid < due` would let money of
    /// another currency pass as enough.
    ///
    /// ```
    /// use alignet::{Currency, Error, Money};
    ///
    /// fn is_enough(paid: Money, due: Money) -> Result<bool, Error> {
    ///     Ok(paid.checked_cmp(due)?.is_ge())
    /// }
    ///
    /// let due = Money::parse("150.00", Currency::PEN)?;
    /// assert!(is_enough(Money::parse("150.00", Currency::PEN)?, due)?);
    /// assert!(is_enough(Money::parse("150.00", Currency::USD)?, due).is_err());
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Value`] if the currencies differ.
    pub fn checked_cmp(self, other: Self) -> Result<Ordering, Error> {
        self.currency_with(other).map(|_| self.amount().cmp(&other.amount()))
    }

    /// Returns the currency of both.
    fn currency_with(self, other: Self) -> Result<Currency, Error> {
        let (currency, others) = (self.currency(), other.currency());
        if currency == others {
            return Ok(currency);
        }
        let note = format!("{currency} and {others} are two currencies: convert one sum first");
        Err(Error::noted(ErrorKind::Value, note))
    }
}

fn in_range(minor: Option<u64>, otherwise: &'static str) -> Result<Amount, Error> {
    minor.map(Amount::from_minor).ok_or_else(|| Error::noted(ErrorKind::Value, otherwise))
}
