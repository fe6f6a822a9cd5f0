//! Reads a TOML table key by key. The keys asked for are the valid ones: [`Table::finish`] reports
//! every other with the nearest valid name, and every required key that is absent.

mod finish;
mod list;
mod read;
mod sound;

use toml::{
    Spanned as Toml,
    de::{DeTable, DeValue},
};

use crate::{
    contract::Literal,
    diagnostic::Report,
    source::{Span, Spanned},
};

pub(crate) struct Table<'t, 'r> {
    table: &'t DeTable<'t>,
    source: usize,
    span: Span,
    what: String,
    asked: Vec<&'static str>,
    /// Required keys that are absent, with what they mean.
    missing: Vec<(&'static str, String)>,
    /// Keys that are there, but can't be read.
    lost: Vec<&'static str>,
    report: &'r Report,
}

/// A value of the wire, which may need a table to say more about it.
pub(crate) enum Given<'t, 'r> {
    Literal(Spanned<Literal>),
    Table(Table<'t, 'r>),
    /// Neither, as was reported.
    Lost,
}

/// A value that may be written in short or in full.
pub(crate) enum Entry<'t, 'r> {
    Text(Spanned<String>),
    Table(Table<'t, 'r>),
    /// Neither, as was reported.
    Lost,
}

/// A value that is a string or a list of strings.
#[derive(Debug, Clone, Default)]
pub(crate) enum Written {
    Text(String),
    List(Vec<Spanned<String>>),
    /// Neither, as was reported, or not there.
    #[default]
    Lost,
}

impl<'t, 'r> Table<'t, 'r> {
    /// The top of a file.
    pub(crate) fn root(table: &'t DeTable<'t>, source: usize, report: &'r Report) -> Self {
        Self {
            table,
            source,
            span: Span { source, ..Span::default() },
            what: "the file".to_owned(),
            asked: Vec::new(),
            missing: Vec::new(),
            lost: Vec::new(),
            report,
        }
    }

    /// Where the table stands: its key.
    pub(crate) fn span(&self) -> Span {
        self.span
    }

    /// Names what the table declares, for messages.
    pub(crate) fn called(&mut self, what: String) {
        self.what = what;
    }

    /// Where mistakes go, also once the table is finished.
    pub(crate) fn report(&self) -> &'r Report {
        self.report
    }

    /// Whether `key` is there.
    pub(crate) fn holds(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Whether `key` is there and is a string.
    pub(crate) fn holds_text(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|value| value.get_ref().is_str())
    }

    /// Takes every entry not asked for yet, in file order.
    fn rest(&self) -> Vec<(Spanned<String>, &'t Toml<DeValue<'t>>)> {
        let mut rest: Vec<_> = self
            .table
            .iter()
            .filter(|(key, _)| !self.asked.contains(&key.get_ref().as_ref()))
            .map(|(key, value)| {
                (Spanned::new(key.get_ref().to_string(), Span::new(self.source, key.span())), value)
            })
            .collect();
        rest.sort_by_key(|(key, _)| key.span);
        rest
    }

    fn ask(&mut self, key: &'static str) -> Option<&'t Toml<DeValue<'t>>> {
        self.asked.push(key);
        self.table.get(key)
    }

    fn below(&self, table: &'t DeTable<'t>, span: Span, what: String) -> Table<'t, 'r> {
        Table { span, what, ..Table::root(table, self.source, self.report) }
    }

    fn key_span(&self, key: &str) -> Option<Span> {
        self.table.get_key_value(key).map(|(key, _)| Span::new(self.source, key.span()))
    }

    fn at(&self, value: &Toml<DeValue<'_>>) -> Span {
        Span::new(self.source, value.span())
    }
}
