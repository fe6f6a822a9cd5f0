//! From what is written to what it means: names become indices, words become variants.
//!
//! A declaration with a mistake is kept as far as it makes sense, so that one run reports as many
//! mistakes as possible; [`Resolved::whole`] says whether all of them were kept.

use std::cell::Cell;

use crate::{
    contract::*,
    diagnostic::{Diagnostic, Report},
    document::{
        ApiEntry, BearerEntry, Document, EndpointEntry, EnvironmentEntry, FieldEntry, KindEntry, MemberEntry,
        ReplyEntry, TypeEntry,
    },
    name,
    shape::{self, Mistake},
    source::{Sources, Span, Spanned},
};

/// What stands in for a type that can't be read: the shape that fits most places and least looks
/// like a secret, so that no other rule complains about it as well.
const UNREADABLE: Shape = Shape::Boolean;

/// A contract, not checked yet.
pub(crate) struct Resolved {
    pub(crate) contract: Contract,
    /// Whether every name was found, so that what nobody names is unused indeed.
    pub(crate) whole: bool,
}

pub(crate) fn resolve(sources: Sources, document: Document, report: &Report) -> Resolved {
    let replies = document.endpoints.iter().map(|endpoint| match &endpoint.reply {
        ReplyEntry::Table(_) => format!("{}Reply", name::camel(&endpoint.name.value)),
        ReplyEntry::Named(_) => String::new(),
    });
    let types = document
        .types
        .iter()
        .map(|one| one.name.value.clone())
        .chain(replies.filter(|name| !name.is_empty()))
        .collect();
    let mut resolver = Resolver {
        report,
        whole: Cell::new(document.whole),
        types,
        origins: Vec::new(),
        environment: Vec::new(),
        declared: document.types.len(),
    };
    if let Some(api) = document.apis.first() {
        resolver.origins = api.origins.iter().map(|(name, _)| name.value.clone()).collect();
        resolver.environment = api.environment.iter().map(|(name, _)| name.value.clone()).collect();
    }
    resolver.single_api(&document.apis);
    let contract = resolver.contract(sources, document);
    Resolved { contract, whole: resolver.whole.get() }
}

struct Resolver<'r> {
    report: &'r Report,
    whole: Cell<bool>,
    /// Declared types, then reply tables.
    types: Vec<String>,
    /// How many of the types are declared ones.
    declared: usize,
    origins: Vec<String>,
    environment: Vec<String>,
}

impl Resolver<'_> {
    fn contract(&self, sources: Sources, document: Document) -> Contract {
        let mut types: Vec<Type> =
            document.types.into_iter().map(|entry| self.declared_type(entry)).collect();
        let mut endpoints = Vec::new();
        for mut entry in document.endpoints {
            let reply = match std::mem::replace(&mut entry.reply, ReplyEntry::Table(Vec::new())) {
                ReplyEntry::Table(fields) => {
                    types.push(self.reply_type(&entry, fields));
                    types.len() - 1
                }
                ReplyEntry::Named(name) => self.type_index(&name, &name.value, 0).unwrap_or(0),
            };
            endpoints.push(self.endpoint(entry, reply));
        }
        let bearer = document.apis.first().and_then(|api| api.bearer.as_ref());
        let bearer = bearer.and_then(|bearer| self.bearer(bearer, &endpoints, &types));
        let api = document.apis.into_iter().next().map(|entry| self.api(entry, bearer)).unwrap_or_default();
        let environments = document.environments.into_iter().map(|entry| self.environment(entry)).collect();
        Contract { sources, api, environments, endpoints, types }
    }

    fn single_api(&self, apis: &[ApiEntry]) {
        match apis {
            [] => self.report(
                Diagnostic::new(Span::default(), "no file has a table `[api]`")
                    .help("it says what all endpoints share: `doc`, `origins`"),
            ),
            [_] => {}
            [_, others @ ..] => {
                for other in others {
                    self.report(
                        Diagnostic::new(other.span, "`[api]` is declared twice")
                            .help("keep one; a contract of your own extends the shipped one, which has it"),
                    );
                }
            }
        }
    }

    fn api(&self, entry: ApiEntry, bearer: Option<Bearer>) -> Api {
        let documented = |(name, doc): (Spanned<String>, Spanned<String>)| Documented {
            name: name.value,
            doc: doc.value,
            span: name.span,
        };
        Api {
            doc: entry.doc.value,
            bearer,
            origins: entry.origins.into_iter().map(documented).collect(),
            environment: entry.environment.into_iter().map(documented).collect(),
            header: self.fields(entry.header),
            span: entry.span,
        }
    }

    fn bearer(&self, entry: &BearerEntry, endpoints: &[Endpoint], types: &[Type]) -> Option<Bearer> {
        let names = || endpoints.iter().map(|endpoint| endpoint.name.as_str());
        let index = self.index(&entry.endpoint, "endpoint", names())?;
        let endpoint = &endpoints[index];
        let reply = match types.get(endpoint.reply).map(|one| &one.kind) {
            Some(Kind::Object(fields)) => fields.as_slice(),
            _ => &[],
        };
        let body = endpoint.body.as_deref().unwrap_or_default();
        let wires = |fields: &'_ [Field]| fields.iter().map(|field| field.wire.clone()).collect::<Vec<_>>();
        let (body, reply) = (wires(body), wires(reply));
        let scope = self.index(&entry.scope, "body field", body.iter().map(String::as_str));
        let token = self.index(&entry.token, "reply field", reply.iter().map(String::as_str));
        let kind = self.index(&entry.kind, "reply field", reply.iter().map(String::as_str));
        Some(Bearer { endpoint: index, scope: scope?, token: token?, kind: kind? })
    }

    fn environment(&self, entry: EnvironmentEntry) -> Environment {
        let name = &entry.name;
        let origins = self.record(name, "origin", &self.origins, entry.origins);
        let values = self.record(name, "value", &self.environment, entry.values);
        Environment { name: entry.name.value, doc: entry.doc.value, origins, values, span: entry.name.span }
    }

    /// The values of a record in the order of its keys; each key exactly once.
    fn record(
        &self,
        owner: &Spanned<String>,
        what: &str,
        keys: &[String],
        entries: Vec<(Spanned<String>, Spanned<String>)>,
    ) -> Vec<String> {
        for (key, _) in &entries {
            if !keys.contains(&key.value) {
                self.report(
                    Diagnostic::new(
                        key.span,
                        format!("environment `{}` has an unknown {what} `{}`", owner.value, key.value),
                    )
                    .help(name::suggest(
                        &key.value,
                        "declared in `[api]`",
                        keys.iter().map(String::as_str),
                    )),
                );
            }
        }
        let mut values = Vec::new();
        for key in keys {
            let found = entries.iter().find(|(name, _)| name.value == *key);
            if found.is_none() {
                self.report(
                    Diagnostic::new(owner.span, format!("environment `{}` lacks the {what} `{key}`", owner.value))
                        .help("an environment is one record, whole: a value taken from another one is answered with 400"),
                );
            }
            values.push(found.map(|(_, value)| value.value.clone()).unwrap_or_default());
        }
        values
    }

    fn declared_type(&self, entry: TypeEntry) -> Type {
        let kind = match entry.kind {
            KindEntry::Object(fields) => Kind::Object(self.fields(fields)),
            KindEntry::Enumeration(members) => Kind::Enumeration(members.into_iter().map(value).collect()),
            KindEntry::Union { tag, content, variants } => {
                let variants = variants.into_iter().filter_map(|variant| self.variant(variant)).collect();
                let content_optional = content.as_ref().is_some_and(|content| content.value.ends_with('?'));
                let content = content.map(|content| content.value.trim_end_matches('?').to_owned());
                Kind::Union(Union { tag: tag.value, content, content_optional, variants })
            }
        };
        Type {
            name: entry.name.value,
            doc: entry.doc.value,
            kind,
            in_request: false,
            in_reply: false,
            span: entry.name.span,
        }
    }

    fn variant(&self, entry: MemberEntry) -> Option<Variant> {
        let of = entry.of.as_ref()?;
        let of = self.type_index(of, &of.value, 0)?;
        let value = value(entry);
        Some(Variant { wire: value.wire, name: value.name, doc: value.doc, of, span: value.span })
    }

    fn reply_type(&self, endpoint: &EndpointEntry, fields: Vec<FieldEntry>) -> Type {
        Type {
            name: format!("{}Reply", name::camel(&endpoint.name.value)),
            doc: format!("The reply of `{}`.", endpoint.name.value),
            kind: Kind::Object(self.fields(fields)),
            in_request: false,
            in_reply: false,
            span: endpoint.name.span,
        }
    }

    fn endpoint(&self, entry: EndpointEntry, reply: usize) -> Endpoint {
        let path = self.fields(entry.path);
        let (method, route, segments) = self.route(&entry.route, &path);
        let optional = entry.status.value.ends_with('?');
        let status = entry.status.value.trim_end_matches('?');
        Endpoint {
            doc: entry.doc.value,
            method,
            route,
            segments,
            origin: self.index(&entry.origin, "origin", self.origins.iter().map(String::as_str)).unwrap_or(0),
            scopes: self.scopes(&entry.name, &entry.auth, entry.scopes),
            repeat: self.repeat(&entry.name, method, entry.repeat.as_ref()),
            status: StatusPath { path: status.split('.').map(str::to_owned).collect(), optional },
            path,
            query: self.fields(entry.query),
            header: self.fields(entry.header),
            body: entry.body.map(|body| self.fields(body.value)),
            reply,
            example: Example { request: entry.example_request, reply: entry.example_reply },
            span: entry.name.span,
            name: entry.name.value,
        }
    }

    /// `GET /charges/{merchant_code}`, taken apart.
    fn route(&self, route: &Spanned<String>, fields: &[Field]) -> (Method, String, Vec<Segment>) {
        let (word, path) = route.value.split_once(' ').unwrap_or((route.value.as_str(), ""));
        let words = Method::ALL.map(Method::as_str);
        let method = Method::ALL.into_iter().find(|method| method.as_str() == word);
        if method.is_none() {
            self.report(
                Diagnostic::new(route.span.part(1, word.len().max(1)), format!("`{word}` is not a method"))
                    .help(name::suggest(word, "a route is a method, a space and a path; methods", words)),
            );
        }
        let mut segments = Vec::new();
        if method.is_some() {
            let mut offset = 1 + word.len() + 1;
            if !path.starts_with('/') {
                self.report(
                    Diagnostic::new(route.span.part(offset, path.len().max(1)), "a path starts with `/`")
                        .help("such as `\"GET /charges/{merchant_code}\"`"),
                );
            }
            offset += 1;
            for segment in path.trim_start_matches('/').split('/') {
                segments.push(self.segment(segment, route.span.part(offset, segment.len().max(1)), fields));
                offset += segment.len() + 1;
            }
        }
        (method.unwrap_or(Method::Get), path.to_owned(), segments)
    }

    fn segment(&self, segment: &str, span: Span, fields: &[Field]) -> Segment {
        let literal = Segment::Literal(segment.to_owned());
        if let Some(wire) = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            let wires = || fields.iter().map(|field| field.wire.as_str());
            return match wires().position(|one| one == wire) {
                Some(index) => Segment::Field(index),
                None => {
                    self.report(
                        Diagnostic::new(span, format!("the path field `{wire}` is not declared")).help(
                            name::suggest(
                                wire,
                                &format!("declare it: `path = {{ {wire} = \"string\" }}`; declared"),
                                wires(),
                            ),
                        ),
                    );
                    literal
                }
            };
        }
        let plain = |char: char| char.is_ascii_alphanumeric() || "-._~".contains(char);
        if segment.is_empty() || segment == "." || segment == ".." || !segment.chars().all(plain) {
            self.report(
                Diagnostic::new(span, format!("`{segment}` can't be part of a path"))
                    .help("a part is a field in braces (`{merchant_code}`) or of letters, digits, `-`, `.`, `_` and `~`; a query has its own table"),
            );
        }
        literal
    }

    fn scopes(
        &self,
        endpoint: &Spanned<String>,
        auth: &Spanned<String>,
        scopes: Option<Spanned<String>>,
    ) -> Option<String> {
        match (auth.value.as_str(), scopes) {
            ("bearer", Some(scopes)) => Some(scopes.value),
            ("bearer", None) => {
                self.report(
                    Diagnostic::new(endpoint.span, format!("endpoint `{}` takes a bearer, but has no `scopes`", endpoint.value))
                        .help("say what the access token must allow, separated by spaces: `scopes = \"create:token get:charges\"`"),
                );
                None
            }
            ("none", None) => None,
            ("none", Some(scopes)) => {
                self.report(
                    Diagnostic::new(
                        scopes.span,
                        "`scopes` belong to an access token, and this endpoint takes none",
                    )
                    .help("remove `scopes`, or write `auth = \"bearer\"`"),
                );
                None
            }
            (word, _) => {
                self.report(
                    Diagnostic::new(auth.span, format!("`{word}` is no way to authenticate"))
                        .help(name::suggest(word, "ways", ["bearer", "none"])),
                );
                None
            }
        }
    }

    fn repeat(&self, endpoint: &Spanned<String>, method: Method, entry: Option<&Spanned<String>>) -> Repeat {
        let meaning = "`safe` reads, `harmless` makes another of something that costs nothing, `never` may move money twice";
        match entry {
            None if method == Method::Get => Repeat::Safe,
            None => {
                self.report(
                    Diagnostic::new(
                        endpoint.span,
                        format!("endpoint `{}` doesn't say what repeating it does", endpoint.value),
                    )
                    .help(format!("add `repeat`: {meaning}"))
                    .help("a call is sent again after an unknown outcome only when that does no harm"),
                );
                Repeat::Never
            }
            Some(entry) => {
                Repeat::ALL.into_iter().find(|class| class.as_str() == entry.value).unwrap_or_else(|| {
                    let words = Repeat::ALL.map(Repeat::as_str);
                    self.report(
                        Diagnostic::new(entry.span, format!("`{}` is not a repeat class", entry.value))
                            .help(name::suggest(&entry.value, meaning, words)),
                    );
                    Repeat::Never
                })
            }
        }
    }

    fn fields(&self, entries: Vec<FieldEntry>) -> Vec<Field> {
        entries.into_iter().map(|entry| self.field(entry)).collect()
    }

    fn field(&self, entry: FieldEntry) -> Field {
        let (shape, optional) = self.shape(&entry);
        let name =
            entry.name.as_ref().map_or_else(|| name::snake(&entry.wire.value), |name| name.value.clone());
        if let Some(name) = &entry.name {
            self.rust_name(name, name::is_snake(&name.value), "snake case, such as `three_ds_secure`");
        }
        if let Some(on) = entry.on.as_ref().filter(|on| on.value != "success") {
            self.report(
                Diagnostic::new(on.span, format!("`on` can't be `{}`", on.value))
                    .help("write `on = \"success\"` for a field that only a successful reply has"),
            );
        }
        if let Some(uses) = entry.uses.as_ref().filter(|uses| uses.value != 1) {
            self.report(
                Diagnostic::new(uses.span, "`uses` can only be 1")
                    .help("leave `uses` out for a secret that may be used again"),
            );
        }
        if let Some(secret) = entry.secret.as_ref().filter(|secret| secret.value) {
            self.report(
                Diagnostic::new(secret.span, "a secret is a type of its own").help(
                    "write `type = \"secret\"`; `secret = false` says that a suspicious name is harmless",
                ),
            );
        }
        Field {
            name,
            doc: entry.doc.as_ref().map(|doc| doc.value.clone()).unwrap_or_default(),
            shape,
            optional,
            fill: self.fill(&entry),
            on_success: entry.on.is_some(),
            lifetime: entry.lifetime.map(|lifetime| lifetime.value),
            single_use: entry.uses.is_some(),
            public: entry.secret.is_some(),
            span: entry.wire.span,
            wire: entry.wire.value,
        }
    }

    /// The declared type, or else the one that the value to send has.
    fn shape(&self, entry: &FieldEntry) -> (Shape, bool) {
        if let Some(text) = &entry.shape {
            return self.expression(text);
        }
        let shape = match (entry.fixed.as_ref().or(entry.default.as_ref()), &entry.from) {
            (Some(literal), _) => match literal.value {
                Literal::String(_) => Shape::String,
                Literal::Integer(_) => Shape::Integer,
                Literal::Boolean(_) => Shape::Boolean,
            },
            (None, Some(from)) if from.value == "credentials.client_secret" => Shape::Secret,
            (None, Some(_)) => Shape::String,
            (None, None) => {
                self.report(
                    Diagnostic::new(entry.wire.span, format!("field `{}` has no `type`", entry.wire.value))
                        .help("say what it holds, such as `type = \"string\"`"),
                );
                UNREADABLE
            }
        };
        (shape, false)
    }

    fn expression(&self, text: &Spanned<String>) -> (Shape, bool) {
        let named = |name: &str| self.types[..self.declared].iter().position(|one| one == name);
        match shape::parse(&text.value, &named) {
            Ok(parsed) => return parsed,
            Err(Mistake::Form { offset, length, message }) => {
                self.report(
                    Diagnostic::new(
                        text.span.part(1 + offset, length.max(1)),
                        format!("`{}` is not a type", text.value),
                    )
                    .help(message),
                );
            }
            Err(Mistake::Unknown { offset, name }) => {
                self.type_index(text, name, 1 + offset);
            }
        }
        self.whole.set(false);
        (UNREADABLE, false)
    }

    /// A declared type by name, reported when there is none.
    fn type_index(&self, text: &Spanned<String>, name: &str, offset: usize) -> Option<usize> {
        let declared = &self.types[..self.declared];
        let found = declared.iter().position(|one| one == name);
        if found.is_none() {
            self.whole.set(false);
            let span = if offset == 0 { text.span } else { text.span.part(offset, name.len()) };
            let words = shape::PRIMITIVES.iter().map(|(word, _)| *word);
            let valid = words.chain(declared.iter().map(String::as_str));
            self.report(
                Diagnostic::new(span, format!("unknown type `{name}`"))
                    .help(name::suggest(name, "types", valid)),
            );
        }
        found
    }

    fn fill(&self, entry: &FieldEntry) -> Fill {
        let given = [
            entry.fixed.as_ref().map(|one| ("const", one.span)),
            entry.from.as_ref().map(|one| ("from", one.span)),
            entry.default.as_ref().map(|one| ("default", one.span)),
        ];
        let given: Vec<_> = given.into_iter().flatten().collect();
        if let [(first, _), (second, span), ..] = given[..] {
            self.report(
                Diagnostic::new(span, format!("field `{}` has both `{first}` and `{second}`", entry.wire.value))
                    .help("`const` is always sent, `from` is taken from the environment or the credentials, `default` is sent unless the caller sets another value; keep one"),
            );
        }
        match (&entry.fixed, &entry.from, &entry.default) {
            (Some(literal), _, _) => Fill::Const(literal.value.clone()),
            (None, Some(from), _) => self.from(from),
            (None, None, Some(literal)) => Fill::Default(literal.value.clone()),
            (None, None, None) => Fill::Caller,
        }
    }

    fn from(&self, from: &Spanned<String>) -> Fill {
        let mut valid: Vec<String> =
            self.environment.iter().map(|key| format!("environment.{key}")).collect();
        if let Some(index) = valid.iter().position(|one| *one == from.value) {
            return Fill::Environment(index);
        }
        match from.value.as_str() {
            "credentials.client_id" => Fill::ClientId,
            "credentials.client_secret" => Fill::ClientSecret,
            other => {
                valid.extend(["credentials.client_id".to_owned(), "credentials.client_secret".to_owned()]);
                let valid = valid.iter().map(String::as_str);
                self.report(
                    Diagnostic::new(from.span, format!("there is no `{other}` to take a value from"))
                        .help(name::suggest(other, "sources", valid)),
                );
                Fill::ClientId
            }
        }
    }

    fn rust_name(&self, name: &Spanned<String>, valid: bool, case: &str) {
        if !valid {
            self.report(
                Diagnostic::new(name.span, format!("`{}` can't be a Rust name here", name.value))
                    .help(format!("write it in {case}; or leave `name` out")),
            );
        }
    }

    fn index<'v>(
        &self,
        name: &Spanned<String>,
        what: &str,
        valid: impl Iterator<Item = &'v str>,
    ) -> Option<usize> {
        let valid: Vec<&str> = valid.collect();
        let found = valid.iter().position(|one| *one == name.value);
        if found.is_none() {
            self.whole.set(false);
            self.report(
                Diagnostic::new(name.span, format!("there is no {what} `{}`", name.value))
                    .help(name::suggest(&name.value, "declared", valid)),
            );
        }
        found
    }

    fn report(&self, diagnostic: Diagnostic) {
        self.report.push(diagnostic);
    }
}

fn value(entry: MemberEntry) -> Value {
    let name = entry.name.map_or_else(|| name::camel(&entry.wire.value), |name| name.value);
    Value { name, doc: entry.doc.value, span: entry.wire.span, wire: entry.wire.value }
}
