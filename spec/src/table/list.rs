//! Reads values that hold several: lists of words, and wire values by name.

use toml::{
    Spanned as Toml,
    de::{DeArray, DeValue},
};

use crate::{
    diagnostic::Diagnostic,
    literal::Literal,
    source::Spanned,
    table::{Given, Table, Written},
};

impl<'t, 'r> Table<'t, 'r> {
    /// Reads a list of strings, none of which is empty.
    pub fn words(&mut self, key: &'static str) -> Option<Vec<Spanned<String>>> {
        let value = self.ask(key)?;
        let DeValue::Array(items) = value.get_ref() else {
            return self.expected(key, value, "a list of strings");
        };
        let words = self.sound_words(key, items);
        if words.is_none() {
            self.lost.push(key);
        }
        words
    }

    /// Reads every entry not asked for yet. Each must be a string or a list of strings.
    pub(crate) fn written(&mut self) -> Vec<(Spanned<String>, Spanned<Written>)> {
        let mut entries = Vec::new();
        for (key, value) in self.rest() {
            if self.meant(&key.value) && !(value.get_ref().is_str() || value.get_ref().is_array()) {
                self.unknown(&key);
                continue;
            }
            let span = self.at(value);
            let written = match value.get_ref() {
                DeValue::String(text) => {
                    let text = Spanned::new(text.to_string(), span);
                    self.is_sound(&key.value, &text).then_some(Written::Text(text.value))
                }
                DeValue::Array(items) => self.sound_words(&key.value, items).map(Written::List),
                _ => self.mismatch(&key.value, value, "a string or a list of strings"),
            };
            entries.push((key, Spanned::new(written.unwrap_or_default(), span)));
        }
        entries
    }

    /// Reads one word, or a list of at least one.
    pub(crate) fn word_or_words(&mut self, key: &'static str) -> Option<Vec<Spanned<String>>> {
        if self.holds_text(key) {
            return self.text(key).map(|word| vec![word]);
        }
        let words = self.words(key)?;
        if words.is_empty() {
            self.lost.push(key);
            let span = self.key_span(key).unwrap_or(self.span);
            self.report.push_lost(
                "lists-are-not-empty",
                Diagnostic::new(span, format!("`{key}` lists nothing"))
                    .help("write one word in quotes, or several in brackets, or remove the line"),
            );
            return None;
        }
        Some(words)
    }

    /// Reads every entry by its wire name. Each must be a wire value or a table.
    pub fn values(self) -> Vec<(Spanned<String>, Given<'t, 'r>)> {
        let mut values = Vec::new();
        for (key, value) in self.rest() {
            let at = self.at(value);
            let given = match value.get_ref() {
                _ if !self.is_sound_name(&key) => Given::Lost,
                DeValue::String(text) => Given::Literal(Spanned::new(Literal::String(text.to_string()), at)),
                DeValue::Boolean(boolean) => Given::Literal(Spanned::new(Literal::Boolean(*boolean), at)),
                DeValue::Integer(_) => self
                    .digits(&key.value, value)
                    .map_or(Given::Lost, |at| Given::Literal(at.with(Literal::Integer(at.value)))),
                DeValue::Table(table) => {
                    Given::Table(self.below(table, key.span, format!("`{}`", key.value)))
                }
                _ => self
                    .mismatch(&key.value, value, "a string, an integer, `true` or `false`")
                    .unwrap_or(Given::Lost),
            };
            values.push((key, given));
        }
        values
    }

    /// Reads every entry by its wire name. Each must be a list of strings, none of which is empty.
    pub fn lists(self) -> Vec<(Spanned<String>, Vec<Spanned<String>>)> {
        let mut lists = Vec::new();
        for (key, value) in self.rest() {
            let words = match value.get_ref() {
                _ if !self.is_sound_name(&key) => None,
                DeValue::Array(items) => self.sound_words(&key.value, items),
                _ => self.mismatch(&key.value, value, "a list of strings"),
            };
            lists.push((key, words.unwrap_or_default()));
        }
        lists
    }

    /// Returns the strings of a list; `None` if one of them is empty or no string.
    fn sound_words(&self, key: &str, items: &DeArray<'_>) -> Option<Vec<Spanned<String>>> {
        let word = |item: &Toml<DeValue<'_>>| match item.get_ref() {
            DeValue::String(text) => {
                let text = Spanned::new(text.to_string(), self.at(item));
                self.is_sound(key, &text).then_some(text)
            }
            _ => self.mismatch(key, item, "a list of strings"),
        };
        items.iter().map(word).collect()
    }
}
