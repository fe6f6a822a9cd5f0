//! Reports changes of one declaration.

use std::cell::RefCell;

use alignet_spec::{contract::Contract, source::Span};

use crate::diff::{
    change::{At, Change},
    model::Common,
    rule::Rule,
    verdict::{Effect, Verdict},
};

/// Two contracts, the declarations that they have in common, and the changes found so far.
pub(super) struct Comparison<'c> {
    pub(super) old: &'c Contract,
    pub(super) new: &'c Contract,
    pub(super) common: Common,
    /// The names of the types of the new contract.
    pub(super) names: Vec<String>,
    pub(super) changes: RefCell<Vec<Change>>,
}

impl<'c> Comparison<'c> {
    pub(super) fn of(old: &'c Contract, new: &'c Contract) -> Self {
        let names = new.types.iter().map(|one| one.name.clone()).collect();
        Self { old, new, common: Common::of(old, new), names, changes: RefCell::default() }
    }

    pub(super) fn subject(&self, title: impl Into<String>, at: At) -> Subject<'_, 'c> {
        Subject { comparison: self, title: title.into(), at }
    }
}

/// A declaration that changed, or a part of one.
pub(super) struct Subject<'s, 'c> {
    pub(super) comparison: &'s Comparison<'c>,
    title: String,
    pub(super) at: At,
}

impl Subject<'_, '_> {
    /// Reports a change: a clause that says it, and one that says what follows for the client or its callers, or none. The
    /// effects on code and messages are added.
    pub(super) fn say(&self, rule: Rule, at: At, verdict: Verdict, change: impl Into<String>, then: &str) {
        let mut parts = vec![then.to_owned()];
        parts.extend(consequences(&verdict, then).into_iter().map(str::to_owned));
        parts.retain(|part| !part.is_empty());
        let change = change.into();
        let message = if parts.is_empty() { change } else { format!("{change}: {}", parts.join("; ")) };
        let declaration = self.title.clone();
        // Something that a table leaves out has the position of the table.
        let somewhere = |part: Option<Span>, whole: Option<Span>| {
            part.map(|part| if part.end == 0 { whole.unwrap_or(part) } else { part })
        };
        let at = At { old: somewhere(at.old, self.at.old), new: somewhere(at.new, self.at.new) };
        self.comparison.changes.borrow_mut().push(Change { rule, declaration, at, verdict, message });
    }
}

/// Says the effects on code and on messages. `then` may say more about code already.
fn consequences(verdict: &Verdict, then: &str) -> Vec<&'static str> {
    let breaks = verdict.rust == Effect::Breaking && !then.contains("no longer compile");
    let rust = breaks.then_some("code that uses it no longer compiles");
    let requests = match verdict.requests {
        Effect::None => None,
        Effect::Compatible => Some("requests of older clients still fit"),
        Effect::Breaking => Some("requests of older clients no longer fit"),
    };
    let replies = match verdict.replies {
        Effect::None => None,
        Effect::Compatible => Some("older clients still read it"),
        Effect::Breaking => Some("older clients can't read it"),
    };
    [rust, requests, replies].into_iter().flatten().collect()
}
