//! Keys that are there and shouldn't be, and those that should be and aren't.

use crate::{diagnostic::Diagnostic, name, source::Spanned, table::Table};

impl Table<'_, '_> {
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

    pub(super) fn unknown(&self, key: &Spanned<String>) {
        let valid = self.asked.iter().copied();
        self.report.push_lost(
            Diagnostic::new(key.span, format!("unknown key `{}` in {}", key.value, self.what))
                .help(name::suggest(&key.value, "valid keys", valid)),
        );
    }

    /// Takes the absent key that a mistyped one was probably meant to be as lost, if there is one.
    pub(super) fn meant(&mut self, mistyped: &str) -> bool {
        let absent = self.asked.iter().copied().filter(|asked| !self.holds(asked));
        let meant = name::nearest(mistyped, absent);
        self.lost.extend(meant);
        meant.is_some()
    }
}
