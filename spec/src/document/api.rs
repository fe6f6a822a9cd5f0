//! `[api]` and `[environment.NAME]`.

use crate::{
    diagnostic::Diagnostic,
    document::{FieldEntry, field::fields},
    source::{Span, Spanned},
    table::{Entry, Table, Written},
};

#[derive(Debug)]
pub(crate) struct ApiEntry {
    pub(crate) span: Span,
    pub(crate) doc: String,
    pub(crate) bearer: Option<BearerEntry>,
    pub(crate) origins: Vec<(Spanned<String>, Spanned<String>)>,
    pub(crate) environment: Vec<EnvironmentKeyEntry>,
    pub(crate) header: Vec<FieldEntry>,
    /// Keys that are present, but unreadable or mistyped.
    pub(crate) lost: Vec<&'static str>,
}

/// A value that every environment has.
#[derive(Debug)]
pub(crate) struct EnvironmentKeyEntry {
    pub(crate) name: Spanned<String>,
    pub(crate) doc: String,
    pub(crate) holds: Option<Spanned<String>>,
    /// True if the type of the value can't be read.
    pub(crate) lost: bool,
}

#[derive(Debug)]
pub(crate) struct BearerEntry {
    pub(crate) endpoint: Spanned<String>,
    pub(crate) scope: Spanned<String>,
    pub(crate) token: Spanned<String>,
    pub(crate) kind: Spanned<String>,
    pub(crate) always: Option<Spanned<String>>,
}

#[derive(Debug)]
pub(crate) struct EnvironmentEntry {
    pub(crate) name: Spanned<String>,
    pub(crate) doc: String,
    /// `None` if the whole table is missing or unreadable.
    pub(crate) origins: Option<Vec<(Spanned<String>, Spanned<String>)>>,
    pub(crate) values: Vec<(Spanned<String>, Spanned<Written>)>,
}

/// Reports tables below `[api]` that stand there without it.
pub(super) fn fragment(span: Span) -> Diagnostic {
    Diagnostic::new(span, "files with `[api]` are a contract of their own, and this one lacks its `doc`")
        .help("to extend the shipped contract, remove this table: an extension has the origins, headers and access token of the shipped contract, and can't add any")
        .help("for another API, write `[api]` with a `doc` above, and declare everything that it needs")
}

pub(super) fn api(name: &Spanned<String>, mut table: Table<'_, '_>) -> ApiEntry {
    table.called("the API".to_owned());
    let doc = table.required_text("doc", "what the API is, in a sentence");
    let bearer = table.table("bearer").and_then(bearer);
    let origins = table.table("origins").map(Table::texts).unwrap_or_default();
    let environment = table.table("environment").map(environment_keys).unwrap_or_default();
    let header = table.table("header").map(fields).unwrap_or_default();
    ApiEntry {
        span: name.span,
        doc: doc.map(|doc| doc.value).unwrap_or_default(),
        bearer,
        origins,
        environment,
        header,
        lost: table.finish(),
    }
}

/// Reads the values of an environment besides its origins: `key = "what it is"`, or a table with more
/// keys.
fn environment_keys(table: Table<'_, '_>) -> Vec<EnvironmentKeyEntry> {
    let entries = table.entries().into_iter();
    entries
        .map(|(name, entry)| match entry {
            Entry::Text(doc) => EnvironmentKeyEntry { name, doc: doc.value, holds: None, lost: false },
            Entry::Table(table) => environment_key(name, table),
            Entry::Lost => EnvironmentKeyEntry { name, doc: String::new(), holds: None, lost: true },
        })
        .collect()
}

fn environment_key(name: Spanned<String>, mut table: Table<'_, '_>) -> EnvironmentKeyEntry {
    table.called(format!("`{}`", name.value));
    let doc = table.required_text("doc", "what it is, in a sentence");
    let holds = table.text("type");
    let lost = table.finish().contains(&"type");
    EnvironmentKeyEntry { name, doc: doc.map(|doc| doc.value).unwrap_or_default(), holds, lost }
}

fn bearer(mut table: Table<'_, '_>) -> Option<BearerEntry> {
    table.called("the bearer".to_owned());
    let endpoint = table.required_text("endpoint", "the endpoint that mints the access token");
    let scope = table.required_text("scope", "the field of its body that takes the scopes");
    let token = table.required_text("token", "the field of its reply that holds the token");
    let kind = table.required_text("kind", "the field of its reply that names the kind of token");
    let always = table.text("always");
    table.finish();
    Some(BearerEntry { endpoint: endpoint?, scope: scope?, token: token?, kind: kind?, always })
}

pub(super) fn environment(name: Spanned<String>, mut table: Table<'_, '_>) -> EnvironmentEntry {
    table.called(format!("environment `{}`", name.value));
    let doc = table.required_text("doc", "what the environment is for");
    let origins =
        table.required_table("origins", "the base URL of each origin, such as `{ api = \"https://…\" }`");
    let origins = origins.map(Table::texts);
    // Every other key is a value; `[api.environment]` decides which of them are valid.
    let values = table.written();
    table.finish_open();
    EnvironmentEntry { name, doc: doc.map(|doc| doc.value).unwrap_or_default(), origins, values }
}
