//! Mistakes in a contract: the broken rule, the position, a message, and help.

mod fix;
mod render;

use std::cell::{Cell, RefCell};

use self::fix::Correction;
pub use self::{fix::Fix, render::Palette};
use crate::{
    source::{Span, Spanned},
    suggestion,
};

/// A mistake: the rule that is broken, the position, a message, and help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The id of the rule, one of [`rules`]; empty for a mistake in the sandbox's own files.
    pub rule: String,
    /// The position of the mistake.
    pub span: Span,
    /// The message, one line.
    pub message: String,
    /// Other positions that the mistake depends on, each with a remark.
    pub labels: Vec<(Span, String)>,
    /// The help, one line each: the correct form, the valid names, or the reason of the rule.
    pub help: Vec<String>,
    /// The correction, if the mistake has one that is likely.
    correction: Option<Correction>,
}

impl Diagnostic {
    /// Creates a mistake at `span`.
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        let (rule, labels, help) = (String::new(), Vec::new(), Vec::new());
        Self { rule, span, message: message.into(), labels, help, correction: None }
    }

    /// Creates the mistake of a name that is not declared, with the nearest valid one.
    pub(crate) fn undeclared(name: &Spanned<String>, what: &str, valid: &[&str]) -> Self {
        Self::new(name.span, format!("there is no {what} `{}`", name.value)).suggest(
            &name.value,
            "declared",
            valid.iter().copied(),
        )
    }

    /// Names the broken rule, where the place of the report does not.
    #[must_use]
    pub(crate) fn of(mut self, rule: &str) -> Self {
        self.rule = rule.to_owned();
        self
    }

    /// Adds the valid names to the help, and the nearest of them as the correction of a wrong one.
    #[must_use]
    pub fn suggest<'a>(self, wrong: &str, what: &str, valid: impl IntoIterator<Item = &'a str>) -> Self {
        let valid: Vec<&str> = valid.into_iter().collect();
        let nearest = suggestion::nearest(wrong, valid.iter().copied());
        self.help(suggestion::suggest(wrong, what, valid)).meant(wrong, nearest)
    }

    /// Adds another position, which is shown with its line and a remark.
    #[must_use]
    pub(crate) fn label(mut self, span: Span, remark: impl Into<String>) -> Self {
        self.labels.push((span, remark.into()));
        self
    }

    /// Adds a help line.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }
}

/// Returns the id of each rule and a sentence about it, as `RULES.md` of this crate lists them.
///
/// ```
/// assert!(alignet_spec::diagnostic::rules().any(|(id, _)| id == "keys-are-known"));
/// ```
pub fn rules() -> impl Iterator<Item = (&'static str, &'static str)> {
    let rows = include_str!("../../RULES.md").lines();
    rows.filter_map(|row| row.strip_prefix("| `")?.strip_suffix(" |")?.split_once("` | "))
}

/// Collects mistakes, so that one run reports them all.
#[derive(Debug, Default)]
pub struct Report {
    diagnostics: RefCell<Vec<Diagnostic>>,
    losses: Cell<usize>,
    /// The rule that is checked.
    rule: Cell<&'static str>,
}

impl Report {
    /// Begins to check a rule: the mistakes from here on break it. `function` is the name of the function that checks it,
    /// of which the id of the rule is made.
    pub(crate) fn begin(&self, function: &'static str) {
        self.rule.set(function);
    }

    /// Adds a mistake, which breaks the rule that is checked.
    pub fn push(&self, mut diagnostic: Diagnostic) {
        if diagnostic.rule.is_empty() {
            diagnostic.rule = self.rule.get().replace('_', "-");
        }
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// Adds a mistake that leaves part of the contract unread, so that the absence of that part is not
    /// reported as another mistake. `rule` is the id of the broken rule.
    pub fn push_lost(&self, rule: &str, diagnostic: Diagnostic) {
        self.losses.set(self.losses.get() + 1);
        self.push(if diagnostic.rule.is_empty() { diagnostic.of(rule) } else { diagnostic });
    }

    /// Returns the index of a declared name. Reports an unknown name, with the nearest valid one.
    pub fn index_of<'v>(
        &self,
        name: &Spanned<String>,
        what: &str,
        valid: impl Iterator<Item = &'v str>,
    ) -> Option<usize> {
        let valid: Vec<&str> = valid.collect();
        let found = valid.iter().position(|one| *one == name.value);
        if found.is_none() {
            self.push_lost("names-are-declared", Diagnostic::undeclared(name, what, &valid));
        }
        found
    }

    /// Returns the number of mistakes so far that left a part unread.
    pub fn losses(&self) -> usize {
        self.losses.get()
    }

    /// Ends a stage: returns `value` if there are no mistakes, otherwise every mistake in file order.
    ///
    /// # Errors
    ///
    /// Fails if any mistake was reported.
    pub fn propagate<T>(self, value: T) -> Result<T, Vec<Diagnostic>> {
        let mut diagnostics = self.diagnostics.into_inner();
        if diagnostics.is_empty() {
            return Ok(value);
        }
        diagnostics.sort_by(|a, b| a.span.cmp(&b.span).then_with(|| a.message.cmp(&b.message)));
        diagnostics.dedup();
        Err(diagnostics)
    }
}
