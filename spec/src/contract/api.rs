//! The settings that all endpoints share, and the environments.

use crate::{
    contract::Field,
    source::{Span, Spanned},
};

/// The settings that all endpoints share.
#[derive(Debug, Clone, Default)]
pub struct Api {
    /// The documentation of the API.
    pub doc: String,
    /// The endpoint that issues access tokens.
    pub bearer: Option<Bearer>,
    /// The hosts of an environment.
    pub origins: Vec<Documented>,
    /// The other values of an environment.
    pub environment: Vec<EnvironmentKey>,
    /// Headers sent with every call.
    pub header: Vec<Field>,
    /// True if it belongs to the shipped contract that this one extends.
    pub inherited: bool,
    /// The position of `[api]`.
    pub span: Span,
}

/// A name and its documentation.
#[derive(Debug, Clone)]
pub struct Documented {
    /// The name, snake case.
    pub name: String,
    /// The documentation.
    pub doc: String,
    /// The position of the declaration.
    pub span: Span,
}

/// A value that every environment has.
#[derive(Debug, Clone)]
pub struct EnvironmentKey {
    /// The name, snake case.
    pub name: String,
    /// The documentation.
    pub doc: String,
    /// The type of the value.
    pub holds: Holds,
    /// The position of the declaration.
    pub span: Span,
    /// True if the type of the value could not be read; false in a checked contract.
    pub lost: bool,
}

/// The type of a value of an environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// A string.
    String,
    /// One or more public keys that verify notifications.
    Keys,
}

impl Holds {
    /// Every type, in the order messages list them.
    pub const ALL: [Self; 2] = [Self::String, Self::Keys];

    /// Returns the type as a contract spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Keys => "keys",
        }
    }
}

/// The endpoint that issues access tokens, and the fields that matter for it.
#[derive(Debug, Clone)]
pub struct Bearer {
    /// The endpoint, an index into [`Contract::endpoints`](crate::contract::Contract::endpoints).
    pub endpoint: usize,
    /// The body field that takes the scopes, an index into [`Endpoint::body`](crate::contract::Endpoint::body).
    pub scope: usize,
    /// The reply field that holds the token, an index into the reply's fields.
    pub token: usize,
    /// The reply field that names the kind of token, an index into the reply's fields.
    pub kind: usize,
    /// The scopes that every token has, separated by spaces.
    pub always: Option<String>,
}

/// An environment: the complete set of values that differ between environments.
#[derive(Debug, Clone)]
pub struct Environment {
    /// The name, in capitals, as in `PREPROD`.
    pub name: String,
    /// The documentation.
    pub doc: String,
    /// The base URL of each of [`Api::origins`], in that order.
    pub origins: Vec<String>,
    /// The value of each of [`Api::environment`], in that order.
    pub values: Vec<EnvironmentValue>,
    /// The position of the declaration.
    pub span: Span,
    /// The position of each of [`origins`](Self::origins).
    pub origin_spans: Vec<Span>,
    /// The position of each of [`values`](Self::values).
    pub value_spans: Vec<Span>,
}

/// A value of an environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnvironmentValue {
    /// A string.
    String(String),
    /// Public keys, each an RSA key of 2048 bits as the Base64 of its `SubjectPublicKeyInfo`.
    Keys(Vec<Spanned<String>>),
}

impl EnvironmentValue {
    /// Returns the string, or `None` for keys.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            Self::Keys(_) => None,
        }
    }
}
