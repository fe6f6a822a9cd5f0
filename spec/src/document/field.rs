//! A field: `wire = "type"`, or a table with more keys.

use crate::{
    literal::Literal,
    name, shape,
    source::Spanned,
    table::{Entry, Table},
};

#[derive(Debug, Default)]
pub(crate) struct FieldEntry {
    pub(crate) wire: Spanned<String>,
    pub(crate) shape: Option<Spanned<String>>,
    pub(crate) doc: Option<Spanned<String>>,
    pub(crate) deprecated: Option<Spanned<String>>,
    pub(crate) name: Option<Spanned<String>>,
    pub(crate) fixed: Option<Spanned<Literal>>,
    pub(crate) default: Option<Spanned<Literal>>,
    pub(crate) from: Option<Spanned<String>>,
    pub(crate) lifetime: Option<Spanned<String>>,
    pub(crate) single_use: Option<Spanned<bool>>,
    pub(crate) secret: Option<Spanned<bool>>,
    pub(crate) style: Option<Spanned<String>>,
    /// True if part of it is unreadable or missing.
    pub(crate) lost: bool,
}

/// Returns true if a text has the form of a type.
pub(super) fn is_type(text: &str) -> bool {
    shape::parse(text, &|name| name::is_camel(name).then_some(0)).is_ok()
}

/// The fields of a place or an object, in file order.
pub(super) fn fields(table: Table<'_, '_>) -> Vec<FieldEntry> {
    let entries = table.entries().into_iter();
    entries
        .map(|(wire, entry)| match entry {
            Entry::Text(shape) => FieldEntry { wire, shape: Some(shape), ..FieldEntry::default() },
            Entry::Table(table) => field(wire, table),
            Entry::Lost => FieldEntry { wire, lost: true, ..FieldEntry::default() },
        })
        .collect()
}

fn field(wire: Spanned<String>, mut table: Table<'_, '_>) -> FieldEntry {
    let report = table.report();
    let before = report.losses();
    table.called(format!("field `{}`", wire.value));
    // A field with a given value has the type of that value.
    if !["const", "default", "from"].iter().any(|key| table.holds(key)) {
        table.require("type", "what it holds, such as `\"string\"`");
    }
    let entry = FieldEntry {
        wire,
        shape: table.text("type"),
        doc: table.text("doc"),
        deprecated: table.text("deprecated"),
        name: table.text("name"),
        fixed: table.literal("const"),
        default: table.literal("default"),
        from: table.text("from"),
        lifetime: table.text("lifetime"),
        single_use: table.boolean("single_use"),
        secret: table.boolean("secret"),
        style: table.text("style"),
        lost: false,
    };
    table.finish();
    FieldEntry { lost: report.losses() > before, ..entry }
}
