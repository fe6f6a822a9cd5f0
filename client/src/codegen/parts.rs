//! The parts of an endpoint's data.

use std::any::TypeId;

use crate::{auth::flight::Fetching, config::client::Client, types::names::names};

/// A field that callers do not set: its name on the wire, and the source of its value.
pub type Fixed = (&'static str, Source);

/// The body of a success, and its HTTP status unless the body proves the success.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// A JSON object with `success`.
    Object,
    /// No body.
    Nothing(u16),
    /// A JSON list.
    List(u16),
    /// Bytes of this media type.
    Document(u16, &'static str),
}

/// Returns the id of a type. The id itself is no constant in Rust 1.85.
pub type TypeOf = fn() -> TypeId;

/// The repeat class of a call: the effect of repeating it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Repeat {
    /// The call only reads. Any number of calls has the effect of one call.
    Safe,
    /// Each call creates something new that costs nothing.
    Harmless,
    /// The call may move money, once for each key: the service knows a repetition by the key that it carries.
    Keyed,
    /// The call may move money twice, so it is never sent again if it may have been received.
    Never,
}

names!(Repeat, "the class" { Safe => "safe", Harmless => "harmless", Keyed => "keyed", Never => "never" });

impl Repeat {
    /// Returns true if a call may move money, so that it matters if a failed one was carried out.
    pub(crate) fn is_costly(self) -> bool {
        matches!(self, Self::Keyed | Self::Never)
    }
}

/// Fetches a token with these scopes.
pub type FetchToken = fn(Client, &'static str) -> Fetching;

/// The access token that a call carries.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bearer {
    /// The scopes that it must have, separated by spaces.
    pub(crate) scopes: &'static str,
    /// The function that fetches it.
    pub(crate) fetch: FetchToken,
}

/// The source of a value that callers do not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A text of the contract.
    Text(&'static str),
    /// A decimal number of the contract, as JSON spells it.
    Decimal(&'static str),
    /// An integer of the contract.
    Integer(i64),
    /// A boolean of the contract.
    Boolean(bool),
    /// A value of the environment, by its index.
    Environment(usize),
    /// The client id of the credentials.
    ClientId,
    /// The client secret of the credentials.
    ClientSecret,
}

/// The states of the parts of a call.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(not(feature = "journal"), allow(dead_code))]
pub(crate) struct PartStates {
    /// The path of the reply.
    pub(crate) state: &'static str,
    /// The states in which a part is carried out.
    pub(crate) made: &'static [&'static str],
    /// The states in which a part is declined.
    pub(crate) declined: &'static [&'static str],
}
