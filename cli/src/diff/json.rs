//! The difference as JSON.

use alignet_spec::{Contract, source::Span};
use serde_json::{Value as Json, json};

use super::{Change, Difference};

impl Difference<'_> {
    /// Returns the changes, and the level of the most serious one; `null` if nothing changed.
    pub fn json(&self) -> Json {
        let changes: Vec<Json> = self.changes.iter().map(|change| self.change_as_json(change)).collect();
        json!({ "level": self.level().map(super::Level::as_str), "changes": changes })
    }

    fn change_as_json(&self, change: &Change) -> Json {
        let Change { rule, declaration, at, verdict, message } = change;
        json!({
            "rule": rule.id(),
            "declaration": declaration,
            "level": verdict.level().as_str(),
            "message": message,
            "old": at.old.map(|span| position(self.old, span)),
            "new": at.new.map(|span| position(self.new, span)),
            "verdicts": {
                "rust": verdict.rust.as_str(),
                "wire": verdict.wire().as_str(),
                "requests": verdict.requests.as_str(),
                "replies": verdict.replies.as_str(),
                "behaviour": verdict.behaviour.as_str(),
            },
        })
    }
}

fn position(contract: &Contract, span: Span) -> Json {
    let file = contract.sources.source(span).map(|source| source.path.as_str());
    let position = contract.sources.position(span);
    json!({ "file": file, "line": position.line, "column": position.column })
}
