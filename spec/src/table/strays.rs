//! Finds keys that stand below the header of another table, because someone added them at the end.

use toml::{Spanned as Toml, de::DeValue};

use crate::{
    diagnostic::Diagnostic,
    source::{Span, Spanned},
    suggestion,
    table::Table,
};

impl Table<'_, '_> {
    /// Finds the keys of this table that stand in the tables below it, sets them aside there, and reports them.
    /// They are those that were asked for so far, or are `more`, and are absent. `fits` tells if a text may be meant
    /// as a value there.
    pub(crate) fn claim_strays(&mut self, more: &[&'static str], fits: fn(&str) -> bool) {
        self.claim_copies(fits);
        let asked = self.asked.iter().chain(more).copied();
        let absent: Vec<&'static str> = asked.filter(|key| !self.holds(key)).collect();
        for (name, value) in self.entries_in_order() {
            let strays = self.strays_in(value, &absent, fits);
            let Some((_, first)) = strays.first() else { continue };
            let keys: Vec<&str> = strays.iter().map(|(key, _)| *key).collect();
            let message = format!("`{}` of {} stands below its table `{}`", keys[0], self.what, name.value);
            let diagnostic = Diagnostic::new(*first, message)
                .label(self.at(value), "such a line takes every key below it");
            self.report.push_lost("keys-stand-below-their-table", self.way_up(&keys, diagnostic));
            self.lost.extend(strays.iter().map(|(key, _)| *key));
            self.strays.extend(strays.iter().map(|(_, span)| *span));
        }
    }

    /// Finds the keys of this table that stand again in a table below it, with the same value: they were moved, and left
    /// there, too.
    fn claim_copies(&mut self, fits: fn(&str) -> bool) {
        for (_, value) in self.entries_in_order() {
            let Some(below) = value.get_ref().as_table() else { continue };
            for (key, copy) in below.iter().filter(|(key, _)| key.span().start >= value.span().end) {
                let own = self.table.get_key_value(key.get_ref().as_ref());
                let own = own.filter(|(key, _)| self.asked.contains(&key.get_ref().as_ref()));
                let text = copy.get_ref().as_str().filter(|text| !fits(text));
                let same = own.filter(|(_, own)| text.is_some() && own.get_ref().as_str() == text);
                let Some((first, _)) = same else { continue };
                let at = Span::new(self.source, key.span());
                self.report.push_lost(
                    "keys-are-set-once",
                    Diagnostic::new(at, format!("`{}` of {} is set twice", key.get_ref(), self.what))
                        .label(Span::new(self.source, first.span()), "it has the same value here")
                        .help("remove the line further down"),
                );
                self.strays.push(at);
            }
        }
    }

    /// Adds the place that keys belong to.
    fn way_up(&self, keys: &[&str], diagnostic: Diagnostic) -> Diagnostic {
        let keys = suggestion::list(keys);
        let name = self.what.split('`').nth(1).unwrap_or("");
        let header = match self.what.split(' ').next() {
            Some(kind @ ("notification" | "return")) => format!("[{kind}.{name}]"),
            _ => format!("[{name}]"),
        };
        let mut tables = self.table.iter().map(|(_, value)| self.at(value));
        if tables.any(|line| line.start <= self.span.start && self.span.end <= line.end) {
            // Its name stands only in the header of a table below it.
            return diagnostic.help(format!(
                "write `{header}` above the first of its lines in brackets, and move {keys} right below it"
            ));
        }
        diagnostic
            .label(self.span, "the keys of this table stand right below this line")
            .help(format!("move {keys} to right below `{header}`, before the next line in brackets"))
    }

    /// Returns the strays in a table with a header of its own: the first absent key with a value that does not fit
    /// there, and the absent keys below it.
    fn strays_in(
        &self,
        value: &Toml<DeValue<'_>>,
        absent: &[&'static str],
        fits: fn(&str) -> bool,
    ) -> Vec<(&'static str, Span)> {
        let Some(table) = value.get_ref().as_table() else { return Vec::new() };
        let header = value.span();
        let mut entries: Vec<(Spanned<&str>, &DeValue<'_>)> = table
            .iter()
            .filter(|(key, _)| key.span().start >= header.end)
            .map(|(key, value)| {
                let key = Spanned::new(key.get_ref().as_ref(), Span::new(self.source, key.span()));
                (key, value.get_ref())
            })
            .collect();
        entries.sort_by_key(|(key, _)| key.span);
        let strange = |value: &DeValue<'_>| match value {
            DeValue::String(text) => !fits(text),
            DeValue::Table(_) => false,
            _ => true,
        };
        let known = |key: &Spanned<&str>| absent.iter().copied().find(|absent| *absent == key.value);
        let entries = entries.into_iter().skip_while(|(key, value)| known(key).is_none() || !strange(value));
        entries.filter_map(|(key, _)| Some((known(&key)?, key.span))).collect()
    }
}
