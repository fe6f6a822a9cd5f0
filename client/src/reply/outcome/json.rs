//! Outcomes as JSON, to be kept with an order.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Outcome;
use crate::codegen::wire::{Object, Optional, Plain, Writer, read, write};

impl Outcome {
    /// The name of the outcome, and its state and its reason as far as it has them.
    fn parts(&self) -> (&'static str, Option<&String>, Option<&String>) {
        match self {
            Self::Authorised => ("authorised", None, None),
            Self::Cleared => ("cleared", None, None),
            Self::Pending => ("pending", None, None),
            Self::Reversed { state, reason } => ("reversed", Some(state), reason.as_ref()),
            Self::Declined { state, reason } => ("declined", Some(state), reason.as_ref()),
            Self::Unknown { state } => ("unknown", state.as_ref(), None),
        }
    }
}

impl Object for Outcome {
    const NAMES: &'static [&'static str] = &["outcome", "state", "reason"];

    fn fields<W: Writer>(&self, writer: W) -> W::Done {
        let (name, state, reason) = self.parts();
        writer.write(Self::NAMES, (Plain(&name), (Optional(Plain(&state)), Optional(Plain(&reason)))))
    }
}

/// Writes `{"outcome":"authorised"}`, or `{"outcome":"declined","state":"DENEGADO","reason":"…"}`.
impl Serialize for Outcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Outcome {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        type Parts = (Plain<String>, (Optional<Plain<Option<String>>>, Optional<Plain<Option<String>>>));
        let (Plain(name), (Optional(Plain(state)), Optional(Plain(reason)))): Parts =
            read(deserializer, Self::NAMES)?;
        let of_state = |state: Option<String>| state.ok_or_else(|| de::Error::missing_field("state"));
        match name.as_str() {
            "authorised" => Ok(Self::Authorised),
            "cleared" => Ok(Self::Cleared),
            "pending" => Ok(Self::Pending),
            "reversed" => Ok(Self::Reversed { state: of_state(state)?, reason }),
            "declined" => Ok(Self::Declined { state: of_state(state)?, reason }),
            "unknown" => Ok(Self::Unknown { state }),
            _ => Err(de::Error::custom("not one of the outcomes")),
        }
    }
}
