//! `[endpoint_name]` and the tables below it.

use crate::{
    document::{
        FieldEntry, ProofEntry,
        field::{fields, is_type},
        meanings,
        outcome::proof,
    },
    source::{Span, Spanned},
    table::{Entry, Table},
};

/// Keys and their texts.
type Pairs = Vec<(Spanned<String>, Spanned<String>)>;

#[derive(Debug)]
pub(crate) struct EndpointEntry {
    pub(crate) name: Spanned<String>,
    pub(crate) doc: String,
    pub(crate) deprecated: Option<Spanned<String>>,
    pub(crate) route: Option<Spanned<String>>,
    pub(crate) origin: Option<Spanned<String>>,
    pub(crate) scopes: Option<Spanned<String>>,
    pub(crate) repeat: Option<Spanned<String>>,
    pub(crate) key: Option<Spanned<String>>,
    pub(crate) settle: Option<Spanned<String>>,
    pub(crate) reference: Option<Spanned<String>>,
    pub(crate) undo: Option<Spanned<String>>,
    pub(crate) status: Option<Spanned<String>>,
    pub(crate) success: Option<Spanned<i64>>,
    pub(crate) partial: Option<Spanned<String>>,
    pub(crate) codes: Vec<CodeEntry>,
    /// The HTTP statuses of refusals, and the types of their bodies.
    pub(crate) errors: Pairs,
    pub(crate) echoes: Vec<Spanned<String>>,
    pub(crate) finds: Vec<Spanned<String>>,
    /// The field of the request that takes a cursor, and the path in the reply of the next one.
    pub(crate) cursor: Pairs,
    pub(crate) cursor_span: Span,
    pub(crate) path: Vec<FieldEntry>,
    pub(crate) query: Vec<FieldEntry>,
    pub(crate) header: Vec<FieldEntry>,
    pub(crate) body: Option<Spanned<Vec<FieldEntry>>>,
    /// `None` if it can't be read, or is missing.
    pub(crate) reply: Option<ReplyEntry>,
    pub(crate) reply_span: Span,
    pub(crate) reply_header: Vec<FieldEntry>,
    pub(crate) proof: ProofEntry,
    pub(crate) example_request: Option<Spanned<String>>,
    pub(crate) example_reply: Option<Spanned<String>>,
    /// Keys that are present, but unreadable or mistyped.
    pub(crate) lost: Vec<&'static str>,
}

/// The reply of an endpoint.
#[derive(Debug)]
pub(crate) enum ReplyEntry {
    /// A table of its own.
    Table(Vec<FieldEntry>),
    /// The name of a declared type, that name in brackets, or a media type.
    Named(Spanned<String>),
    /// No `reply`, but a `success`, which is all that a caller gets then.
    Nothing,
}

impl ReplyEntry {
    /// Returns true for a word that is a list, in this notation or another, or a media type. It has no status object.
    pub(crate) fn is_proofless(word: &str) -> bool {
        word.contains(['[', '<', '/'])
    }
}

pub(super) fn endpoint(name: Spanned<String>, mut table: Table<'_, '_>) -> EndpointEntry {
    table.called(format!("endpoint `{}`", name.value));
    table.explained(meanings::ENDPOINT);
    let doc = table.required_text("doc", "what a call does, in a sentence");
    let deprecated = table.text("deprecated");
    let route = table.required_text("route", "method and path, such as `\"GET /charges/{merchant_code}\"`");
    let origin = table.required_text("origin", "which of the hosts in `[api.origins]` answers");
    let [scopes, repeat, key] = ["scopes", "repeat", "key"].map(|key| table.text(key));
    let [settle, reference, undo] = ["settle", "reference", "undo"].map(|key| table.text(key));
    let named = if table.holds_text("reply") { table.text("reply") } else { None };
    let status = status(&mut table, named.as_ref());
    let partial = table.text("partial");
    let [echoes, finds] = ["echoes", "finds"].map(|key| table.word_or_words(key).unwrap_or_default());
    let proof = proof(&mut table);
    table.claim_strays(
        &["codes", "errors", "cursor", "path", "query", "header", "body", "reply_header", "reply", "example"],
        is_type,
    );
    let codes = table.table("codes").map(codes).unwrap_or_default();
    let errors = table.table("errors").map(Table::texts).unwrap_or_default();
    let (cursor, cursor_span) = cursor(&mut table).unwrap_or((Vec::new(), name.span));
    let [path, query, header] = ["path", "query", "header"].map(|key| place(&mut table, key));
    let body = table.table("body").map(|body| Spanned::new((), body.span()).with(fields(body)));
    let reply_header = place(&mut table, "reply_header");
    // The fields of a reply have one of the same name, so it is not a stray there.
    let success = table.integer("success");
    let (reply, reply_span) = reply(&mut table, named).unzip();
    let (example_request, example_reply) = table.table("example").map(example).unwrap_or_default();
    EndpointEntry {
        reply_span: reply_span.unwrap_or(name.span),
        name,
        doc: doc.map(|doc| doc.value).unwrap_or_default(),
        deprecated,
        route,
        origin,
        scopes,
        repeat,
        key,
        settle,
        reference,
        undo,
        status,
        success,
        partial,
        codes,
        errors,
        echoes,
        finds,
        cursor,
        cursor_span,
        path,
        query,
        header,
        body,
        reply,
        reply_header,
        proof,
        example_request,
        example_reply,
        lost: table.finish(),
    }
}

/// Reads the place of the status object, which replies of no object need not have.
fn status(table: &mut Table<'_, '_>, reply: Option<&Spanned<String>>) -> Option<Spanned<String>> {
    if reply.is_some_and(|word| ReplyEntry::is_proofless(&word.value)) {
        return table.text("status");
    }
    table.required_text("status", "where the reply keeps its status object, such as `\"meta.status\"`")
}

/// Reads the pairs of a cursor, with the position of their table.
fn cursor(table: &mut Table<'_, '_>) -> Option<(Pairs, Span)> {
    let cursor = table.table("cursor")?;
    let span = cursor.span();
    Some((cursor.texts(), span))
}

fn place(table: &mut Table<'_, '_>, key: &'static str) -> Vec<FieldEntry> {
    table.table(key).map(fields).unwrap_or_default()
}

fn reply(table: &mut Table<'_, '_>, named: Option<Spanned<String>>) -> Option<(ReplyEntry, Span)> {
    if let Some(name) = named {
        let span = name.span;
        return Some((ReplyEntry::Named(name), span));
    }
    if table.holds_text("reply") {
        return None;
    }
    if table.holds("success") && !table.holds("reply") {
        return Some((ReplyEntry::Nothing, table.span()));
    }
    let reply = table.required_table("reply", "the fields of the reply, or the name of a type; or, if a success has no body, its HTTP status: `success = 204`")?;
    let span = reply.span();
    Some((ReplyEntry::Table(fields(reply)), span))
}

/// A code of the status object: `CODE = "doc"`, or a table with more keys.
#[derive(Debug)]
pub(crate) struct CodeEntry {
    pub(crate) wire: Spanned<String>,
    pub(crate) doc: String,
    pub(crate) open: bool,
}

fn codes(table: Table<'_, '_>) -> Vec<CodeEntry> {
    let entries = table.entries().into_iter();
    entries
        .map(|(wire, entry)| match entry {
            Entry::Text(doc) => CodeEntry { wire, doc: doc.value, open: false },
            Entry::Table(table) => code(wire, table),
            Entry::Lost => CodeEntry { wire, doc: String::new(), open: false },
        })
        .collect()
}

fn code(wire: Spanned<String>, mut table: Table<'_, '_>) -> CodeEntry {
    table.called(format!("code `{}`", wire.value));
    let doc = table.required_text("doc", "what it means, in a sentence");
    let open = table.boolean("open").is_some_and(|open| open.value);
    table.finish();
    CodeEntry { wire, doc: doc.map(|doc| doc.value).unwrap_or_default(), open }
}

fn example(mut table: Table<'_, '_>) -> (Option<Spanned<String>>, Option<Spanned<String>>) {
    table.called("the example".to_owned());
    let example = (table.text("request"), table.text("reply"));
    table.finish();
    example
}
