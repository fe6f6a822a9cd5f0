//! The primitive types of the contract language, with their rules and their JSON. Their Rust is in
//! `macros/src/expand/primitive.rs`.

mod calendar;

use serde_json::{Value as Json, json};

use crate::{
    json::{digits, exact},
    literal::Literal,
    suggestion,
};

macro_rules! primitives {
    ($($(#[$doc:meta])* $name:ident = $word:literal: [$($served:ident),*],)*) => {
        /// A type with a word in the contract language: any JSON, or a single value.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Primitive { $($(#[$doc])* $name,)* }

        impl Primitive {
            /// Every primitive type, in the order messages list them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Returns the type as a contract spells it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// Returns true if values of the type serve this use.
            pub(crate) fn serves(self, one: Use) -> bool {
                let uses: &[Use] = match self { $(Self::$name => &[$(Use::$served),*],)* };
                uses.contains(&one)
            }
        }
    };
}

// Each type with its word and its uses.
primitives! {
    /// A JSON string.
    String = "string": [Reference, Identity, BesideBody, Open],
    /// A JSON string that must not be exposed by accident.
    Secret = "secret": [BesideBody],
    /// Scopes, separated by spaces in one JSON string.
    Scopes = "scopes": [BesideBody, Open],
    /// A JSON integer.
    Integer = "integer": [Reference, Identity, BesideBody, Open],
    /// An integer, received as a number or as a string of digits, and sent as a string.
    Numeric = "numeric": [Reference, BesideBody, Open],
    /// An amount of money in minor units of its currency, in digits; received as a string or as a number, and
    /// sent as a string.
    Amount = "amount": [BesideBody, Open],
    /// A decimal number with all its digits; received as a number or as a string, and sent as a number.
    Decimal = "decimal": [BesideBody, Open],
    /// A currency by its number in ISO 4217, three digits in a string.
    Currency = "currency": [BesideBody, Open],
    /// A day of the calendar, `YYYY-MM-DD` in a string.
    Date = "date": [Identity, BesideBody],
    /// A moment with its offset from UTC, in a string by RFC 3339.
    DateTime = "date-time": [BesideBody],
    /// A duration in whole seconds, as a number or as a string of digits.
    Seconds = "seconds": [BesideBody],
    /// `true` or `false`.
    Boolean = "boolean": [Identity, BesideBody],
    /// A truth value, as a boolean or as `"true"` or `"false"`.
    Flag = "flag": [BesideBody],
    /// Any JSON.
    Json = "json": [Open],
}

/// A use of values, which not every type serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// The reference of a call: it is one line, and names one thing.
    Reference,
    /// A part of the identity of a notification: it has a single notation in JSON.
    Identity,
    /// Text in a path, a query or a header.
    BesideBody,
    /// Anything, shown to anybody: it may hold a secret.
    Open,
}

/// The origin of JSON, which decides how strictly it is validated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// A request. It is closed: unknown fields, values and tags are mistakes.
    Request,
    /// A reply. It is open: unknown fields, values and tags are accepted.
    Reply,
}

/// The notation in which a client compares a value of a reply with the sent one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    /// Text, which is equal byte for byte.
    Text,
    /// A number, or a string of its digits.
    Number,
}

impl Primitive {
    /// Lists the types for which a condition holds, for a message.
    pub(crate) fn list(holds: impl Fn(Self) -> bool) -> String {
        let held = Self::ALL.iter().filter(|primitive| holds(**primitive));
        suggestion::list(&held.map(|primitive| primitive.as_str()).collect::<Vec<_>>())
    }

    /// Returns the expected values, for a message, if JSON is not one of them.
    pub(crate) fn mismatch(self, json: &Json, side: Side) -> Option<&'static str> {
        let text = json.as_str();
        let (fits, expected) = match self {
            Self::String | Self::Secret => (text.is_some(), "a string"),
            Self::Scopes => {
                (text.is_some_and(|text| !text.trim().is_empty()), "a string of one or more scopes")
            }
            Self::Integer => (json.is_i64(), "an integer of at most 64 bits"),
            Self::Numeric => (digits::number(json).is_some(), "an integer, as a number or as a string"),
            Self::Amount => match side {
                Side::Request => (
                    text.is_some_and(digits::spell_amount),
                    "minor units as a string of digits, such as `\"15000\"` for 150.00",
                ),
                Side::Reply => (digits::is_amount(json), "minor units in digits, as a string or as a number"),
            },
            Self::Decimal => {
                let digits = exact::digits(json);
                let digits = digits.as_deref().or(text.filter(|_| side == Side::Reply));
                (digits.is_some_and(digits::spell_decimal), "a number of at most 38 digits, such as `150.00`")
            }
            Self::Currency => (
                text.is_some_and(digits::spell_currency),
                "a currency's three digits as a string, such as `\"604\"`",
            ),
            Self::Date => {
                (text.is_some_and(calendar::is_date), "a date as a string, such as `\"2026-01-31\"`")
            }
            Self::DateTime => (
                text.is_some_and(calendar::is_date_time),
                "a date-time with its offset as a string, such as `\"2026-01-31T09:30:00-05:00\"`",
            ),
            Self::Seconds => {
                (digits::is_lifetime(json), "one or more whole seconds, as a number or as a string")
            }
            Self::Boolean => (json.is_boolean(), "`true` or `false`"),
            Self::Flag => {
                let fits = json.is_boolean() || matches!(text, Some("true" | "false"));
                (fits, "`true` or `false`, as a boolean or as a string")
            }
            Self::Json => (true, "any JSON"),
        };
        (!fits).then_some(expected)
    }

    /// Returns the JSON of a value that is given as text. A type with two spellings has the one in a string
    /// if `textual`. Text that is no value of the type stays a string.
    pub fn json(self, text: &str, textual: bool) -> Json {
        let number = || text.parse::<i64>().ok().map(Json::from);
        let truth = || text.parse::<bool>().ok().map(Json::from);
        let parsed = match self {
            Self::Integer => number(),
            Self::Boolean => truth(),
            Self::Decimal => Some(exact::number(text)),
            Self::Numeric | Self::Seconds => number().filter(|_| !textual),
            Self::Flag => truth().filter(|_| !textual),
            Self::String | Self::Secret | Self::Scopes | Self::Amount | Self::Currency => None,
            Self::Date | Self::DateTime | Self::Json => None,
        };
        parsed.unwrap_or_else(|| Json::from(text))
    }

    /// Returns a plausible value.
    pub fn example(self) -> Json {
        match self {
            Self::String | Self::Secret | Self::Scopes => Json::from("example"),
            Self::Integer => Json::from(1),
            Self::Numeric => Json::from("1"),
            Self::Amount => Json::from("15000"),
            Self::Decimal => exact::number("150.00"),
            Self::Currency => Json::from("604"),
            Self::Date => Json::from("2026-01-31"),
            Self::DateTime => Json::from("2026-01-31T09:30:00-05:00"),
            Self::Seconds => Json::from(60),
            Self::Boolean | Self::Flag => Json::from(true),
            Self::Json => json!({}),
        }
    }

    /// Returns the notation in which values are compared; `None` if they can't be.
    pub fn notation(self) -> Option<Notation> {
        match self {
            Self::String | Self::Currency | Self::Date => Some(Notation::Text),
            Self::Integer | Self::Numeric | Self::Amount => Some(Notation::Number),
            // A service may write another number of zeros, an exponent, or another offset.
            Self::Secret | Self::Scopes | Self::Decimal | Self::DateTime => None,
            Self::Seconds | Self::Boolean | Self::Flag | Self::Json => None,
        }
    }

    /// Returns true if a `const` or a `default` of the type can be this literal.
    pub(crate) fn takes(self, literal: &Literal) -> bool {
        match (self, literal) {
            (Self::String | Self::Scopes, Literal::String(_)) => true,
            (Self::Integer, Literal::Integer(_)) | (Self::Boolean, Literal::Boolean(_)) => true,
            (Self::Seconds, Literal::Integer(seconds)) => *seconds > 0,
            (Self::Amount, Literal::String(text)) => digits::spell_amount(text),
            (Self::Decimal, Literal::Integer(_)) => true,
            (Self::Decimal, Literal::String(text)) => digits::spell_decimal(text),
            (Self::Date, Literal::String(text)) => calendar::is_date(text),
            (Self::DateTime, Literal::String(text)) => calendar::is_date_time(text),
            (Self::Currency, Literal::String(text)) => digits::spell_currency(text),
            _ => false,
        }
    }

    /// Returns the help for a literal that the type does not take; `None` if it takes no literal at all.
    pub(crate) fn literals(self) -> Option<&'static str> {
        Some(match self {
            Self::String => "write a string, in quotes",
            Self::Scopes => "write scopes in one string, separated by spaces",
            Self::Integer => "write an integer, without quotes",
            Self::Amount => "write minor units, digits in quotes, such as `\"15000\"` for 150.00",
            Self::Decimal => "write a number in quotes, which keep its digits, such as `\"150.00\"`",
            Self::Date => "write a date in quotes, such as `\"2026-01-31\"`",
            Self::DateTime => {
                "write a date-time with its offset in quotes, such as `\"2026-01-31T09:30:00-05:00\"`"
            }
            Self::Currency => "write its number in ISO 4217, three digits in quotes, such as `\"604\"`",
            Self::Seconds => "write one or more whole seconds, without quotes",
            Self::Boolean => "write `true` or `false`, without quotes",
            Self::Secret | Self::Numeric | Self::Flag | Self::Json => return None,
        })
    }

    /// Returns the types to write in a request, for a type that has two spellings and is therefore only received.
    pub(crate) fn instead_in_requests(self) -> Option<&'static str> {
        match self {
            Self::Flag => {
                Some("write `boolean`, or an enumeration of `true` and `false` where the wire wants strings")
            }
            Self::Seconds => Some("write `integer`, or `numeric` where the wire wants a string of digits"),
            Self::String | Self::Secret | Self::Scopes | Self::Integer | Self::Numeric => None,
            Self::Amount | Self::Decimal | Self::Currency | Self::Date | Self::DateTime => None,
            Self::Boolean | Self::Json => None,
        }
    }
}
