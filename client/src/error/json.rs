//! The parts of an error as JSON, to be kept with a call: kind, delivery and messages.

use std::fmt;

use http::StatusCode;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, MapAccess, Visitor},
};

use super::{Delivery, ErrorKind, Message};
use crate::{
    codegen::wire::{Object, Plain, Writer, read, write},
    types::names::names,
};

names!(ErrorKind, "the kind" {
    Config => "config",
    Request => "request",
    Connect => "connect",
    Transport => "transport",
    Timeout => "timeout",
    Protocol => "protocol",
    TooLarge => "too_large",
    Decode => "decode",
    Api => "api",
    Contradictory => "contradictory",
    Rejected => "rejected",
    Unauthorized => "unauthorized",
    Forbidden => "forbidden",
    NotFound => "not_found",
    Conflict => "conflict",
    RateLimited => "rate_limited",
    Server => "server",
    Journal => "journal",
    Expired => "expired",
    Value => "value",
});

const NOT_SENT: &str = "not_sent";
const MAYBE_SENT: &str = "maybe_sent";
const ANSWERED: &str = "answered";

/// Writes `"not_sent"`, `"maybe_sent"`, or `{"answered": 503}`.
impl Serialize for Delivery {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::NotSent => serializer.serialize_str(NOT_SENT),
            Self::MaybeSent => serializer.serialize_str(MAYBE_SENT),
            Self::Answered(status) => serializer.collect_map([(ANSWERED, status.as_u16())]),
        }
    }
}

impl<'de> Deserialize<'de> for Delivery {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DeliveryVisitor)
    }
}

struct DeliveryVisitor;

impl<'de> Visitor<'de> for DeliveryVisitor {
    type Value = Delivery;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{NOT_SENT}`, `{MAYBE_SENT}`, or a status below `{ANSWERED}`")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Delivery, E> {
        match text {
            NOT_SENT => Ok(Delivery::NotSent),
            MAYBE_SENT => Ok(Delivery::MaybeSent),
            _ => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Delivery, A::Error> {
        match map.next_entry::<String, u16>()? {
            Some((key, status)) if key == ANSWERED => StatusCode::from_u16(status)
                .map(Delivery::Answered)
                .map_err(|_| de::Error::invalid_value(de::Unexpected::Unsigned(status.into()), &self)),
            _ => Err(de::Error::missing_field(ANSWERED)),
        }
    }
}

impl Object for Message {
    const NAMES: &'static [&'static str] = &["locale", "value"];

    fn fields<W: Writer>(&self, writer: W) -> W::Done {
        writer.write(Self::NAMES, (Plain(&self.locale), Plain(&self.value)))
    }
}

impl Serialize for Message {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Message {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (Plain(locale), Plain(value)) = read(deserializer, Self::NAMES)?;
        Ok(Self { locale, value })
    }
}
