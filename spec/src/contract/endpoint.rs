//! Endpoints: one method and path each.

use crate::{
    contract::{Field, RecordUse, Scenario},
    source::{Span, Spanned},
};

/// One method and path.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// The name, snake case.
    pub name: String,
    /// What a call does.
    pub doc: String,
    /// The HTTP method.
    pub method: Method,
    /// The path, placeholders in braces.
    pub route: String,
    /// The same, taken apart.
    pub segments: Vec<Segment>,
    /// The host, an index into [`Api::origins`](crate::contract::Api::origins).
    pub origin: usize,
    /// The scopes its access token must have; `None` when it takes no token.
    pub scopes: Option<String>,
    /// What repeating a call does.
    pub repeat: Repeat,
    /// How to find out what became of a call that must not be repeated, when its answer is lost.
    pub settle: Option<Settle>,
    /// Where the reply keeps its status object.
    pub status: StatusPath,
    /// The code, besides that of success, with which a part may have been done.
    pub partial: Option<Spanned<String>>,
    /// What other codes mean, in file order.
    pub codes: Vec<Code>,
    /// The fields of the reply that repeat fields of the request, in file order.
    pub echoes: Vec<Echo>,
    /// Fields in the path.
    pub path: Vec<Field>,
    /// Fields in the query.
    pub query: Vec<Field>,
    /// Fields in the headers, besides [`Api::header`](crate::contract::Api::header).
    pub header: Vec<Field>,
    /// Fields of the JSON body; `None` when there is none.
    pub body: Option<Vec<Field>>,
    /// The type of the reply, an index into [`Contract::types`](crate::contract::Contract::types).
    pub reply: usize,
    /// Real JSON.
    pub example: Example,
    /// What a call does to the sandbox's records; `None` when it does nothing to them.
    pub record: Option<RecordUse>,
    /// The other courses that a call takes in the sandbox, in file order.
    pub scenarios: Vec<Scenario>,
    /// Where it was declared.
    pub span: Span,
    pub(crate) marks: EndpointMarks,
}

impl Endpoint {
    /// Every field of the request, place by place: path, query, header, body.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.path.iter().chain(&self.query).chain(&self.header).chain(self.body.iter().flatten())
    }
}

/// Where the parts of an endpoint stand, for messages.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct EndpointMarks {
    pub(crate) route: Span,
    pub(crate) auth: Span,
    pub(crate) status: Span,
    pub(crate) body: Span,
    pub(crate) reply: Span,
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

    /// The method as the wire spells it.
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

/// A part of a path between two slashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// Itself.
    Literal(String),
    /// A field, an index into [`Endpoint::path`].
    Field(usize),
}

/// What sending a call a second time does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// It reads: any number of calls is one call.
    Safe,
    /// It makes another of something that costs nothing.
    Harmless,
    /// It may move money twice.
    Never,
}

impl Repeat {
    /// Every class, in the order messages list them.
    pub const ALL: [Self; 3] = [Self::Safe, Self::Harmless, Self::Never];

    /// The class as a contract spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Harmless => "harmless",
            Self::Never => "never",
        }
    }
}

/// How to find out what became of a call.
#[derive(Debug, Clone)]
pub struct Settle {
    /// The endpoint that tells, an index into [`Contract::endpoints`](crate::contract::Contract::endpoints).
    pub endpoint: usize,
    /// The name on the wire of the fields of the request, however deep, that the call is known by.
    pub reference: String,
    pub(crate) endpoint_span: Span,
    pub(crate) reference_span: Span,
}

/// A code of the status object, and what it means.
#[derive(Debug, Clone)]
pub struct Code {
    /// The code on the wire.
    pub wire: String,
    /// What it means.
    pub doc: String,
    /// Whether a failure with this code leaves open what was done.
    pub open: bool,
    /// Where it was declared.
    pub span: Span,
}

/// A field of a reply that repeats a field of the request, so that a reply about something else shows.
#[derive(Debug, Clone)]
pub struct Echo {
    /// The wire names from the top of the reply down; lists on the way stand for each of their items.
    pub path: Vec<String>,
    /// Whether one item of a list is enough, rather than every value that there is.
    pub any: bool,
    pub(crate) span: Span,
}

/// Where a reply keeps its status object.
#[derive(Debug, Clone, Default)]
pub struct StatusPath {
    /// The wire names from the top of the reply down.
    pub path: Vec<String>,
    /// Whether a reply may come without it.
    pub optional: bool,
}

/// Real JSON of an endpoint, checked against its fields.
#[derive(Debug, Clone, Default)]
pub struct Example {
    /// A body as the wire carries it, fixed fields included.
    pub request: Option<Spanned<String>>,
    /// A successful reply.
    pub reply: Option<Spanned<String>>,
}
