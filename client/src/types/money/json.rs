//! Money as JSON, spelt as in the objects of the service.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Amount, Currency, Money};
use crate::codegen::wire::{Object, Plain, Writer, read, write};

impl Object for Money {
    const NAMES: &'static [&'static str] = &["amount", "currency"];

    fn fields<W: Writer>(&self, writer: W) -> W::Done {
        writer.write(Self::NAMES, (Plain(&self.amount), Plain(&self.currency)))
    }
}

/// Writes `{"amount":"15000","currency":"604"}`: the amount in minor units, as [`Amount`] does, and the number of the
/// currency, as [`Currency`] does. So each amount is exact, also in a currency whose decimals are not known.
impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (Plain(amount), Plain(currency)): (Plain<Amount>, Plain<Currency>) =
            read(deserializer, Self::NAMES)?;
        Ok(Self::new(amount, currency))
    }
}
