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
    /// Other positions that the mistake depends on, each with a remark.
    pub labels: Vec<(Span, String)>,
    /// The help, one line each: the correct form, the valid names, or the reason of the rule.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// Creates a mistake at `span`.
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), labels: Vec::new(), help: Vec::new() }
    }

    /// Creates the mistake of a name that is not declared, with the nearest valid one.
    pub(crate) fn undeclared(name: &Spanned<String>, what: &str, valid: &[&str]) -> Self {
        Self::new(name.span, format!("there is no {what} `{}`", name.value)).help(suggestion::suggest(
            &name.value,
            "declared",
            valid.iter().copied(),
        ))
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

    /// Renders the message with its position, and the source line and caret of each position. The leading `error: ` is
    /// left out, because the caller prints it (rustc does so for a macro).
    pub fn render(&self, sources: &Sources) -> String {
        let mut out = visible(&self.message);
        if sources.source(self.span).is_none() {
            return out;
        }
        let remarks = self.labels.iter().map(|(span, remark)| (*span, Some(remark.as_str())));
        let mut marks: Vec<_> = iter::once((self.span, None)).chain(remarks).collect();
        // The file of the mistake stands first, and every file in the order of its lines.
        marks.sort_by_key(|(span, _)| (span.source != self.span.source, *span));
        let last = marks.iter().map(|(span, _)| sources.position(*span).line).max().unwrap_or(0);
        let width = last.to_string().len();
        let (gutter, mut above) = (" ".repeat(width), None);
        for (span, remark) in marks {
            let Some(source) = sources.source(span) else { continue };
            let position = sources.position(span);
            if above.is_none_or(|(file, _)| file != span.source) {
                // The first position of a file is that of the mistake, whichever line stands first.
                let (arrow, at) = match span.source == self.span.source {
                    true => ("-->", sources.position(self.span)),
                    false => (":::", position),
                };
                let _ = write!(out, "\n{gutter}{arrow} {}:{}:{}", source.path, at.line, at.column);
                let _ = write!(out, "\n{gutter} |");
            } else if above.is_some_and(|(_, line)| line + 1 < position.line) {
                out.push_str("\n...");
            }
            let line = source.line(position.line).trim_end();
            if above != Some((span.source, position.line)) {
                let shown = format!("{:<width$} | {}", position.line, visible(line));
                let _ = write!(out, "\n{}", shown.trim_end());
            }
            above = Some((span.source, position.line));
            let marked = sources.text(span).lines().next().unwrap_or("").chars().count();
            let (sign, remark) =
                remark.map_or(("^", String::new()), |text| ("-", format!(" {}", visible(text))));
            let _ = write!(out, "\n{gutter} | {}{remark}", marker(line, position.column, marked, sign));
        }
        for help in &self.help {
            let _ = write!(out, "\n{gutter} = help: {}", visible(help));
        }
        out
    }
}

/// Returns white space up to the column, then one sign per character up to the end of the line.
fn marker(line: &str, column: usize, length: usize, sign: &str) -> String {
    let before = line.chars().chain(iter::repeat(' ')).take(column - 1);
    // A tab before the mark stays a tab, so that the caret stands below its character.
    let mut marker: String = before.map(|char| if char == '\t' { '\t' } else { ' ' }).collect();
    let left = line.chars().count().saturating_sub(column - 1);
    marker.push_str(&sign.repeat(length.clamp(1, left.max(1))));
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
