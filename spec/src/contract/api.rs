//! What all endpoints share, and the environments.

use crate::{
    contract::Field,
    source::{Span, Spanned},
};

/// What all endpoints share.
#[derive(Debug, Clone, Default)]
pub struct Api {
    /// What the API is.
    pub doc: String,
    /// Which endpoint mints the access token.
    pub bearer: Option<Bearer>,
    /// The hosts an environment has.
    pub origins: Vec<Documented>,
    /// What else an environment holds.
    pub environment: Vec<EnvironmentKey>,
    /// Headers sent with every call.
    pub header: Vec<Field>,
    /// Where `[api]` stands.
    pub span: Span,
}

/// A name and what it means.
#[derive(Debug, Clone)]
pub struct Documented {
    /// The name, snake case.
    pub name: String,
    /// What it means.
    pub doc: String,
    /// Where it was declared.
    pub span: Span,
}

/// A value that every environment has.
#[derive(Debug, Clone)]
pub struct EnvironmentKey {
    /// The name, snake case.
    pub name: String,
    /// What it means.
    pub doc: String,
    /// What its value is.
    pub holds: Holds,
    /// Where it was declared.
    pub span: Span,
    /// Whether what it holds could not be read.
    pub(crate) lost: bool,
}

/// What a value of an environment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// A string.
    String,
    /// One or more public keys that verify notifications.
    Keys,
}

impl Holds {
    /// Everything a value can be, in the order messages list it.
    pub const ALL: [Self; 2] = [Self::String, Self::Keys];

    /// The word of a contract for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Keys => "keys",
        }
    }
}

/// The endpoint that mints the access token, and which of its fields matter for that.
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
}

/// One environment: every value that differs between them, as one record.
#[derive(Debug, Clone)]
pub struct Environment {
    /// The name, in capitals, as in `PREPROD`.
    pub name: String,
    /// What it is for.
    pub doc: String,
    /// The base URL of each of [`Api::origins`], in that order.
    pub origins: Vec<String>,
    /// The value of each of [`Api::environment`], in that order.
    pub values: Vec<EnvironmentValue>,
    /// Where it was declared.
    pub span: Span,
    pub(crate) origin_spans: Vec<Span>,
    pub(crate) value_spans: Vec<Span>,
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
    /// The string, where it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            Self::Keys(_) => None,
        }
    }
}
