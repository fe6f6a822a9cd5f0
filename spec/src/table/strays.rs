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
        let asked = self.asked.iter().chain(more).copied();
        let absent: Vec<&'static str> = asked.filter(|key| !self.holds(key)).collect();
        for (name, value) in self.entries_in_order() {
            let strays = self.strays_in(value, &absent, fits);
            let Some((_, first)) = strays.first() else { continue };
            let keys: Vec<&str> = strays.iter().map(|(key, _)| *key).collect();
            let message = format!("`{}` of {} stands below its table `{}`", keys[0], self.what, name.value);
            let help = format!(
                "move {} up, above every line in brackets but the first: such a line takes all keys below it",
                suggestion::list(&keys)
            );
            self.report.push_lost(Diagnostic::new(*first, message).help(help));
            self.lost.extend(strays.iter().map(|(key, _)| *key));
            self.strays.extend(strays.iter().map(|(_, span)| *span));
        }
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
