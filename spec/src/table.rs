//! Reads a TOML table key by key. The keys asked for are the valid ones: [`Table::finish`] reports
//! every other with the nearest valid name, and every required key that is absent.

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
    /// Required keys that are absent, with what they mean.
    missing: Vec<(&'static str, String)>,
    /// Keys that are there, but can't be read.
    lost: Vec<&'static str>,
    report: &'r Report,
}

/// A value that may be written in short or in full.
pub(crate) enum Entry<'t, 'r> {
    Text(Spanned<String>),
    Table(Table<'t, 'r>),
    /// Neither, as was reported.
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

    /// A word or a sentence of the contract.
    pub(crate) fn text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let text = self.raw_text(key)?;
        let sound = self.is_sound(key, &text);
        if !sound {
            self.lost.push(key);
        }
        sound.then_some(text)
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
            None if value.get_ref().is_integer() => {
                self.lost.push(key);
                self.report.push_lost(
                    Diagnostic::new(self.at(value), format!("`{key}` is too large")).help(format!(
                        "write an integer between {} and {}",
                        i64::MIN,
                        i64::MAX
                    )),
                );
                None
            }
            None => self.expected(key, value, "an integer"),
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
        match self.table.get(key).map(Toml::get_ref) {
            Some(DeValue::Integer(_)) => self.integer(key).map(|at| at.with(Literal::Integer(at.value))),
            Some(DeValue::Boolean(_)) => self.boolean(key).map(|at| at.with(Literal::Boolean(at.value))),
            Some(DeValue::String(_)) => {
                self.raw_text(key).map(|at| at.with(Literal::String(at.value.clone())))
            }
            _ => {
                let value = self.ask(key)?;
                self.expected(key, value, "a string, an integer, `true` or `false`")
            }
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

    /// Every entry; `None` where it is no table.
    pub(crate) fn tables(self) -> Vec<(Spanned<String>, Option<Table<'t, 'r>>)> {
        let mut tables = Vec::new();
        for (key, value) in self.rest() {
            let table = match value.get_ref() {
                DeValue::Table(table) => Some(self.below(table, key.span, format!("`{}`", key.value))),
                _ => None,
            };
            tables.push((key, table));
        }
        tables
    }

    /// Every entry not asked for yet, each of which must be a string; empty where it is none.
    pub(crate) fn texts(&mut self) -> Vec<(Spanned<String>, Spanned<String>)> {
        let mut texts = Vec::new();
        for (key, value) in self.rest() {
            if self.meant(&key.value) && !value.get_ref().is_str() {
                self.unknown(&key);
                continue;
            }
            let text = match value.get_ref() {
                DeValue::String(text) => Some(Spanned::new(text.to_string(), self.at(value))),
                _ => self.mismatch(&key.value, value, "a string"),
            };
            let text = text.filter(|text| self.is_sound(&key.value, text));
            let text = text.unwrap_or(Spanned::new(String::new(), self.at(value)));
            texts.push((key, text));
        }
        texts
    }

    /// Every entry by its name on the wire, each of which must be a string or a table.
    pub(crate) fn entries(self) -> Vec<(Spanned<String>, Entry<'t, 'r>)> {
        let mut entries = Vec::new();
        for (key, value) in self.rest() {
            let entry = match value.get_ref() {
                _ if !self.is_sound_name(&key) => Entry::Lost,
                DeValue::String(text) => {
                    let text = Spanned::new(text.to_string(), self.at(value));
                    if self.is_sound(&key.value, &text) { Entry::Text(text) } else { Entry::Lost }
                }
                DeValue::Table(table) => {
                    Entry::Table(self.below(table, key.span, format!("`{}`", key.value)))
                }
                _ => self.mismatch(&key.value, value, "a string or a table").unwrap_or(Entry::Lost),
            };
            entries.push((key, entry));
        }
        entries
    }

    /// Reports every key that nobody asked for and every required one that is absent. Returns the
    /// keys that are there after all, but unreadable or mistyped: nothing follows from their absence.
    pub(crate) fn finish(mut self) -> Vec<&'static str> {
        for (key, _) in self.rest() {
            self.unknown(&key);
            self.meant(&key.value);
        }
        self.finish_open()
    }

    /// Reports every required key that is absent, and lets any other key be.
    pub(crate) fn finish_open(self) -> Vec<&'static str> {
        let missing: Vec<_> = self.missing.iter().filter(|(key, _)| !self.lost.contains(key)).collect();
        if !missing.is_empty() {
            let keys: Vec<&str> = missing.iter().map(|(key, _)| *key).collect();
            let message = format!("{} has no {}", self.what, name::list(&keys));
            let helps = missing.iter().map(|(key, meaning)| format!("add `{key}`: {meaning}"));
            let diagnostic = Diagnostic::new(self.span, message);
            self.report.push_lost(helps.fold(diagnostic, Diagnostic::help));
        }
        self.lost
    }

    pub(crate) fn require(&mut self, key: &'static str, meaning: &str) {
        if !self.holds(key) {
            self.missing.push((key, meaning.to_owned()));
        }
    }

    fn unknown(&self, key: &Spanned<String>) {
        let valid = self.asked.iter().copied();
        self.report.push_lost(
            Diagnostic::new(key.span, format!("unknown key `{}` in {}", key.value, self.what))
                .help(name::suggest(&key.value, "valid keys", valid)),
        );
    }

    /// Takes the absent key that a mistyped one was probably meant to be as lost, if there is one.
    fn meant(&mut self, mistyped: &str) -> bool {
        let absent = self.asked.iter().copied().filter(|asked| !self.holds(asked));
        let meant = name::nearest(mistyped, absent);
        self.lost.extend(meant);
        meant.is_some()
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

    fn raw_text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let value = self.ask(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(Spanned::new(text.to_string(), self.at(value))),
            _ => self.expected(key, value, "a string"),
        }
    }

    /// Whether a text says something, in characters that show.
    fn is_sound(&self, key: &str, text: &Spanned<String>) -> bool {
        if text.value.trim().is_empty() {
            self.report.push_lost(
                Diagnostic::new(text.span, format!("`{key}` is empty"))
                    .help("write between the quotes what it is, or remove the line"),
            );
        } else if text.value.contains(is_invisible) {
            self.report.push_lost(
                Diagnostic::new(text.span, format!("`{key}` holds a control character"))
                    .help("write characters that show"),
            );
        } else {
            return true;
        }
        false
    }

    /// Whether a name on the wire is one, in one line of characters that show.
    fn is_sound_name(&self, name: &Spanned<String>) -> bool {
        let wrong = match name.value.as_str() {
            "" => "a name can't be empty",
            text if text.contains(char::is_control) || text.contains(is_invisible) => {
                "a name can't hold a control character"
            }
            _ => return true,
        };
        self.report.push_lost(
            Diagnostic::new(name.span, wrong)
                .help("write the name that the wire has, in characters that show"),
        );
        false
    }

    fn expected<T>(&mut self, key: &'static str, value: &Toml<DeValue<'_>>, expected: &str) -> Option<T> {
        self.lost.push(key);
        self.mismatch(key, value, expected)
    }

    fn mismatch<T>(&self, key: &str, value: &Toml<DeValue<'_>>, expected: &str) -> Option<T> {
        let found = value.get_ref().type_str();
        let message = format!("`{key}` must be {expected}, but is of type {found}");
        let diagnostic = Diagnostic::new(self.at(value), message);
        let help = match expected {
            "a string" => "write it in quotes",
            "a table" => {
                "a table is a line such as `[name]` with `key = value` lines below, or `{ key = value }`"
            }
            "a string or a table" => {
                "write `\"…\"`, or `{ … }` where there is more to say, such as `{ type = \"string\", doc = \"…\" }`"
            }
            "an integer" | "`true` or `false`" => "write it without quotes",
            _ => "write `\"…\"`, `7` or `true`",
        };
        self.report.push_lost(diagnostic.help(help));
        None
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

/// Control characters, and those that turn the direction of the text around them.
fn is_invisible(char: char) -> bool {
    let turns = matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    turns || (char.is_control() && char != '\n' && char != '\t' && char != '\r')
}
