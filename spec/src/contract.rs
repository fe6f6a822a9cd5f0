//! What the files mean: the model that the macro expands and the sandbox serves. Data only.
//!
//! Everything is sound by construction once [`Contract::load`](crate::Contract::load) has returned
//! it: indices are valid, names are distinct, places hold only what they can carry.

use crate::source::{Sources, Span, Spanned};

/// A checked contract.
#[derive(Debug, Clone, Default)]
pub struct Contract {
    /// The files it was read from.
    pub sources: Sources,
    /// What all endpoints share.
    pub api: Api,
    /// The environments that exist, in file order.
    pub environments: Vec<Environment>,
    /// The endpoints, in file order.
    pub endpoints: Vec<Endpoint>,
    /// The types, in file order; the table of an endpoint's reply is one of them.
    pub types: Vec<Type>,
}

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
    pub environment: Vec<Documented>,
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

/// The endpoint that mints the access token, and which of its fields matter for that.
#[derive(Debug, Clone)]
pub struct Bearer {
    /// The endpoint, an index into [`Contract::endpoints`].
    pub endpoint: usize,
    /// The body field that takes the scopes, an index into [`Endpoint::body`].
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
    pub values: Vec<String>,
    /// Where it was declared.
    pub span: Span,
    pub(crate) origin_spans: Vec<Span>,
    pub(crate) value_spans: Vec<Span>,
}

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
    /// The host, an index into [`Api::origins`].
    pub origin: usize,
    /// The scopes its access token must have; `None` when it takes no token.
    pub scopes: Option<String>,
    /// What repeating a call does.
    pub repeat: Repeat,
    /// Where the reply keeps its status object.
    pub status: StatusPath,
    /// Fields in the path.
    pub path: Vec<Field>,
    /// Fields in the query.
    pub query: Vec<Field>,
    /// Fields in the headers, besides [`Api::header`].
    pub header: Vec<Field>,
    /// Fields of the JSON body; `None` when there is none.
    pub body: Option<Vec<Field>>,
    /// The type of the reply, an index into [`Contract::types`].
    pub reply: usize,
    /// Real JSON.
    pub example: Example,
    /// Where it was declared.
    pub span: Span,
    pub(crate) marks: EndpointMarks,
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

/// One field, wherever it lives.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name on the wire.
    pub wire: String,
    /// Its name in Rust.
    pub name: String,
    /// What it means.
    pub doc: String,
    /// What it holds.
    pub shape: Shape,
    /// Whether it may be absent.
    pub optional: bool,
    /// Who fills it, in a request.
    pub fill: Fill,
    /// Whether only a successful reply has it.
    pub on_success: bool,
    /// For how long the secret lives: the wire name of the field beside it that says so.
    pub lifetime: Option<String>,
    /// Whether the secret may be used just once.
    pub single_use: bool,
    /// Whether the contract says that the field is no secret, whatever its name suggests.
    pub public: bool,
    /// Where it was declared.
    pub span: Span,
    pub(crate) marks: FieldMarks,
    /// Whether part of it could not be read, so that nothing follows from what it seems to say.
    pub(crate) lost: bool,
}

/// Where the parts of a field stand, for messages; the field itself where a part is not written.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct FieldMarks {
    pub(crate) shape: Span,
    /// `const`, `from` or `default`.
    pub(crate) fill: Span,
    pub(crate) name: Span,
    pub(crate) on: Span,
    pub(crate) lifetime: Span,
    pub(crate) uses: Span,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A JSON string.
    String,
    /// A JSON string that nobody may read by accident.
    Secret,
    /// Scopes, separated by spaces in one JSON string.
    Scopes,
    /// A JSON integer.
    Integer,
    /// An integer that comes as a number or as a string of digits, and leaves as a string.
    Numeric,
    /// A length of time in whole seconds, as a number or as a string of digits.
    Seconds,
    /// `true` or `false`.
    Boolean,
    /// A truth value that comes as a boolean or as `"true"` or `"false"`.
    Flag,
    /// Any JSON.
    Json,
    /// A declared type, an index into [`Contract::types`].
    Named(usize),
    /// A JSON array.
    List(Box<Shape>),
    /// A JSON object with keys of any name.
    Map(Box<Shape>),
    /// The same, or `null`.
    Nullable(Box<Shape>),
}

impl Shape {
    /// What is left without lists, maps and `|null` around it.
    pub fn innermost(&self) -> &Self {
        match self {
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.innermost(),
            other => other,
        }
    }

    /// The declared type that this is or wraps, an index into [`Contract::types`].
    pub fn named(&self) -> Option<usize> {
        match self.innermost() {
            Self::Named(index) => Some(*index),
            _ => None,
        }
    }
}

/// Who fills a field of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fill {
    /// The caller.
    Caller,
    /// The caller, or else this value.
    Default(Literal),
    /// The contract: always this value.
    Const(Literal),
    /// The environment: a value of it, an index into [`Api::environment`].
    Environment(usize),
    /// The credentials: the client id.
    ClientId,
    /// The credentials: the client secret.
    ClientSecret,
}

impl Fill {
    /// Whether the caller never sees the field.
    pub fn is_fixed(&self) -> bool {
        !matches!(self, Self::Caller | Self::Default(_))
    }
}

/// A value written in the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal {
    /// A string.
    String(String),
    /// An integer.
    Integer(i64),
    /// A truth value.
    Boolean(bool),
}

/// A declared type.
#[derive(Debug, Clone)]
pub struct Type {
    /// The name, camel case.
    pub name: String,
    /// What it is.
    pub doc: String,
    /// What it consists of.
    pub kind: Kind,
    /// Whether a request holds it.
    pub in_request: bool,
    /// Whether a reply holds it.
    pub in_reply: bool,
    /// Where it was declared.
    pub span: Span,
    /// Whether what it consists of could not be read.
    pub(crate) lost: bool,
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
    /// Where it was declared.
    pub span: Span,
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
    /// The type of its object, an index into [`Contract::types`].
    pub of: usize,
    /// Where it was declared.
    pub span: Span,
    pub(crate) of_span: Span,
}

impl Contract {
    /// Whether `span` lies in a file of the shipped contract that this one extends.
    pub fn is_inherited(&self, span: Span) -> bool {
        self.sources.source(span).is_some_and(|source| source.inherited)
    }

    /// The fields of an object type; none for the other kinds.
    pub fn fields(&self, index: usize) -> &[Field] {
        match self.types.get(index).map(|one| &one.kind) {
            Some(Kind::Object(fields)) => fields,
            _ => &[],
        }
    }
}

impl Endpoint {
    /// Every field of the request, place by place: path, query, header, body.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.path.iter().chain(&self.query).chain(&self.header).chain(self.body.iter().flatten())
    }
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
