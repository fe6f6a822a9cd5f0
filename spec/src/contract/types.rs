//! Declared types.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};

use crate::{
    contract::{Contract, Field, Shape},
    source::Span,
};

/// A declared type.
#[derive(Debug, Clone)]
pub struct Type {
    /// The name, camel case.
    pub name: String,
    /// The documentation.
    pub doc: String,
    /// The structure of the type.
    pub kind: Kind,
    /// True if the values of an enumeration are integers on the wire.
    pub integer: bool,
    /// The fields of an object that determine the outcome of a payment.
    pub outcome: Option<Proof>,
    /// The type whose values become values of this object, which has all of its fields.
    pub from: Option<Conversion>,
    /// True for an object that a script in a page of the merchant reads.
    pub browser: bool,
    /// True if a request or a page uses the type.
    pub in_request: bool,
    /// True if a reply or a notification uses the type.
    pub in_reply: bool,
    /// True if it belongs to the shipped contract that this one extends.
    pub inherited: bool,
    /// The declaration that makes the type.
    pub origin: Origin,
    /// The position of the declaration.
    pub span: Span,
    /// True if the structure could not be read; false in a checked contract.
    pub lost: bool,
}

impl Type {
    /// Returns the JSON of an enumeration's value, listed or not. Text that is no value stays a string.
    pub fn json(&self, text: &str) -> Json {
        text.parse::<i64>().ok().filter(|_| self.integer).map_or_else(|| Json::from(text), Json::from)
    }

    /// Returns the fields of an object; empty for other types.
    pub fn fields(&self) -> &[Field] {
        match &self.kind {
            Kind::Object(fields) => fields,
            Kind::Enumeration(_) | Kind::Union(_) => &[],
        }
    }

    /// Returns the types that this one refers to, directly or in a list or a map, as indices into
    /// [`Contract::types`](crate::contract::Contract::types).
    pub fn named(&self) -> Vec<usize> {
        match &self.kind {
            Kind::Object(fields) => fields.iter().filter_map(|field| field.shape.named()).collect(),
            Kind::Enumeration(_) => Vec::new(),
            Kind::Union(union) => union.variants.iter().map(|variant| variant.of).collect(),
        }
    }
}

impl Contract {
    /// Returns the objects that scripts in pages read, as indices into [`Contract::types`].
    pub fn for_browsers(&self) -> impl Iterator<Item = usize> {
        self.types.iter().enumerate().filter(|(_, one)| one.browser).map(|(index, _)| index)
    }

    /// Returns true if values of one declared type become values of another.
    pub fn converts(&self, from: &Shape, to: &Shape) -> bool {
        let (Shape::Named(from), Shape::Named(to)) = (from, to) else { return false };
        self.types.get(*to).and_then(|one| one.from).is_some_and(|one| one.of == *from)
    }
}

/// Returns these types and every type that they lead to, directly or through others.
pub(crate) fn reached(from: Vec<usize>, next: impl Fn(usize) -> Vec<usize>) -> BTreeSet<usize> {
    let (mut reached, mut ahead) = (BTreeSet::new(), from);
    while let Some(index) = ahead.pop() {
        if reached.insert(index) {
            ahead.extend(next(index));
        }
    }
    reached
}

/// The type whose values become values of another.
#[derive(Debug, Clone, Copy)]
pub struct Conversion {
    /// The type, an index into [`Contract::types`].
    pub of: usize,
    /// The position of its name.
    pub span: Span,
}

/// The declaration that makes a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A table of its own.
    Table,
    /// The reply table of an endpoint, an index into
    /// [`Contract::endpoints`](crate::contract::Contract::endpoints).
    Reply(usize),
    /// The headers of the reply of an endpoint, an index into
    /// [`Contract::endpoints`](crate::contract::Contract::endpoints).
    ReplyHeader(usize),
    /// The body table of a notification or a return, an index into
    /// [`Contract::notifications`](crate::contract::Contract::notifications).
    Body(usize),
}

/// The structure of a type.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A JSON object with these fields.
    Object(Vec<Field>),
    /// One of these strings, or of these numbers if the type is an [`integer`](Type::integer).
    Enumeration(Vec<Value>),
    /// One of several objects, distinguished by a tag.
    Union(Union),
}

/// One string of an enumeration.
#[derive(Debug, Clone)]
pub struct Value {
    /// The string on the wire.
    pub wire: String,
    /// The variant in Rust.
    pub name: String,
    /// The documentation.
    pub doc: String,
    /// The reason not to use the value any more, and what to use instead.
    pub deprecated: Option<String>,
    /// The outcome that the value proves; set for all values of an enumeration or for none.
    pub outcome: Option<Outcome>,
    /// True if the service declined the part of a request that is in this state; see [`Contract::part_states`](super::Contract::part_states).
    pub declined: bool,
    /// The position of the declaration.
    pub span: Span,
}

/// The outcome of a payment that a value proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The funds are there.
    Authorised,
    /// The payment was authorised, and has been presented for clearing since.
    Cleared,
    /// The payment is not decided yet.
    Pending,
    /// The payment was authorised, and the authorisation was voided since.
    Reversed,
    /// The funds are not there, and won't be.
    Declined,
    /// The value proves nothing.
    Unknown,
}

impl Outcome {
    /// Every outcome, in the order messages list them.
    pub const ALL: [Self; 6] =
        [Self::Authorised, Self::Cleared, Self::Pending, Self::Reversed, Self::Declined, Self::Unknown];

    /// Returns the outcome as a contract spells it.
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

/// The fields of an object that determine the outcome of a payment.
#[derive(Debug, Clone)]
pub struct Proof {
    /// The fields that must all be authorised, as indices into the object's fields; never empty in a checked
    /// contract.
    pub fields: Vec<usize>,
    /// The field with the reason of a decline, an index into the object's fields.
    pub reason: Option<usize>,
    /// The position of each name in `fields`.
    pub spans: Vec<Span>,
    /// The position of `reason`.
    pub reason_span: Span,
}

/// One of several objects, distinguished by a tag.
#[derive(Debug, Clone)]
pub struct Union {
    /// The field that holds the tag.
    pub tag: String,
    /// The field that holds the object; `None` if the object's fields stand beside the tag.
    pub content: Option<String>,
    /// True if the content may be absent.
    pub content_optional: bool,
    /// The variants.
    pub variants: Vec<Variant>,
    /// The position of `content`.
    pub content_span: Span,
}

impl Union {
    /// Returns the variant that the tag of an object selects; `None` if the tag is absent or not listed.
    pub fn variant_of(&self, object: &Map<String, Json>) -> Option<&Variant> {
        let tag = object.get(&self.tag)?.as_str()?;
        self.variants.iter().find(|variant| variant.wire == tag)
    }
}

/// One variant of a union.
#[derive(Debug, Clone)]
pub struct Variant {
    /// The tag on the wire.
    pub wire: String,
    /// The variant in Rust.
    pub name: String,
    /// The documentation.
    pub doc: String,
    /// The reason not to use the variant any more, and what to use instead.
    pub deprecated: Option<String>,
    /// The type of its object, an index into [`Contract::types`](crate::contract::Contract::types).
    pub of: usize,
    /// The position of the declaration.
    pub span: Span,
    /// The position of the type's name.
    pub of_span: Span,
}
