//! Reads values by the type they must have.

use toml::{Spanned as Toml, de::DeValue};

use crate::{
    diagnostic::Diagnostic,
    literal::Literal,
    source::Spanned,
    table::{Entry, Table},
};

impl<'t, 'r> Table<'t, 'r> {
    /// Reads a word or a sentence of the contract, which must not be empty.
    pub fn text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let text = self.raw_text(key)?;
        let sound = self.is_sound(key, &text);
        if !sound {
            self.lost.push(key);
        }
        sound.then_some(text)
    }

    /// Reads a word or a sentence that must be there; `meaning` says what to write.
    pub fn required_text(&mut self, key: &'static str, meaning: &str) -> Option<Spanned<String>> {
        self.require(key, meaning);
        self.text(key)
    }

    /// Reads an integer.
    pub fn integer(&mut self, key: &'static str) -> Option<Spanned<i64>> {
        let value = self.ask(key)?;
        if !value.get_ref().is_integer() {
            return self.expected(key, value, "an integer");
        }
        let integer = self.digits(key, value);
        if integer.is_none() {
            self.lost.push(key);
        }
        integer
    }

    /// Reads an integer; `None` for any other value, and for a number that is too large, which is reported.
    pub(super) fn digits(&self, key: &str, value: &Toml<DeValue<'_>>) -> Option<Spanned<i64>> {
        let digits = value.get_ref().as_integer()?;
        let integer = i64::from_str_radix(digits.as_str(), digits.radix());
        if integer.is_err() {
            let help = format!("write an integer between {} and {}", i64::MIN, i64::MAX);
            self.report.push_lost(
                "integers-fit-64-bits",
                Diagnostic::new(self.at(value), format!("`{key}` is too large")).help(help),
            );
        }
        Some(Spanned::new(integer.ok()?, self.at(value)))
    }

    /// Reads a truth value.
    pub fn boolean(&mut self, key: &'static str) -> Option<Spanned<bool>> {
        let value = self.ask(key)?;
        match value.get_ref() {
            DeValue::Boolean(boolean) => Some(Spanned::new(*boolean, self.at(value))),
            _ => self.expected(key, value, "`true` or `false`"),
        }
    }

    /// Reads a value that is sent as it is written. A number with a fraction is read as its text, because only its type
    /// tells what to write in its place: `check` reports it.
    pub(crate) fn literal(&mut self, key: &'static str) -> Option<Spanned<Literal>> {
        match self.table.get(key).map(Toml::get_ref) {
            Some(DeValue::Integer(_)) => self.integer(key).map(|at| at.with(Literal::Integer(at.value))),
            Some(DeValue::Boolean(_)) => self.boolean(key).map(|at| at.with(Literal::Boolean(at.value))),
            Some(DeValue::String(_)) => {
                self.raw_text(key).map(|at| at.with(Literal::String(at.value.clone())))
            }
            _ => {
                let value = self.ask(key)?;
                if let DeValue::Float(number) = value.get_ref() {
                    return Some(Spanned::new(Literal::String(number.as_str().to_owned()), self.at(value)));
                }
                self.expected(key, value, "a string, an integer, `true` or `false`")
            }
        }
    }

    /// Reads a table.
    pub fn table(&mut self, key: &'static str) -> Option<Table<'t, 'r>> {
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

    /// Returns every entry as a table; `None` for an entry that is no table.
    pub fn tables(self) -> Vec<(Spanned<String>, Option<Table<'t, 'r>>)> {
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

    /// Reads every entry as a string. Reports any other value and reads it as empty.
    pub fn texts(self) -> Vec<(Spanned<String>, Spanned<String>)> {
        let mut texts = Vec::new();
        for (key, value) in self.rest() {
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

    /// Reads every entry by its wire name. Each must be a string or a table.
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

    fn raw_text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let value = self.ask(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(Spanned::new(text.to_string(), self.at(value))),
            _ => self.expected(key, value, "a string"),
        }
    }

    pub(super) fn expected<T>(
        &mut self,
        key: &'static str,
        value: &Toml<DeValue<'_>>,
        expected: &str,
    ) -> Option<T> {
        self.lost.push(key);
        self.mismatch(key, value, expected)
    }

    pub(super) fn mismatch<T>(&self, key: &str, value: &Toml<DeValue<'_>>, expected: &str) -> Option<T> {
        let found = value.get_ref().type_str();
        let message = format!("`{key}` must be {expected}, but is of type {found}");
        let diagnostic = Diagnostic::new(self.at(value), message);
        self.report
            .push_lost("values-have-their-type", diagnostic.help(notation(key, value.get_ref(), expected)));
        None
    }
}

/// Returns the notation of the expected value: that of this value, if it says what is meant.
fn notation(key: &str, value: &DeValue<'_>, expected: &str) -> String {
    let words = || value.as_array()?.iter().map(|item| item.get_ref().as_str()).collect::<Option<Vec<_>>>();
    match (expected, words()) {
        ("a string", Some(words)) if words.len() < 2 || key == "scopes" || key == "always" => {
            return format!("write one string, without brackets: `{key} = \"{}\"`", words.join(" "));
        }
        ("a table", Some(words)) if key == "values" && !words.is_empty() => {
            let values = words.iter().map(|word| format!("{word} = \"What it means.\""));
            return format!(
                "say what each means: `values = {{ {} }}`",
                values.collect::<Vec<_>>().join(", ")
            );
        }
        ("a string or a table", Some(words)) if words.len() == 1 => {
            return format!("a list of a type is written in one string: `{key} = \"[{}]\"`", words[0]);
        }
        _ => {}
    }
    if let (DeValue::Float(number), "a string, an integer, `true` or `false`") = (value, expected) {
        return format!("a number with a fraction is sent as a string: `{key} = \"{}\"`", number.as_str());
    }
    let path = value.as_str().filter(|text| key == "path" && text.starts_with('/'));
    if let Some(path) = path {
        return format!(
            "the path itself stands behind the method: `route = \"GET {path}\"`; `path` declares its fields: `path = {{ id = \"string\" }}`"
        );
    }
    let help = match expected {
        "a string" if matches!(value, DeValue::Array(_) | DeValue::Table(_)) => "write one string, in quotes",
        "a string" => "write it in quotes",
        "a table" => {
            "a table is a line such as `[name]` with `key = value` lines below, or `{ key = value }`"
        }
        "a string or a table" => {
            "write `\"…\"`, or `{ … }` where there is more to say, such as `{ type = \"string\", doc = \"…\" }`"
        }
        "an integer" | "`true` or `false`" => "write it without quotes",
        "a list of strings" => "write `[\"…\", \"…\"]`",
        "a string or a list of strings" => "write `\"…\"`, or `[\"…\", \"…\"]`",
        _ => "write `\"…\"`, `7` or `true`",
    };
    help.to_owned()
}
