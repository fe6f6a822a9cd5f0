//! `[TypeName]`: an object, an enumeration or a union.

use crate::{
    diagnostic::{Diagnostic, Report},
    document::{
        FieldEntry, ProofEntry,
        field::{fields, is_type},
        meanings,
        outcome::proof,
    },
    source::Spanned,
    table::{Entry, Table},
};

#[derive(Debug)]
pub(crate) struct TypeEntry {
    pub(crate) name: Spanned<String>,
    pub(crate) doc: String,
    /// `None` if the kind can't be told.
    pub(crate) kind: Option<KindEntry>,
}

#[derive(Debug)]
pub(crate) enum KindEntry {
    Object(Vec<FieldEntry>, ProofEntry, UseEntry),
    /// The values, and the type that is written for them.
    Enumeration(Vec<MemberEntry>, Option<Spanned<String>>),
    Union {
        tag: Spanned<String>,
        content: Option<Spanned<String>>,
        variants: Vec<MemberEntry>,
    },
}

/// The keys of an object that only senders need.
#[derive(Debug, Default)]
pub(crate) struct UseEntry {
    pub(crate) browser: Option<Spanned<bool>>,
    /// The type whose values become values of this one.
    pub(crate) from: Option<Spanned<String>>,
}

/// A value of an enumeration or a variant of a union.
#[derive(Debug, Default)]
pub(crate) struct MemberEntry {
    pub(crate) wire: Spanned<String>,
    pub(crate) doc: String,
    pub(crate) name: Option<Spanned<String>>,
    pub(crate) deprecated: Option<Spanned<String>>,
    /// The type of a variant's object.
    pub(crate) of: Option<Spanned<String>>,
    /// The outcome that a value proves.
    pub(crate) outcome: Option<Spanned<String>>,
    /// True if the service declined what is in this state.
    pub(crate) declined: bool,
    /// True if part of it is unreadable or missing.
    pub(crate) lost: bool,
}

pub(super) fn declared_type(name: Spanned<String>, mut table: Table<'_, '_>) -> TypeEntry {
    let report = table.report();
    table.called(format!("type `{}`", name.value));
    table.explained(meanings::TYPE);
    let doc = table.required_text("doc", "what the type is, in a sentence");
    let (tag, content, proof) = (table.text("tag"), table.text("content"), proof(&mut table));
    let holds = table.text("type");
    let used = UseEntry { browser: table.boolean("browser"), from: table.text("from") };
    table.claim_strays(&["fields", "values", "variants"], is_type);
    let parts = Parts {
        object: table.table("fields").map(fields),
        values: table.table("values").map(|values| members(values, false)),
        variants: table.table("variants").map(|variants| members(variants, true)),
        tag,
        content,
        holds,
        used,
        proof,
    };
    let lost = table.finish().iter().any(|key| *key != "doc");
    let kind = if lost { None } else { parts.kind(&name, report) };
    TypeEntry { name, doc: doc.map(|doc| doc.value).unwrap_or_default(), kind }
}

/// The keys of a type's table, before its kind is known.
struct Parts {
    object: Option<Vec<FieldEntry>>,
    values: Option<Vec<MemberEntry>>,
    variants: Option<Vec<MemberEntry>>,
    tag: Option<Spanned<String>>,
    content: Option<Spanned<String>>,
    holds: Option<Spanned<String>>,
    used: UseEntry,
    proof: ProofEntry,
}

impl Parts {
    fn kind(self, name: &Spanned<String>, report: &Report) -> Option<KindEntry> {
        let word = &name.value;
        if let (None, Some(holds)) = (&self.values, &self.holds) {
            report.push_lost(
                "types-are-of-one-kind",
                Diagnostic::new(
                    holds.span,
                    format!("`type` has no meaning for `{word}`, which has no `values`"),
                )
                .help("an enumeration of numbers has `type = \"integer\"`: remove it elsewhere"),
            );
        }
        if let (None, Some((key, at))) = (&self.object, self.proof.first()) {
            report.push_lost("types-are-of-one-kind", 
                Diagnostic::new(at.span, format!("`{key}` has no meaning for `{word}`, which has no `fields`"))
                    .help("an object names the fields that tell its outcome; a value of an enumeration says itself what it proves: `SENT = { doc = \"…\", outcome = \"authorised\" }`"),
            );
        }
        let browser = self.used.browser.as_ref().map(|browser| ("browser", browser.span));
        let used = browser.or(self.used.from.as_ref().map(|from| ("from", from.span)));
        if let (None, Some((key, span))) = (&self.object, used) {
            report.push_lost(
                "types-are-of-one-kind",
                Diagnostic::new(span, format!("`{key}` has no meaning for `{word}`, which has no `fields`"))
                    .help("it says something about an object: remove it elsewhere"),
            );
        }
        let (message, help) = match (self.object, self.values, self.variants, self.tag, self.content) {
            (Some(object), None, None, None, None) => {
                return Some(KindEntry::Object(object, self.proof, self.used));
            }
            (None, Some(values), None, None, None) => {
                return Some(KindEntry::Enumeration(values, self.holds));
            }
            (None, None, Some(variants), Some(tag), content) => {
                return Some(KindEntry::Union { tag, content, variants });
            }
            (None, None, Some(_), None, _) => (
                format!("union `{word}` has no `tag`"),
                "name the field that tells the variants apart, such as `tag = \"method_name\"`",
            ),
            (None, None, None, _, _) => (
                format!("type `{word}` doesn't say what it consists of"),
                "an object has `fields`, an enumeration `values`, a union `tag` and `variants`",
            ),
            _ => (
                format!("type `{word}` is more than one thing"),
                "keep one: an object has `fields`, an enumeration `values`, a union `tag`, `variants` and perhaps `content`",
            ),
        };
        report.push_lost("types-are-of-one-kind", Diagnostic::new(name.span, message).help(help));
        None
    }
}

/// Reads the values of an enumeration (`WIRE = "doc"`) or the variants of a union (`WIRE = "Type"`). Each
/// may be a table with more keys.
fn members(table: Table<'_, '_>, typed: bool) -> Vec<MemberEntry> {
    let entries = table.entries().into_iter();
    entries
        .map(|(wire, entry)| match entry {
            Entry::Text(text) if typed => MemberEntry { wire, of: Some(text), ..MemberEntry::default() },
            Entry::Text(doc) => MemberEntry { wire, doc: doc.value, ..MemberEntry::default() },
            Entry::Table(table) => member(wire, table, typed),
            Entry::Lost => MemberEntry { wire, lost: true, ..MemberEntry::default() },
        })
        .collect()
}

fn member(wire: Spanned<String>, mut table: Table<'_, '_>, typed: bool) -> MemberEntry {
    let report = table.report();
    let before = report.losses();
    table.called(format!("`{}`", wire.value));
    table.explained(meanings::MEMBER);
    let doc = table.required_text("doc", "what it means, in a sentence");
    let (name, deprecated) = (table.text("name"), table.text("deprecated"));
    let of = if typed { table.required_text("type", "the type of the variant's fields") } else { None };
    let outcome = if typed { None } else { table.text("outcome") };
    let declined = if typed { None } else { table.boolean("declined") };
    table.finish();
    MemberEntry {
        wire,
        doc: doc.map(|doc| doc.value).unwrap_or_default(),
        name,
        deprecated,
        of,
        outcome,
        declined: declined.is_some_and(|declined| declined.value),
        lost: report.losses() > before,
    }
}
