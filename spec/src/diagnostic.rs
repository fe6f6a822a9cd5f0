//! Mistakes in a contract, rendered like errors of rustc.

use std::{
    cell::{Cell, RefCell},
    fmt::Write as _,
    iter,
};

use crate::{
    source::{Sources, Span, Spanned},
    suggestion,
};

/// A mistake: its position, a message, and help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The position of the mistake.
    pub span: Span,
    /// The message, one line.
    pub message: String,
    /// The help, one line each: the correct form, the valid names, or the reason of the rule.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// Creates a mistake at `span`.
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: Vec::new() }
    }

    /// Creates the mistake of a name that is not declared, with the nearest valid one.
    pub(crate) fn undeclared(name: &Spanned<String>, what: &str, valid: &[&str]) -> Self {
        Self::new(name.span, format!("there is no {what} `{}`", name.value)).help(suggestion::suggest(
            &name.value,
            "declared",
            valid.iter().copied(),
        ))
    }

    /// Adds a help line.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Renders the message with its position, source line and caret. The leading `error: ` is left out,
    /// because the caller prints it (rustc does so for a macro).
    pub fn render(&self, sources: &Sources) -> String {
        let mut out = visible(&self.message);
        let Some(source) = sources.source(self.span) else { return out };
        let position = sources.position(self.span);
        let line = source.line(position.line).trim_end();
        let marked = sources.text(self.span).lines().next().unwrap_or("");
        let gutter = " ".repeat(position.line.to_string().len());

        let _ = writeln!(out);
        let _ = writeln!(out, "{gutter}--> {}:{}:{}", source.path, position.line, position.column);
        let _ = writeln!(out, "{gutter} |");
        let _ = writeln!(out, "{}", format!("{} | {}", position.line, visible(line)).trim_end());
        let _ = write!(out, "{gutter} | {}", marker(line, position.column, marked.chars().count()));
        for help in &self.help {
            let _ = write!(out, "\n{gutter} = help: {}", visible(help));
        }
        out
    }
}

/// Returns white space up to the column, then one caret per character up to the end of the line.
fn marker(line: &str, column: usize, length: usize) -> String {
    let before = line.chars().chain(iter::repeat(' ')).take(column - 1);
    // A tab before the mark stays a tab, so that the caret stands below its character.
    let mut marker: String = before.map(|char| if char == '\t' { '\t' } else { ' ' }).collect();
    let left = line.chars().count().saturating_sub(column - 1);
    marker.push_str(&"^".repeat(length.clamp(1, left.max(1))));
    marker
}

/// Replaces control characters, so that a file can't steer the terminal.
fn visible(text: &str) -> String {
    text.chars().map(|char| if char.is_control() && char != '\t' { '\u{fffd}' } else { char }).collect()
}

/// Collects mistakes, so that one run reports them all.
#[derive(Debug, Default)]
pub struct Report {
    diagnostics: RefCell<Vec<Diagnostic>>,
    losses: Cell<usize>,
}

impl Report {
    /// Adds a mistake.
    pub fn push(&self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// Adds a mistake that leaves part of the contract unread, so that the absence of that part is not
    /// reported as another mistake.
    pub fn push_lost(&self, diagnostic: Diagnostic) {
        self.losses.set(self.losses.get() + 1);
        self.push(diagnostic);
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
            self.push_lost(Diagnostic::undeclared(name, what, &valid));
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
