//! `[record.NAME]`, and the keys of endpoints about records.

use crate::{
    contract::Literal,
    diagnostic::Diagnostic,
    source::{Span, Spanned},
    table::{Given, Table},
};

#[derive(Debug)]
pub(crate) struct RecordEntry {
    pub(crate) name: Spanned<String>,
    pub(crate) doc: String,
    pub(crate) key: Vec<Spanned<String>>,
    pub(crate) mint: Vec<Spanned<String>>,
    /// True if part of it is unreadable or missing.
    pub(crate) lost: bool,
}

#[derive(Debug)]
pub(crate) struct RecordUseEntry {
    pub(crate) span: Span,
    /// The record behind each of [`Act::ALL`](crate::contract::Act::ALL).
    pub(crate) acts: [Option<Spanned<String>>; 3],
    pub(crate) each: Option<Spanned<String>>,
    pub(crate) count: Option<Spanned<String>>,
    pub(crate) matching: Vec<(Spanned<String>, Spanned<String>)>,
    pub(crate) set: Vec<SettingEntry>,
    /// True if part of it is unreadable.
    pub(crate) lost: bool,
}

#[derive(Debug)]
pub(crate) struct SettingEntry {
    pub(crate) wire: Spanned<String>,
    pub(crate) value: Spanned<Literal>,
    pub(crate) unlisted: bool,
}

#[derive(Debug)]
pub(crate) struct ScenarioEntry {
    pub(crate) name: Spanned<String>,
    pub(crate) doc: String,
    pub(crate) when: Vec<SettingEntry>,
    pub(crate) set: Vec<SettingEntry>,
    pub(crate) then: Vec<SettingEntry>,
    pub(crate) success: Option<Spanned<bool>>,
}

pub(super) fn record(name: Spanned<String>, mut table: Table<'_, '_>) -> RecordEntry {
    let report = table.report();
    let before = report.losses();
    table.called(format!("record `{}`", name.value));
    let doc = table.required_text("doc", "what one is, in a sentence");
    table.require("key", "the fields that tell two of them apart, such as `[\"merchant_operation_number\"]`");
    let key = table.words("key").unwrap_or_default();
    let mint = table.words("mint").unwrap_or_default();
    table.finish();
    RecordEntry {
        name,
        doc: doc.map(|doc| doc.value).unwrap_or_default(),
        key,
        mint,
        lost: report.losses() > before,
    }
}

pub(super) fn record_use(mut table: Table<'_, '_>) -> RecordUseEntry {
    let report = table.report();
    let before = report.losses();
    let entry = RecordUseEntry {
        span: table.span(),
        acts: [table.text("creates"), table.text("reads"), table.text("changes")],
        each: table.text("each"),
        count: table.text("count"),
        matching: table.table("match").map(Table::texts).unwrap_or_default(),
        set: settings(&mut table, "set"),
        lost: false,
    };
    table.finish();
    RecordUseEntry { lost: report.losses() > before, ..entry }
}

pub(super) fn scenarios(table: Table<'_, '_>) -> Vec<ScenarioEntry> {
    let report = table.report();
    let mut scenarios = Vec::new();
    for (name, entry) in table.tables() {
        match entry {
            Some(table) => scenarios.push(scenario(name, table)),
            None => report.push_lost(
                Diagnostic::new(name.span, format!("scenario `{}` is not a table", name.value))
                    .help("write what happens: `{ doc = \"…\", when = { amount = \"10051\" }, set = { state = \"DENEGADO\" } }`"),
            ),
        }
    }
    scenarios
}

fn scenario(name: Spanned<String>, mut table: Table<'_, '_>) -> ScenarioEntry {
    table.called(format!("scenario `{}`", name.value));
    let doc = table.required_text("doc", "what happens, in a sentence");
    table.require("when", "the request fields that call for it, such as `{ amount = \"10051\" }`");
    let entry = ScenarioEntry {
        doc: doc.map(|doc| doc.value).unwrap_or_default(),
        when: settings(&mut table, "when"),
        set: settings(&mut table, "set"),
        then: settings(&mut table, "then"),
        success: table.boolean("success"),
        name,
    };
    table.finish();
    entry
}

/// Reads values by field name: `{ state = "SENT" }`, or `{ state = { unlisted = "LOST" } }`.
fn settings(table: &mut Table<'_, '_>, key: &'static str) -> Vec<SettingEntry> {
    let values = table.table(key).map(Table::values).unwrap_or_default().into_iter();
    let setting = |(wire, given): (Spanned<String>, Given<'_, '_>)| match given {
        Given::Literal(value) => Some(SettingEntry { wire, value, unlisted: false }),
        Given::Table(mut table) => {
            let value = table.required_text("unlisted", "a value that the enumeration doesn't list");
            table.finish();
            let value = value?;
            Some(SettingEntry {
                wire,
                value: value.with(Literal::String(value.value.clone())),
                unlisted: true,
            })
        }
        Given::Lost => None,
    };
    values.filter_map(setting).collect()
}
