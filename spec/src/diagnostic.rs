//! Mistakes in a contract, rendered as rustc renders its own.

use std::{
    cell::{Cell, RefCell},
    fmt::Write as _,
    iter,
};

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
        let mut out = visible(&self.message);
        let Some(source) = sources.source(self.span) else { return out };
        let position = sources.position(self.span);
        let line = source.text.lines().nth(position.line - 1).unwrap_or("").trim_end();
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

/// White space up to the column, then one caret per character up to the end of the line.
fn marker(line: &str, column: usize, length: usize) -> String {
    let before = line.chars().chain(iter::repeat(' ')).take(column - 1);
    // A tab before the mark stays a tab, so that the caret stands below its character.
    let mut marker: String = before.map(|char| if char == '\t' { '\t' } else { ' ' }).collect();
    let left = line.chars().count().saturating_sub(column - 1);
    marker.push_str(&"^".repeat(length.clamp(1, left.max(1))));
    marker
}

/// One line that can't steer a terminal, whatever the file holds.
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

    /// Adds a mistake that leaves part of the contract unread, so that what follows from the absence
    /// of that part is no mistake of its own.
    pub fn push_lost(&self, diagnostic: Diagnostic) {
        self.losses.set(self.losses.get() + 1);
        self.push(diagnostic);
    }

    /// How many mistakes so far left something unread.
    pub fn losses(&self) -> usize {
        self.losses.get()
    }

    /// Ends a stage: passes `value` on when nothing is wrong, else every mistake in file order.
    ///
    /// # Errors
    ///
    /// When any mistake was reported.
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
