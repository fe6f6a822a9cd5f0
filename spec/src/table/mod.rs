//! Reads a TOML table key by key. The keys that are asked for are the valid ones: [`Table::finish`]
//! reports every other key with the nearest valid name, and every required key that is absent.

mod duplicates;
mod files;
mod keys;
mod list;
mod names;
mod read;
mod strays;
mod syntax;
mod text_rules;

use toml::{
    Spanned as Toml,
    de::{DeString, DeTable, DeValue},
};

use crate::{
    diagnostic::Report,
    literal::Literal,
    source::{Span, Spanned},
};

pub use self::{files::Files, names::Names};

/// A table, and the keys that were asked for so far.
pub struct Table<'t, 'r> {
    table: &'t DeTable<'t>,
    source: usize,
    span: Span,
    what: String,
    asked: Vec<&'static str>,
    /// The required keys, with their meanings.
    required: Vec<(&'static str, String)>,
    /// The meanings of the valid keys.
    meanings: &'static [(&'static str, &'static str)],
    /// Keys that are present, but can't be read.
    lost: Vec<&'static str>,
    /// Keys that belong to the table above, and are read as if they did not stand here.
    strays: Vec<Span>,
    report: &'r Report,
}

/// A wire value, in short or as a table with more keys.
pub enum Given<'t, 'r> {
    /// The value.
    Literal(Spanned<Literal>),
    /// A table.
    Table(Table<'t, 'r>),
    /// Neither; the mistake is reported.
    Lost,
}

/// A text, or a table with more keys.
pub(crate) enum Entry<'t, 'r> {
    Text(Spanned<String>),
    Table(Table<'t, 'r>),
    /// Neither; the mistake is reported.
    Lost,
}

/// A value that is a string or a list of strings.
#[derive(Debug, Clone, Default)]
pub(crate) enum Written {
    Text(String),
    List(Vec<Spanned<String>>),
    /// Neither, and the mistake is reported; or absent.
    #[default]
    Lost,
}

impl<'t, 'r> Table<'t, 'r> {
    /// Wraps the top level of a file.
    fn root(table: &'t DeTable<'t>, source: usize, report: &'r Report) -> Self {
        Self {
            table,
            source,
            span: Span { source, ..Span::default() },
            what: "the file".to_owned(),
            asked: Vec::new(),
            required: Vec::new(),
            meanings: &[],
            lost: Vec::new(),
            strays: Vec::new(),
            report,
        }
    }

    /// Returns the position of the table: that of its key.
    pub(crate) fn span(&self) -> Span {
        self.span
    }

    /// Sets the name of the declaration, for messages.
    pub fn called(&mut self, what: String) {
        self.what = what;
    }

    /// Sets the meanings of the valid keys, for messages.
    pub(crate) fn explained(&mut self, meanings: &'static [(&'static str, &'static str)]) {
        self.meanings = meanings;
    }

    /// Returns the report, which outlives the table.
    pub fn report(&self) -> &'r Report {
        self.report
    }

    /// Returns true if there is no key.
    pub(crate) fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// Returns true if `key` is present.
    pub fn holds(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Returns true if `key` is present and is a string.
    pub(crate) fn holds_text(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|value| value.get_ref().is_str())
    }

    /// Returns every entry not asked for yet, in file order.
    fn rest(&self) -> Vec<(Spanned<String>, &'t Toml<DeValue<'t>>)> {
        let mut rest = self.entries_in_order();
        rest.retain(|(key, _)| !self.asked.contains(&key.value.as_str()) && !self.strays.contains(&key.span));
        rest
    }

    fn entries_in_order(&self) -> Vec<(Spanned<String>, &'t Toml<DeValue<'t>>)> {
        let entry = |(key, value): (&Toml<DeString<'_>>, _)| {
            (Spanned::new(key.get_ref().to_string(), Span::new(self.source, key.span())), value)
        };
        let mut entries: Vec<_> = self.table.iter().map(entry).collect();
        entries.sort_by_key(|(key, _)| key.span);
        entries
    }

    fn ask(&mut self, key: &'static str) -> Option<&'t Toml<DeValue<'t>>> {
        self.asked.push(key);
        self.table.get(key)
    }

    fn below(&self, table: &'t DeTable<'t>, span: Span, what: String) -> Table<'t, 'r> {
        let strays = self.strays.clone();
        Table { span, what, strays, ..Table::root(table, self.source, self.report) }
    }

    fn key_span(&self, key: &str) -> Option<Span> {
        self.table.get_key_value(key).map(|(key, _)| Span::new(self.source, key.span()))
    }

    fn at(&self, value: &Toml<DeValue<'_>>) -> Span {
        Span::new(self.source, value.span())
    }
}
