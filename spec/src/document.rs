//! The files as written: tables turned into declarations, each value with its place. What the
//! values mean is for [`resolve`](crate::resolve) to say.

use toml::de::DeTable;

use crate::{
    diagnostic::{Diagnostic, Report},
    name,
    source::{Sources, Span, Spanned},
    table::Table,
};

/// Every declaration of a contract, in file order.
#[derive(Debug, Default)]
pub(crate) struct Document {
    pub(crate) apis: Vec<ApiEntry>,
    pub(crate) environments: Vec<EnvironmentEntry>,
    pub(crate) endpoints: Vec<EndpointEntry>,
    pub(crate) types: Vec<TypeEntry>,
    /// Whether every file is TOML and every declaration is here.
    pub(crate) whole: bool,
    /// Whether some file is not TOML.
    pub(crate) garbled: bool,
}

#[derive(Debug)]
pub(crate) struct ApiEntry {
    pub(crate) span: Span,
    pub(crate) doc: Spanned<String>,
    pub(crate) bearer: Option<BearerEntry>,
    pub(crate) origins: Vec<(Spanned<String>, Spanned<String>)>,
    pub(crate) environment: Vec<(Spanned<String>, Spanned<String>)>,
    pub(crate) header: Vec<FieldEntry>,
}

#[derive(Debug)]
pub(crate) struct BearerEntry {
    pub(crate) endpoint: Spanned<String>,
    pub(crate) scope: Spanned<String>,
    pub(crate) token: Spanned<String>,
    pub(crate) kind: Spanned<String>,
}

#[derive(Debug)]
pub(crate) struct EnvironmentEntry {
    pub(crate) name: Spanned<String>,
    pub(crate) doc: Spanned<String>,
    pub(crate) origins: Vec<(Spanned<String>, Spanned<String>)>,
    pub(crate) values: Vec<(Spanned<String>, Spanned<String>)>,
}

#[derive(Debug)]
pub(crate) struct EndpointEntry {
    pub(crate) name: Spanned<String>,
    pub(crate) doc: Spanned<String>,
    pub(crate) route: Spanned<String>,
    pub(crate) origin: Spanned<String>,
    pub(crate) auth: Spanned<String>,
    pub(crate) scopes: Option<Spanned<String>>,
    pub(crate) repeat: Option<Spanned<String>>,
    pub(crate) status: Spanned<String>,
    pub(crate) path: Vec<FieldEntry>,
    pub(crate) query: Vec<FieldEntry>,
    pub(crate) header: Vec<FieldEntry>,
    pub(crate) body: Option<Spanned<Vec<FieldEntry>>>,
    pub(crate) reply: ReplyEntry,
    pub(crate) example_request: Option<Spanned<String>>,
    pub(crate) example_reply: Option<Spanned<String>>,
}

/// The reply of an endpoint: a table of its own, or the name of a declared type.
#[derive(Debug)]
pub(crate) enum ReplyEntry {
    Table(Vec<FieldEntry>),
    Named(Spanned<String>),
}

#[derive(Debug)]
pub(crate) struct FieldEntry {
    pub(crate) wire: Spanned<String>,
    pub(crate) shape: Option<Spanned<String>>,
    pub(crate) doc: Option<Spanned<String>>,
    pub(crate) name: Option<Spanned<String>>,
    pub(crate) fixed: Option<Spanned<crate::contract::Literal>>,
    pub(crate) default: Option<Spanned<crate::contract::Literal>>,
    pub(crate) from: Option<Spanned<String>>,
    pub(crate) on: Option<Spanned<String>>,
    pub(crate) lifetime: Option<Spanned<String>>,
    pub(crate) uses: Option<Spanned<i64>>,
    pub(crate) secret: Option<Spanned<bool>>,
}

#[derive(Debug)]
pub(crate) struct TypeEntry {
    pub(crate) name: Spanned<String>,
    pub(crate) doc: Spanned<String>,
    pub(crate) kind: KindEntry,
}

#[derive(Debug)]
pub(crate) enum KindEntry {
    Object(Vec<FieldEntry>),
    Enumeration(Vec<MemberEntry>),
    Union { tag: Spanned<String>, content: Option<Spanned<String>>, variants: Vec<MemberEntry> },
}

/// A value of an enumeration or a variant of a union.
#[derive(Debug)]
pub(crate) struct MemberEntry {
    pub(crate) wire: Spanned<String>,
    pub(crate) doc: Spanned<String>,
    pub(crate) name: Option<Spanned<String>>,
    pub(crate) of: Option<Spanned<String>>,
}

impl Document {
    /// Reads every file; mistakes of form go to the report and leave their declaration out.
    pub(crate) fn read(sources: &Sources, report: &Report) -> Self {
        let mut document = Self { whole: true, ..Self::default() };
        for (index, source) in sources.0.iter().enumerate() {
            let (root, errors) = DeTable::parse_recoverable(&source.text);
            if errors.is_empty() {
                let root = Table::root(root.get_ref(), index, report);
                document.declarations(root);
                continue;
            }
            document.garbled = true;
            for error in errors {
                let span = Span::new(index, error.span().unwrap_or(0..0));
                report.push(Diagnostic::new(span, format!("this is not TOML: {}", error.message())));
            }
        }
        document
    }

    /// Sorts the tables of a file by what their names say they declare.
    fn declarations(&mut self, mut root: Table<'_, '_>) {
        for (name, mut table) in root.tables() {
            match name.value.as_str() {
                "api" => keep(&mut self.apis, api(&name, table), &mut self.whole),
                "environment" => {
                    for (name, table) in table.tables() {
                        keep(&mut self.environments, environment(name, table), &mut self.whole);
                    }
                }
                word if name::is_camel(word) => {
                    keep(&mut self.types, declared_type(name, table), &mut self.whole)
                }
                word if name::is_snake(word) => {
                    keep(&mut self.endpoints, endpoint(name, table), &mut self.whole)
                }
                word => table.report(
                    Diagnostic::new(
                        name.span,
                        format!("`{word}` is neither an endpoint's name nor a type's"),
                    )
                    .help(format!(
                        "an endpoint is snake case (`{}`), a type is camel case (`{}`)",
                        name::snake(word),
                        name::camel(word)
                    )),
                ),
            }
        }
    }
}

/// Adds a declaration, or notes that it was left out.
fn keep<T>(list: &mut Vec<T>, entry: Option<T>, whole: &mut bool) {
    *whole &= entry.is_some();
    list.extend(entry);
}

fn api(name: &Spanned<String>, mut table: Table<'_, '_>) -> Option<ApiEntry> {
    table.called("the API".to_owned());
    let doc = table.required_text("doc", "what the API is");
    let bearer = table.table("bearer").and_then(bearer);
    let origins = table.table("origins").map(Table::texts).unwrap_or_default();
    let environment = table.table("environment").map(Table::texts).unwrap_or_default();
    let header = table.table("header").map(fields).unwrap_or_default();
    table.finish();
    Some(ApiEntry { span: name.span, doc: doc?, bearer, origins, environment, header })
}

fn bearer(mut table: Table<'_, '_>) -> Option<BearerEntry> {
    table.called("the bearer".to_owned());
    let endpoint = table.required_text("endpoint", "which endpoint mints the access token");
    let scope = table.required_text("scope", "which field of its body takes the scopes");
    let token = table.required_text("token", "which field of its reply holds the token");
    let kind = table.required_text("kind", "which field of its reply names the kind of token");
    table.finish();
    Some(BearerEntry { endpoint: endpoint?, scope: scope?, token: token?, kind: kind? })
}

fn environment(name: Spanned<String>, mut table: Table<'_, '_>) -> Option<EnvironmentEntry> {
    table.called(format!("environment `{}`", name.value));
    let doc = table.required_text("doc", "what the environment is for");
    let origins = table.required_table("origins", "the base URL of each origin").map(Table::texts);
    let values = table.texts();
    Some(EnvironmentEntry { name, doc: doc?, origins: origins?, values })
}

fn endpoint(name: Spanned<String>, mut table: Table<'_, '_>) -> Option<EndpointEntry> {
    table.called(format!("endpoint `{}`", name.value));
    let doc = table.required_text("doc", "what a call does");
    let route = table.required_text("route", "method and path, such as `\"GET /charges/{merchant_code}\"`");
    let origin = table.required_text("origin", "which of the hosts in `[api.origins]` answers");
    let auth = table.required_text("auth", "`\"bearer\"` or `\"none\"`");
    let scopes = table.text("scopes");
    let repeat = table.text("repeat");
    let status =
        table.required_text("status", "where the reply keeps its status object, such as `\"meta.status\"`");
    let path = table.table("path").map(fields).unwrap_or_default();
    let query = table.table("query").map(fields).unwrap_or_default();
    let header = table.table("header").map(fields).unwrap_or_default();
    let body = table.table("body").map(|body| Spanned::new((), body.span()).with(fields(body)));
    let reply = reply(&mut table);
    let mut example = table.table("example");
    let example_request = example.as_mut().and_then(|example| example.text("request"));
    let example_reply = example.as_mut().and_then(|example| example.text("reply"));
    if let Some(example) = example {
        example.finish();
    }
    table.finish();
    Some(EndpointEntry {
        name,
        doc: doc?,
        route: route?,
        origin: origin?,
        auth: auth?,
        scopes,
        repeat,
        status: status?,
        path,
        query,
        header,
        body,
        reply: reply?,
        example_request,
        example_reply,
    })
}

fn reply(table: &mut Table<'_, '_>) -> Option<ReplyEntry> {
    if table.holds_text("reply") {
        return table.text("reply").map(ReplyEntry::Named);
    }
    let reply = table.required_table("reply", "the fields of the reply, or the name of a type")?;
    Some(ReplyEntry::Table(fields(reply)))
}

/// The fields of a place or an object, in file order.
fn fields(mut table: Table<'_, '_>) -> Vec<FieldEntry> {
    let mut fields = Vec::new();
    for (wire, entry) in table.texts_or_tables() {
        match entry {
            Ok(shape) => fields.push(FieldEntry::plain(wire, shape)),
            Err(table) => fields.push(field(wire, table)),
        }
    }
    fields
}

fn field(wire: Spanned<String>, mut table: Table<'_, '_>) -> FieldEntry {
    table.called(format!("field `{}`", wire.value));
    let shape = table.text("type");
    // A type that isn't even a string was reported as that: don't also report it as missing.
    let broken = shape.is_none() && table.holds("type");
    let entry = FieldEntry {
        shape: if broken { Some(wire.with("json".to_owned())) } else { shape },
        doc: table.text("doc"),
        name: table.text("name"),
        fixed: table.literal("const"),
        default: table.literal("default"),
        from: table.text("from"),
        on: table.text("on"),
        lifetime: table.text("lifetime"),
        uses: table.integer("uses"),
        secret: table.boolean("secret"),
        wire,
    };
    table.finish();
    entry
}

impl FieldEntry {
    fn plain(wire: Spanned<String>, shape: Spanned<String>) -> Self {
        Self {
            wire,
            shape: Some(shape),
            doc: None,
            name: None,
            fixed: None,
            default: None,
            from: None,
            on: None,
            lifetime: None,
            uses: None,
            secret: None,
        }
    }
}

fn declared_type(name: Spanned<String>, mut table: Table<'_, '_>) -> Option<TypeEntry> {
    table.called(format!("type `{}`", name.value));
    let doc = table.required_text("doc", "what the type is");
    let tag = table.text("tag");
    let content = table.text("content");
    let object = table.table("fields").map(fields);
    let values = table.table("values").map(|values| members(values, false));
    let variants = table.table("variants").map(|variants| members(variants, true));
    let kind = match (object, values, variants, tag, &content) {
        (Some(object), None, None, None, None) => Some(KindEntry::Object(object)),
        (None, Some(values), None, None, None) => Some(KindEntry::Enumeration(values)),
        (None, None, Some(variants), Some(tag), _) => Some(KindEntry::Union { tag, content, variants }),
        (None, None, Some(_), None, _) => {
            table.report(
                Diagnostic::new(name.span, format!("union `{}` has no `tag`", name.value))
                    .help("name the field that tells the variants apart: `tag = \"method_name\"`"),
            );
            None
        }
        _ => {
            table.report(
                Diagnostic::new(name.span, format!("type `{}` must say exactly one thing that it is", name.value))
                    .help("an object has `fields`; an enumeration has `values`; a union has `tag`, `variants` and perhaps `content`"),
            );
            None
        }
    };
    table.finish();
    Some(TypeEntry { name, doc: doc?, kind: kind? })
}

/// The values of an enumeration (`WIRE = "doc"`) or the variants of a union (`WIRE = "Type"`); a
/// table where there is more to say.
fn members(mut table: Table<'_, '_>, typed: bool) -> Vec<MemberEntry> {
    let mut members = Vec::new();
    for (wire, entry) in table.texts_or_tables() {
        match entry {
            Ok(text) if typed => {
                members.push(MemberEntry { doc: wire.with(String::new()), wire, name: None, of: Some(text) })
            }
            Ok(doc) => members.push(MemberEntry { wire, doc, name: None, of: None }),
            Err(table) => members.extend(member(wire, table, typed)),
        }
    }
    members
}

fn member(wire: Spanned<String>, mut table: Table<'_, '_>, typed: bool) -> Option<MemberEntry> {
    table.called(format!("`{}`", wire.value));
    let doc = table.required_text("doc", "what it means");
    let name = table.text("name");
    let of = if typed { table.required_text("type", "the type of the variant's fields") } else { None };
    table.finish();
    if typed && of.is_none() {
        return None;
    }
    Some(MemberEntry { wire, doc: doc?, name, of })
}
