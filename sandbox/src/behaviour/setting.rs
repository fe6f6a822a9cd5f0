//! The values of fields, as the sandbox's contract writes them.

use alignet_spec::{
    literal::Literal,
    source::Spanned,
    table::{Given, Table},
};

/// The value of a field, at any depth.
#[derive(Debug)]
pub(crate) struct Setting {
    /// The field's name on the wire.
    pub(crate) wire: Spanned<String>,
    pub(crate) value: Spanned<Literal>,
    /// True if the value is deliberately not listed by the field's enumeration.
    pub(crate) unlisted: bool,
}

/// Several values of each of some fields.
pub(crate) type Alternatives = Vec<(Spanned<String>, Vec<Setting>)>;

/// Reads values by field name: `{ state = "SENT" }`, or `{ state = { unlisted = "LOST" } }`.
pub(super) fn settings(table: &mut Table<'_, '_>, key: &'static str) -> Vec<Setting> {
    let values = table.table(key).map(Table::values).unwrap_or_default().into_iter();
    let setting = |(wire, given): (Spanned<String>, Given<'_, '_>)| match given {
        Given::Literal(value) => Some(Setting { wire, value, unlisted: false }),
        Given::Table(mut table) => {
            let value = table.required_text("unlisted", "a value that the enumeration doesn't list");
            table.finish();
            let value = value?;
            let value = value.with(Literal::String(value.value.clone()));
            Some(Setting { wire, value, unlisted: true })
        }
        Given::Lost => None,
    };
    values.filter_map(setting).collect()
}

/// Reads several values by field name: `{ state = ["SENT", "LOST"] }`.
pub(super) fn alternatives(table: &mut Table<'_, '_>, key: &'static str) -> Alternatives {
    let setting = |wire: &Spanned<String>, text: Spanned<String>| {
        let value = text.with(Literal::String(text.value.clone()));
        Setting { wire: wire.clone(), value, unlisted: false }
    };
    let lists = table.table(key).map(Table::lists).unwrap_or_default().into_iter();
    lists
        .map(|(wire, texts)| {
            let settings = texts.into_iter().map(|text| setting(&wire, text)).collect();
            (wire, settings)
        })
        .collect()
}
