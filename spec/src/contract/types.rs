//! Declared types.

use crate::{contract::Field, source::Span};

/// A declared type.
#[derive(Debug, Clone)]
pub struct Type {
    /// The name, camel case.
    pub name: String,
    /// What it is.
    pub doc: String,
    /// What it consists of.
    pub kind: Kind,
    /// Which fields of an object tell what became of a payment.
    pub outcome: Option<Proof>,
    /// Whether a request holds it.
    pub in_request: bool,
    /// Whether a reply holds it.
    pub in_reply: bool,
    /// Where it was declared.
    pub span: Span,
    /// Whether what it consists of could not be read.
    pub(crate) lost: bool,
}

impl Type {
    /// The types that this one names, in a list or a map or not, as indices into
    /// [`Contract::types`](crate::contract::Contract::types).
    pub fn named(&self) -> Vec<usize> {
        match &self.kind {
            Kind::Object(fields) => fields.iter().filter_map(|field| field.shape.named()).collect(),
            Kind::Enumeration(_) => Vec::new(),
            Kind::Union(union) => union.variants.iter().map(|variant| variant.of).collect(),
        }
    }
}

/// What a type consists of.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A JSON object with these fields.
    Object(Vec<Field>),
    /// One of these strings.
    Enumeration(Vec<Value>),
    /// One of several objects, told apart by a tag.
    Union(Union),
}

/// One string of an enumeration.
#[derive(Debug, Clone)]
pub struct Value {
    /// The string on the wire.
    pub wire: String,
    /// The variant in Rust.
    pub name: String,
    /// What it means.
    pub doc: String,
    /// What it proves of a payment; either all values of an enumeration say so, or none does.
    pub outcome: Option<Outcome>,
    /// Where it was declared.
    pub span: Span,
}

/// What a value proves of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The funds are there.
    Authorised,
    /// It was authorised, and has been presented for clearing since.
    Cleared,
    /// It is not decided yet.
    Pending,
    /// It was authorised, and the authorisation was voided since.
    Reversed,
    /// The funds are not there, and won't be.
    Declined,
    /// It proves nothing.
    Unknown,
}

impl Outcome {
    /// Every outcome, in the order messages list them.
    pub const ALL: [Self; 6] =
        [Self::Authorised, Self::Cleared, Self::Pending, Self::Reversed, Self::Declined, Self::Unknown];

    /// The outcome as a contract spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Authorised => "authorised",
            Self::Cleared => "cleared",
            Self::Pending => "pending",
            Self::Reversed => "reversed",
            Self::Declined => "declined",
            Self::Unknown => "unknown",
        }
    }
}

/// Which fields of an object tell what became of a payment.
#[derive(Debug, Clone)]
pub struct Proof {
    /// The fields that must all be authorised, as indices into the object's; never empty in a checked
    /// contract.
    pub fields: Vec<usize>,
    /// The field that says why it was declined, an index into the object's.
    pub reason: Option<usize>,
    /// Where each of `fields` is named.
    pub(crate) spans: Vec<Span>,
    pub(crate) reason_span: Span,
}

/// One of several objects, told apart by a tag.
#[derive(Debug, Clone)]
pub struct Union {
    /// The field that holds the tag.
    pub tag: String,
    /// The field that holds the object; `None` when its fields stand beside the tag.
    pub content: Option<String>,
    /// Whether the content may be absent.
    pub content_optional: bool,
    /// The variants.
    pub variants: Vec<Variant>,
    pub(crate) content_span: Span,
}

/// One variant of a union.
#[derive(Debug, Clone)]
pub struct Variant {
    /// The tag on the wire.
    pub wire: String,
    /// The variant in Rust.
    pub name: String,
    /// What it means.
    pub doc: String,
    /// The type of its object, an index into [`Contract::types`](crate::contract::Contract::types).
    pub of: usize,
    /// Where it was declared.
    pub span: Span,
    pub(crate) of_span: Span,
}
