//! Endpoints: one method and path each.

use crate::{
    contract::{Field, Reply},
    source::{Span, Spanned},
};

/// One method and path.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// The name, snake case.
    pub name: String,
    /// The documentation of the call.
    pub doc: String,
    /// The reason not to use the call any more, and what to use instead.
    pub deprecated: Option<String>,
    /// The HTTP method.
    pub method: Method,
    /// The path, placeholders in braces.
    pub route: String,
    /// The path, split at its slashes.
    pub segments: Vec<Segment>,
    /// The host, an index into [`Api::origins`](crate::contract::Api::origins).
    pub origin: usize,
    /// The scopes its access token must have; `None` if the call carries no token.
    pub scopes: Option<String>,
    /// The effect of repeating a call.
    pub repeat: Repeat,
    /// The header that carries the key of a call; `None` if its repetitions are not known by one. It is an optional field of
    /// [`header`](Self::header).
    pub key: Option<String>,
    /// The query that settles a call that must not be repeated, for when its reply is lost.
    pub settle: Option<Settle>,
    /// The endpoint that takes a call back by its reference, for a call whose end is lost.
    pub undo: Option<Undo>,
    /// The path of the status object in the reply, or in a refusal if only that has one.
    pub status: StatusPath,
    /// The HTTP status of a success; `None` if the contract does not say which.
    pub success: Option<u16>,
    /// The code besides the success code that means that a part may have been done.
    pub partial: Option<Spanned<String>>,
    /// The meanings of other codes, in file order.
    pub codes: Vec<Code>,
    /// The bodies of refusals, in file order.
    pub errors: Vec<ErrorBody>,
    /// The fields of the reply that repeat fields of the request, in file order.
    pub echoes: Vec<Echo>,
    /// The way from a page of a list to the next one; `None` if the list comes whole.
    pub cursor: Option<Cursor>,
    /// Fields in the path.
    pub path: Vec<Field>,
    /// Fields in the query.
    pub query: Vec<Field>,
    /// Fields in the headers, besides [`Api::header`](crate::contract::Api::header).
    pub header: Vec<Field>,
    /// Fields of the JSON body; `None` if the call has no body.
    pub body: Option<Vec<Field>>,
    /// The body of a success.
    pub reply: Reply,
    /// The type of the headers of the reply, an index into [`Contract::types`](crate::contract::Contract::types); `None` if
    /// none is declared. Its fields have the names of the headers.
    pub reply_header: Option<usize>,
    /// Real JSON of a request and a reply.
    pub example: Example,
    /// True if it belongs to the shipped contract that this one extends.
    pub inherited: bool,
    /// The position of the declaration.
    pub span: Span,
    /// The positions of its parts.
    pub marks: EndpointMarks,
}

impl Endpoint {
    /// Returns every field of the request, place by place: path, query, header, body.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.path.iter().chain(&self.query).chain(&self.header).chain(self.body.iter().flatten())
    }
}

/// The positions of the parts of an endpoint, for messages.
#[derive(Debug, Clone, Copy, Default)]
pub struct EndpointMarks {
    /// The position of `route`.
    pub route: Span,
    /// The position of `scopes`.
    pub scopes: Span,
    /// The position of `status`.
    pub status: Span,
    /// The position of `success`.
    pub success: Span,
    /// The position of `repeat`.
    pub repeat: Span,
    /// The position of `body`.
    pub body: Span,
    /// The position of `reply`.
    pub reply: Span,
}

/// The HTTP methods the language knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// `GET`.
    Get,
    /// `POST`.
    Post,
    /// `PUT`.
    Put,
    /// `PATCH`.
    Patch,
    /// `DELETE`.
    Delete,
}

impl Method {
    /// Every method, in the order messages list them.
    pub const ALL: [Self; 5] = [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete];

    /// Returns the method as the wire spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// The part of a path between two slashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// Literal text.
    Literal(String),
    /// A field, an index into [`Endpoint::path`].
    Field(usize),
}

/// The effect of sending a call a second time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// The call reads: any number of calls has the effect of one.
    Safe,
    /// The call makes another of something that costs nothing.
    Harmless,
    /// The call may move money, once for each key: the service knows a repetition by its key.
    Keyed,
    /// The call may move money twice.
    Never,
}

impl Repeat {
    /// Every class, in the order messages list them.
    pub const ALL: [Self; 4] = [Self::Safe, Self::Harmless, Self::Keyed, Self::Never];

    /// Returns true if a call may move money, so that it matters if a failed one was carried out.
    pub fn is_costly(self) -> bool {
        matches!(self, Self::Keyed | Self::Never)
    }

    /// Returns the class as a contract spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Harmless => "harmless",
            Self::Keyed => "keyed",
            Self::Never => "never",
        }
    }
}

/// The query that finds out whether a call took effect.
#[derive(Debug, Clone)]
pub struct Settle {
    /// The endpoint to query, an index into [`Contract::endpoints`](crate::contract::Contract::endpoints).
    pub endpoint: usize,
    /// The wire name of the request fields, at any depth, that identify the call.
    pub reference: String,
    /// The position of `settle`.
    pub endpoint_span: Span,
    /// The position of `reference`.
    pub reference_span: Span,
}

/// The endpoint that takes a call back.
#[derive(Debug, Clone, Copy)]
pub struct Undo {
    /// The endpoint, an index into [`Contract::endpoints`](crate::contract::Contract::endpoints).
    pub endpoint: usize,
    /// The position of `undo`.
    pub span: Span,
}

/// A code of the status object and its meaning.
#[derive(Debug, Clone)]
pub struct Code {
    /// The code on the wire.
    pub wire: String,
    /// The meaning.
    pub doc: String,
    /// True if a failure with this code leaves it unknown what was done.
    pub open: bool,
    /// The position of the declaration.
    pub span: Span,
}

/// The body of a refusal with an HTTP status.
#[derive(Debug, Clone)]
pub struct ErrorBody {
    /// The HTTP status, from 400 to 599.
    pub status: u16,
    /// The type of the body, an index into [`Contract::types`](crate::contract::Contract::types).
    pub of: usize,
    /// The position of the type's name.
    pub span: Span,
}

/// A field of a reply that repeats a field of the request, so that a reply about something else is detected.
#[derive(Debug, Clone)]
pub struct Echo {
    /// The wire names from the top of the reply down. A list on the way stands for each of its items.
    pub path: Vec<String>,
    /// True if one item of a list must match; false if every value must.
    pub any: bool,
    /// The position of the path.
    pub span: Span,
}

/// The way from a page of a list to the next one: the same request, with the cursor of the reply.
#[derive(Debug, Clone)]
pub struct Cursor {
    /// The wire name of the field in the query or the body that takes the cursor. The first page is requested without it.
    pub field: String,
    /// The wire names from the top of the reply down to the cursor of the next page, which the last page lacks.
    pub next: Vec<String>,
    /// The position of the field.
    pub field_span: Span,
    /// The position of the path.
    pub next_span: Span,
}

/// The position of the status object in a reply.
#[derive(Debug, Clone, Default)]
pub struct StatusPath {
    /// The wire names from the top of the reply down.
    pub path: Vec<String>,
    /// True if a reply may lack the status object.
    pub optional: bool,
}

/// Real JSON of an endpoint, checked against its fields.
#[derive(Debug, Clone, Default)]
pub struct Example {
    /// A body as the wire carries it, fixed fields included.
    pub request: Option<Spanned<String>>,
    /// A successful reply; of a document its text, which need not be JSON.
    pub reply: Option<Spanned<String>>,
}
