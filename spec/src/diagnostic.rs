//! Mistakes in a contract, rendered as rustc renders its own.

use std::{cell::RefCell, fmt::Write as _};

use crate::source::{Sources, Span};

/// One mistake: where it is, what is wrong, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Where the mistake is.
    pub span: Span,
    /// What is wrong, in one line.
    pub message: String,
    /// What to write instead, which names are valid, why the rule exists; one line each.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// A mistake at `span`.
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: Vec::new() }
    }

    /// Adds a line that says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// The message with its place, line and caret, without the leading `error: `, which whoever
    /// prints it supplies (rustc does so for a macro).
    pub fn render(&self, sources: &Sources) -> String {
        let mut out = self.message.clone();
        let Some(source) = sources.source(self.span) else { return out };
        let position = sources.position(self.span);
        let line = source.text.lines().nth(position.line - 1).unwrap_or("");
        let gutter = " ".repeat(position.line.to_string().len());

        let _ = writeln!(out);
        let _ = writeln!(out, "{gutter}--> {}:{}:{}", source.path, position.line, position.column);
        let _ = writeln!(out, "{gutter} |");
        let _ = writeln!(out, "{} | {}", position.line, line.trim_end());
        let _ = write!(out, "{gutter} | {}", self.marker(line, position.column));
        for help in &self.help {
            let _ = write!(out, "\n{gutter} = help: {help}");
        }
        out
    }

    /// White space up to the column, then one caret per character up to the end of the line.
    fn marker(&self, line: &str, column: usize) -> String {
        let before = line.chars().take(column - 1);
        // A tab before the mark stays a tab, so that the caret stands below its character.
        let mut marker: String = before.map(|char| if char == '\t' { '\t' } else { ' ' }).collect();
        let left = line.trim_end().chars().count().saturating_sub(column - 1);
        let length = (self.span.end - self.span.start).clamp(1, left.max(1));
        marker.push_str(&"^".repeat(length));
        marker
    }
}

/// Collects mistakes, so that one run reports them all.
#[derive(Debug, Default)]
pub struct Report(RefCell<Vec<Diagnostic>>);

impl Report {
    /// Adds a mistake.
    pub fn push(&self, diagnostic: Diagnostic) {
        self.0.borrow_mut().push(diagnostic);
    }

    /// Ends a stage: passes `value` on when nothing is wrong, else every mistake in file order.
    ///
    /// # Errors
    ///
    /// When any mistake was reported.
    pub fn propagate<T>(self, value: T) -> Result<T, Vec<Diagnostic>> {
        let mut diagnostics = self.0.into_inner();
        if diagnostics.is_empty() {
            return Ok(value);
        }
        diagnostics.sort_by(|a, b| a.span.cmp(&b.span).then_with(|| a.message.cmp(&b.message)));
        diagnostics.dedup();
        Err(diagnostics)
    }
}
