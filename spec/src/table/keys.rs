//! Reports keys that are not valid, and required keys that are absent.

use crate::{
    diagnostic::Diagnostic,
    foreign,
    source::{Span, Spanned},
    suggestion,
    table::Table,
};

impl Table<'_, '_> {
    /// Reports every key that was never asked for and every required key that is absent. Returns the keys
    /// that are present, but unreadable or mistyped, so that they are not treated as absent.
    pub fn finish(mut self) -> Vec<&'static str> {
        for (key, _) in self.rest() {
            self.unknown(&key);
            self.meant(&key.value);
        }
        self.finish_open()
    }

    /// Reports every required key that is absent, and accepts any other key.
    pub(crate) fn finish_open(self) -> Vec<&'static str> {
        let missing: Vec<_> = self.missing().filter(|(key, _)| !self.lost.contains(key)).collect();
        if !missing.is_empty() {
            let keys: Vec<&str> = missing.iter().map(|(key, _)| *key).collect();
            let message = format!("{} has no {}", self.what, suggestion::list(&keys));
            let helps = missing.iter().map(|(key, meaning)| format!("add `{key}`: {meaning}"));
            let diagnostic = Diagnostic::new(self.span, message);
            self.report.push_lost("required-keys-are-present", helps.fold(diagnostic, Diagnostic::help));
        }
        self.lost
    }

    /// Requires a key; `meaning` says what to write.
    pub fn require(&mut self, key: &'static str, meaning: &str) {
        self.required.push((key, meaning.to_owned()));
    }

    fn missing(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let required = self.required.iter().map(|(key, meaning)| (*key, meaning.as_str()));
        required.filter(|(key, _)| !self.holds(key))
    }

    /// Returns the diagnostic about an open question, as a draft has it: the text `?` in place of an answer.
    pub(super) fn question(&self, key: &str, span: Span) -> Diagnostic {
        let required = self.required.iter().find(|(one, _)| *one == key).map(|(_, meaning)| meaning.as_str());
        let meaning =
            required.or(self.meanings.iter().find(|(one, _)| *one == key).map(|(_, meaning)| *meaning));
        let diagnostic = Diagnostic::new(span, format!("`{key}` in {} is an open question", self.what));
        match meaning {
            None => diagnostic.help("write the answer in place of the `?`"),
            Some(meaning) if required.is_some() => diagnostic.help(format!("answer it: {meaning}")),
            Some(meaning) => {
                diagnostic.help(format!("answer it: {meaning}; or remove the line if it does not apply"))
            }
        }
    }

    pub(super) fn unknown(&self, key: &Spanned<String>) {
        let meant = meant(&key.value, &self.asked);
        let mut diagnostic =
            Diagnostic::new(key.span, format!("unknown key `{}` in {}", key.value, self.what));
        diagnostic = match foreign::notation(&key.value, &self.asked) {
            Some(help) => diagnostic.help(help),
            None => {
                let help = suggestion::offer(meant, "valid keys", &self.asked);
                // A key that is there already can't be written again, and a method alone is no route.
                let meant = meant.filter(|ours| !self.holds(ours) && *ours != "route");
                diagnostic.help(help).meant(&key.value, meant)
            }
        };
        // Whoever has another word for a key may have another value for it, too.
        if let Some(ours) = meant.filter(|ours| !suggestion::is_slip(&key.value, ours)) {
            let required = self.missing();
            let meaning = required.chain(self.meanings.iter().copied()).find(|(key, _)| *key == ours);
            diagnostic = meaning.into_iter().fold(diagnostic, |diagnostic, (key, meaning)| {
                diagnostic.help(format!("`{key}`: {meaning}"))
            });
        }
        self.report.push_lost("keys-are-known", diagnostic);
    }

    /// Marks as lost the absent key that a mistyped one probably stands for. Returns true if there is one.
    pub(super) fn meant(&mut self, mistyped: &str) -> bool {
        let absent: Vec<_> = self.asked.iter().copied().filter(|asked| !self.holds(asked)).collect();
        let meant = meant(mistyped, &absent);
        self.lost.extend(meant);
        meant.is_some()
    }
}

/// Returns the key that a mistyped or foreign one probably stands for.
fn meant(wrong: &str, valid: &[&'static str]) -> Option<&'static str> {
    suggestion::nearest(wrong, valid.iter().copied()).or_else(|| foreign::key(wrong, valid))
}
