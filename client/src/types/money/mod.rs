//! Money: amounts, currencies, and both together. Values are exact: no fractions of minor units, no rounding.

mod amount;
mod arithmetic;
mod currency;
mod iso_4217;
mod json;

use std::{fmt, str::FromStr};

#[cfg(test)]
pub(crate) use self::iso_4217::ACTIVE;
pub use self::{amount::Amount, currency::Currency};
use crate::error::{Error, ErrorKind};

/// An amount with its currency.
///
/// It parses and displays sums as people write them, exactly, with the decimals of the currency. A sum that
/// does not fit is an error and is never rounded. Money of different currencies is never equal, and adding or
/// comparing it is an error.
///
/// ```
/// use alignet::{Amount, Currency, Money};
///
/// let price = Money::parse("150.00", Currency::PEN)?;
/// assert_eq!(price.amount(), Amount::from_minor(15000));
/// assert_eq!(price.to_string(), "150.00 PEN");
/// assert_eq!("150.00 PEN".parse::<Money>()?, price);
///
/// assert!(Money::parse("150.005", Currency::PEN).is_err());
/// let shipping = Money::parse("12.50", Currency::PEN)?;
/// let total = price.checked_mul(2)?.checked_add(shipping)?;
/// assert_eq!(total.to_string(), "312.50 PEN");
/// assert!(price.checked_cmp(total)?.is_lt());
/// assert!(Money::parse("150", Currency::CLP)?.checked_cmp(price).is_err());
/// # Ok::<(), alignet::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    amount: Amount,
    currency: Currency,
}

impl Money {
    /// Makes money of an amount and its currency.
    pub const fn new(amount: Amount, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// Parses a sum as people write it: digits, and after a point at most as many decimals as the
    /// currency has.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Value`] if the text is not such a sum, has more decimals, is more than an amount can be, or
    /// if the decimals of the currency are not known.
    pub fn parse(sum: &str, currency: Currency) -> Result<Self, Error> {
        let wrong = |note: String| Error::noted(ErrorKind::Value, note);
        let Some(places) = currency.decimals() else {
            return Err(wrong(format!(
                "how many decimals the currency {currency} has isn't known: make the amount of minor units, \
                 with `Amount::from_minor`"
            )));
        };
        let sample = Self::new(Amount::from_minor(150 * scale(places)), currency);
        let (whole, decimals) = sum.split_once('.').map_or((sum, None), |(whole, rest)| (whole, Some(rest)));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !decimals.is_none_or(digits) {
            return Err(wrong(format!(
                "a sum is digits, and a point before decimals, as `{}`: no sign, space or separator",
                sample.sum()
            )));
        }
        let (decimals, places) = (decimals.unwrap_or_default(), usize::from(places));
        if decimals.len() > places {
            let most = match places {
                0 => "no decimals".to_owned(),
                places => format!("{places} decimals"),
            };
            let sample = sample.sum();
            return Err(wrong(format!(
                "{currency} has {most}, so write `{sample}` rather than more: nothing is rounded"
            )));
        }
        let minor = format!("{whole}{decimals:0<places$}");
        let minor = minor.parse().map_err(|_| wrong(amount::TOO_LARGE.to_owned()))?;
        Ok(Self::new(Amount::from_minor(minor), currency))
    }

    /// Returns the amount.
    pub const fn amount(self) -> Amount {
        self.amount
    }

    /// Returns the currency.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Returns the sum as people write it, if the decimals are known.
    fn sum(self) -> String {
        let (minor, places) = (self.amount.minor(), self.currency.decimals().unwrap_or_default());
        let one = scale(places);
        let (whole, rest, places) = (minor / one, minor % one, usize::from(places));
        if places == 0 { whole.to_string() } else { format!("{whole}.{rest:0places$}") }
    }
}

/// Returns the minor units in one unit of a currency with these decimals. ISO 4217 has at most four.
fn scale(places: u8) -> u64 {
    10_u64.pow(u32::from(places))
}

/// Writes `150.00 PEN`, or `15000 minor units of 001` if the decimals of the currency are not known.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let currency = self.currency;
        let text = match currency.decimals() {
            Some(_) => format!("{} {currency}", self.sum()),
            None => format!("{} minor units of {currency}", self.amount.minor()),
        };
        // A precision would cut digits off.
        if f.precision().is_some() { f.write_str(&text) } else { f.pad(&text) }
    }
}

/// Parses `150.00 PEN`, or `150.00 604`.
impl FromStr for Money {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text.split_once(' ') {
            Some((sum, currency)) => Self::parse(sum, currency.parse()?),
            None => {
                let note = "money is a sum, one space, and its currency, as `150.00 PEN`";
                Err(Error::noted(ErrorKind::Value, note))
            }
        }
    }
}
