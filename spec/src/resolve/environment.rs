//! Resolves environments: their keys and their values.

use crate::{
    contract::{Environment, EnvironmentKey, EnvironmentValue, Holds},
    diagnostic::{Diagnostic, Report},
    document::{EnvironmentEntry, EnvironmentKeyEntry},
    resolve::Resolver,
    source::{Span, Spanned},
    suggestion,
    table::Written,
};

impl Resolver<'_> {
    pub(super) fn environment(&self, entry: EnvironmentEntry) -> Environment {
        let origins = entry.origins.filter(|_| self.origins_known);
        let origins = origins.map(|origins| {
            let keys: Vec<_> = self.origins.iter().map(|key| (key.as_str(), "\"https://…\"")).collect();
            self.values(&entry.name, "origin", &keys, &[], origins)
        });
        let values = self.environment_known.then_some(entry.values).map(|values| {
            let keys: Vec<_> =
                self.environment.iter().map(|key| (key.name.as_str(), spelling(key.holds))).collect();
            self.values(&entry.name, "value", &keys, &["doc", "origins"], values)
        });
        let (origins, origin_spans) = origins.unwrap_or_default();
        let (values, value_spans): (Vec<Written>, Vec<Span>) = values.unwrap_or_default();
        let values = self.environment.iter().zip(values).zip(&value_spans);
        let values = values.map(|((key, written), span)| self.value_of(key, written, *span)).collect();
        Environment {
            name: entry.name.value,
            doc: entry.doc,
            origins,
            values,
            span: entry.name.span,
            origin_spans,
            value_spans,
        }
    }

    /// Returns a value of an environment, with the type that its key declares.
    fn value_of(&self, key: &EnvironmentKey, written: Written, span: Span) -> EnvironmentValue {
        let name = &key.name;
        match (key.holds, written) {
            _ if key.lost => {}
            (Holds::String, Written::Text(text)) => return EnvironmentValue::String(text),
            (Holds::Keys, Written::List(keys)) => {
                if keys.is_empty() {
                    self.report("lists-are-not-empty", Diagnostic::new(span, format!("`{name}` holds no key")).help(
                        "write at least one: without a key, no notification of this environment can be verified",
                    ));
                }
                return EnvironmentValue::Keys(keys);
            }
            (Holds::String, Written::List(_)) => self.report(
                "environment-values-have-their-type",
                Diagnostic::new(span, format!("`{name}` is one string, not a list"))
                    .help("write it without brackets"),
            ),
            (Holds::Keys, Written::Text(_)) => self.report(
                "environment-values-have-their-type",
                Diagnostic::new(span, format!("`{name}` is a list of keys, not one string")).help(
                    "write it in brackets, `[\"…\"]`: there are several keys while one replaces another",
                ),
            ),
            (_, Written::Lost) => {}
        }
        match key.holds {
            Holds::String => EnvironmentValue::String(String::new()),
            Holds::Keys => EnvironmentValue::Keys(Vec::new()),
        }
    }

    /// Returns the values of an environment in the order of `keys`. Reports keys that are unknown or absent.
    /// Each key comes with the notation of its value; `others` are further valid keys.
    fn values<T: Clone + Default>(
        &self,
        owner: &Spanned<String>,
        what: &str,
        keys: &[(&str, &str)],
        others: &[&str],
        entries: Vec<(Spanned<String>, Spanned<T>)>,
    ) -> (Vec<T>, Vec<Span>) {
        let mut meant = Vec::new();
        let known = |key: &Spanned<String>| keys.iter().any(|(known, _)| *known == key.value);
        for (key, _) in entries.iter().filter(|(key, _)| !known(key)) {
            let valid = || keys.iter().map(|(key, _)| *key).chain(others.iter().copied());
            let absent = keys.iter().map(|(key, _)| *key);
            let absent = absent.filter(|absent| !entries.iter().any(|(key, _)| key.value == *absent));
            let nearest = suggestion::nearest(&key.value, absent);
            self.report(
                "environment-keys-are-declared",
                Diagnostic::new(
                    key.span,
                    format!("environment `{}` has an unknown {what} `{}`", owner.value, key.value),
                )
                .help(suggestion::suggest(&key.value, "valid keys", valid()))
                .help("the table `[api]` declares them, in `origins` and `environment`")
                .meant(&key.value, nearest),
            );
            meant.extend(nearest.map(str::to_owned));
        }
        let find = |(key, written): &(&str, &str)| match entries.iter().find(|(name, _)| name.value == *key) {
            Some((_, value)) => (value.value.clone(), value.span),
            None => {
                if !meant.iter().any(|meant| meant == key) {
                    self.report("environments-are-complete", lacks(owner, what, key, written));
                }
                (T::default(), owner.span)
            }
        };
        keys.iter().map(find).unzip()
    }
}

/// Resolves the declaration of a value that every environment has.
pub(super) fn key(entry: EnvironmentKeyEntry, report: &Report) -> EnvironmentKey {
    let holds = match &entry.holds {
        None => Some(Holds::String),
        Some(word) => Holds::ALL.into_iter().find(|one| one.as_str() == word.value),
    };
    if let (Some(word), None) = (&entry.holds, holds) {
        report.push_lost(
            "words-are-known",
            Diagnostic::new(word.span, format!("an environment can't hold a `{}`", word.value)).suggest(
                &word.value,
                "types",
                Holds::ALL.map(Holds::as_str),
            ),
        );
    }
    EnvironmentKey {
        name: entry.name.value,
        doc: entry.doc,
        holds: holds.unwrap_or(Holds::String),
        span: entry.name.span,
        lost: entry.lost || holds.is_none(),
    }
}

/// Returns the notation of a value.
fn spelling(holds: Holds) -> &'static str {
    match holds {
        Holds::String => "\"…\"",
        Holds::Keys => "[\"…\"]",
    }
}

fn lacks(owner: &Spanned<String>, what: &str, key: &str, written: &str) -> Diagnostic {
    Diagnostic::new(owner.span, format!("environment `{}` lacks the {what} `{key}`", owner.value))
        .help(format!("add `{key} = {written}`"))
        .help("an environment is one record, whole: a value taken from another one is answered with 400")
}
