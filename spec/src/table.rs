//! Reads a TOML table key by key. The keys asked for are the valid ones: [`Table::finish`] reports
//! every other, with the nearest valid name.

use toml::{
    Spanned as Toml,
    de::{DeTable, DeValue},
};

use crate::{
    contract::Literal,
    diagnostic::{Diagnostic, Report},
    name,
    source::{Span, Spanned},
};

pub(crate) struct Table<'t, 'r> {
    table: &'t DeTable<'t>,
    source: usize,
    span: Span,
    what: String,
    asked: Vec<&'static str>,
    report: &'r Report,
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

    pub(crate) fn report(&self, diagnostic: Diagnostic) {
        self.report.push(diagnostic);
    }

    /// Whether `key` is there.
    pub(crate) fn holds(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Whether `key` is there and is a string.
    pub(crate) fn holds_text(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|value| value.get_ref().is_str())
    }

    pub(crate) fn text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let value = self.ask(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(Spanned::new(text.to_string(), self.at(value))),
            _ => self.expected(key, value, "a string"),
        }
    }

    pub(crate) fn required_text(&mut self, key: &'static str, meaning: &str) -> Option<Spanned<String>> {
        self.require(key, meaning);
        self.text(key)
    }

    pub(crate) fn integer(&mut self, key: &'static str) -> Option<Spanned<i64>> {
        let value = self.ask(key)?;
        match value
            .get_ref()
            .as_integer()
            .and_then(|digits| i64::from_str_radix(digits.as_str(), digits.radix()).ok())
        {
            Some(integer) => Some(Spanned::new(integer, self.at(value))),
            None => self.expected(key, value, "an integer of at most 64 bits"),
        }
    }

    pub(crate) fn boolean(&mut self, key: &'static str) -> Option<Spanned<bool>> {
        let value = self.ask(key)?;
        match value.get_ref() {
            DeValue::Boolean(boolean) => Some(Spanned::new(*boolean, self.at(value))),
            _ => self.expected(key, value, "`true` or `false`"),
        }
    }

    /// A value that the contract itself sends.
    pub(crate) fn literal(&mut self, key: &'static str) -> Option<Spanned<Literal>> {
        match self.table.get(key)?.get_ref() {
            DeValue::Integer(_) => self.integer(key).map(|at| at.with(Literal::Integer(at.value))),
            DeValue::Boolean(_) => self.boolean(key).map(|at| at.with(Literal::Boolean(at.value))),
            _ => self.text(key).map(|at| at.with(Literal::String(at.value.clone()))),
        }
    }

    pub(crate) fn table(&mut self, key: &'static str) -> Option<Table<'t, 'r>> {
        let value = self.ask(key)?;
        let span = self.key_span(key).unwrap_or(self.span);
        match value.get_ref() {
            DeValue::Table(table) => Some(self.below(table, span, format!("`{key}`"))),
            _ => self.expected(key, value, "a table"),
        }
    }

    pub(crate) fn required_table(&mut self, key: &'static str, meaning: &str) -> Option<Table<'t, 'r>> {
        self.require(key, meaning);
        self.table(key)
    }

    /// Every entry, each of which must be a table.
    pub(crate) fn tables(&mut self) -> Vec<(Spanned<String>, Table<'t, 'r>)> {
        let mut tables = Vec::new();
        for (key, value) in self.rest() {
            match value.get_ref() {
                DeValue::Table(table) => {
                    let below = self.below(table, key.span, format!("`{}`", key.value));
                    tables.push((key, below));
                }
                _ => self.mismatch(&key.value, value, "a table"),
            }
        }
        tables
    }

    /// Every entry not asked for yet, each of which must be a string.
    pub(crate) fn texts(mut self) -> Vec<(Spanned<String>, Spanned<String>)> {
        let mut texts = Vec::new();
        for (key, value) in self.rest() {
            match value.get_ref() {
                DeValue::String(text) => texts.push((key, Spanned::new(text.to_string(), self.at(value)))),
                _ => self.mismatch(&key.value, value, "a string"),
            }
        }
        texts
    }

    /// Every entry, each of which must be a string or a table.
    pub(crate) fn texts_or_tables(
        &mut self,
    ) -> Vec<(Spanned<String>, Result<Spanned<String>, Table<'t, 'r>>)> {
        let mut entries = Vec::new();
        for (key, value) in self.rest() {
            match value.get_ref() {
                DeValue::String(text) => {
                    entries.push((key, Ok(Spanned::new(text.to_string(), self.at(value)))))
                }
                DeValue::Table(table) => {
                    let below = self.below(table, key.span, format!("`{}`", key.value));
                    entries.push((key, Err(below)));
                }
                _ => self.mismatch(&key.value, value, "a string or a table"),
            }
        }
        entries
    }

    /// Reports every key that nobody asked for.
    pub(crate) fn finish(mut self) {
        let valid = self.asked.clone();
        for (key, _) in self.rest() {
            self.report.push(
                Diagnostic::new(key.span, format!("unknown key `{}` in {}", key.value, self.what))
                    .help(name::suggest(&key.value, "valid keys", valid.iter().copied())),
            );
        }
    }

    /// Takes every entry not asked for yet, in file order.
    fn rest(&mut self) -> Vec<(Spanned<String>, &'t Toml<DeValue<'t>>)> {
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

    fn require(&self, key: &str, meaning: &str) {
        if !self.table.contains_key(key) {
            self.report.push(
                Diagnostic::new(self.span, format!("{} has no `{key}`", self.what))
                    .help(format!("add `{key}`: {meaning}")),
            );
        }
    }

    fn expected<T>(&self, key: &str, value: &Toml<DeValue<'_>>, expected: &str) -> Option<T> {
        self.mismatch(key, value, expected);
        None
    }

    fn mismatch(&self, key: &str, value: &Toml<DeValue<'_>>, expected: &str) {
        let found = value.get_ref().type_str();
        self.report.push(Diagnostic::new(
            self.at(value),
            format!("`{key}` must be {expected}, but is of type {found}"),
        ));
    }

    fn below(&self, table: &'t DeTable<'t>, span: Span, what: String) -> Table<'t, 'r> {
        Table { table, source: self.source, span, what, asked: Vec::new(), report: self.report }
    }

    fn key_span(&self, key: &str) -> Option<Span> {
        self.table.get_key_value(key).map(|(key, _)| Span::new(self.source, key.span()))
    }

    fn at(&self, value: &Toml<DeValue<'_>>) -> Span {
        Span::new(self.source, value.span())
    }
}
