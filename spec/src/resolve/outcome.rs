//! Resolves outcomes: those of values, and the fields that lead to them.

use crate::{
    contract::{Field, Outcome, Proof},
    diagnostic::Diagnostic,
    document::ProofEntry,
    resolve::Resolver,
    source::{Span, Spanned},
};

const OUTCOMES: &str = "`authorised` proves funds; `cleared` and `reversed` come only after that; `pending` may still get there; `declined` never will; `unknown` proves nothing either way";

impl Resolver<'_> {
    pub(super) fn outcome(&self, word: &Spanned<String>) -> Outcome {
        let found = Outcome::ALL.into_iter().find(|one| one.as_str() == word.value);
        found.unwrap_or_else(|| {
            let words = Outcome::ALL.map(Outcome::as_str);
            self.report(
                "words-are-known",
                Diagnostic::new(word.span, format!("`{}` is no outcome", word.value))
                    .suggest(&word.value, "outcomes", words)
                    .help(OUTCOMES),
            );
            Outcome::Unknown
        })
    }

    /// Returns the fields of an object that determine its outcome, without those that can't be found.
    pub(super) fn proof(&self, entry: ProofEntry, fields: &[Field]) -> Option<Proof> {
        let find = |name: &Spanned<String>| {
            self.report.index_of(name, "field", fields.iter().map(|field| field.wire.as_str()))
        };
        let reason = entry.reason.as_ref().and_then(find);
        let Some(names) = &entry.outcome else {
            if let Some(reason) = &entry.reason {
                self.report(
                    "reasons-need-an-outcome",
                    Diagnostic::new(reason.span, "a `reason` without an `outcome`")
                        .help("name the field whose outcome it explains: `outcome = \"state\"`"),
                );
            }
            return None;
        };
        let mut found: Vec<(usize, Span)> = Vec::new();
        for name in names {
            let Some(index) = find(name) else { continue };
            if found.iter().any(|(other, _)| *other == index) {
                self.report(
                    "outcome-fields-are-distinct",
                    Diagnostic::new(name.span, format!("`{}` stands twice in `outcome`", name.value))
                        .help("name each field once, in the order in which they count"),
                );
            }
            found.push((index, name.span));
        }
        let (fields, spans) = found.into_iter().unzip();
        let reason_span = entry.reason.map(|reason| reason.span).unwrap_or_default();
        Some(Proof { fields, reason, spans, reason_span })
    }

    /// Reports an `outcome` beside a named reply: a declared type has the same outcome in every reply.
    pub(super) fn proof_stands_with_the_fields(&self, entry: &ProofEntry, reply: &str) {
        if let Some((key, at)) = entry.first() {
            self.report(
                "outcomes-stand-with-their-fields",
                Diagnostic::new(at.span, format!("`{key}` belongs to the table that has the reply's fields"))
                    .help(format!("write it below `[{reply}]`")),
            );
        }
    }
}
