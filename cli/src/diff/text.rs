//! The difference as text.

use std::fmt;

use alignet_spec::{Contract, source::Span};

use super::{Change, Difference, Effect, Level, Verdict};

impl fmt::Display for Difference<'_> {
    /// Writes every change below its declaration, with both positions and its verdicts, and then their number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut above = None;
        for change in &self.changes {
            if above != Some(&change.declaration) {
                let gap = if above.is_some() { "\n" } else { "" };
                writeln!(f, "{gap}{}", change.declaration)?;
            }
            above = Some(&change.declaration);
            self.change(f, change)?;
        }
        let gap = if self.changes.is_empty() { "" } else { "\n" };
        writeln!(f, "{gap}{}", self.summary())
    }
}

impl Difference<'_> {
    fn change(&self, f: &mut fmt::Formatter<'_>, change: &Change) -> fmt::Result {
        let Change { rule, declaration: _, at, verdict, message } = change;
        writeln!(f, "  {}: {}: {message}", verdict.level().as_str(), rule.id())?;
        let old = at.old.map(|span| format!("old {}", place(self.old, span)));
        let new = at.new.map(|span| format!("new {}", place(self.new, span)));
        let places: Vec<String> = old.into_iter().chain(new).collect();
        writeln!(f, "    {} ({})", places.join(", "), verdicts(verdict))
    }

    /// Counts the changes, and says which version a release with them needs.
    fn summary(&self) -> String {
        let Some(level) = self.level() else { return "nothing changed".to_owned() };
        let count = |level| self.changes.iter().filter(|change| change.verdict.level() == level).count();
        let counts = [Level::Major, Level::Minor, Level::Patch]
            .map(|level| format!("{} {}", count(level), level.as_str()));
        let number = self.changes.len();
        let changes = if number == 1 { "change" } else { "changes" };
        let release = match level {
            Level::Major => "a major version; before 1.0, a minor one",
            Level::Minor => "a minor version; before 1.0, a patch",
            Level::Patch => "a patch",
        };
        format!("{number} {changes}: {}; the next release is {release}", counts.join(", "))
    }
}

fn place(contract: &Contract, span: Span) -> String {
    contract.sources.location(span)
}

fn verdicts(verdict: &Verdict) -> String {
    let side = match (verdict.requests, verdict.replies) {
        (Effect::None, Effect::None) => "",
        (_, Effect::None) => " for requests",
        (Effect::None, _) => " for replies",
        (requests, replies) if requests == replies => " for requests and replies",
        (requests, replies) if requests > replies => " for requests",
        _ => " for replies",
    };
    format!(
        "Rust {}, wire {}{side}, behaviour {}",
        verdict.rust.as_str(),
        verdict.wire().as_str(),
        verdict.behaviour.as_str()
    )
}
