//! Renders mistakes as text, like errors of rustc.

use std::{fmt::Write as _, iter};

use crate::{
    diagnostic::Diagnostic,
    source::{Source, Sources},
};

/// The escape sequences that begin each part of a rendered mistake, and the one that ends it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Palette {
    /// The word `error`.
    pub error: &'static str,
    /// The message.
    pub message: &'static str,
    /// Line numbers, and the signs beside the text.
    pub gutter: &'static str,
    /// The carets below the mistake.
    pub caret: &'static str,
    /// The signs below another position, and the remark on it.
    pub remark: &'static str,
    /// The end of each part.
    pub end: &'static str,
}

impl Palette {
    /// Text alone.
    pub const PLAIN: Self = Self { error: "", message: "", gutter: "", caret: "", remark: "", end: "" };

    /// The colours of rustc, in ANSI escape sequences.
    pub const ANSI: Self = Self {
        error: "\x1b[1;91m",
        message: "\x1b[1m",
        gutter: "\x1b[1;94m",
        caret: "\x1b[1;91m",
        remark: "\x1b[1;94m",
        end: "\x1b[0m",
    };

    fn gutter(&self, text: &str) -> String {
        format!("{}{text}{}", self.gutter, self.end)
    }
}

impl Diagnostic {
    /// Renders the message with its position, and the source line and caret of each position. The leading `error: ` is
    /// left out, because the caller prints it (rustc does so for a macro).
    pub fn render(&self, sources: &Sources) -> String {
        self.render_in(sources, &Palette::PLAIN)
    }

    /// Renders as [`render`](Self::render), in colours.
    pub fn render_in(&self, sources: &Sources, palette: &Palette) -> String {
        let mut out = format!("{}{}{}", palette.message, visible(&self.message), palette.end);
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
        let bar = palette.gutter(&format!("{gutter} |"));
        for (span, remark) in marks {
            let Some(source) = sources.source(span) else { continue };
            let position = sources.position(span);
            if above.is_none_or(|(file, _)| file != span.source) {
                // The first position of a file is that of the mistake, whichever line stands first.
                let (arrow, at) = match span.source == self.span.source {
                    true => ("-->", sources.position(self.span)),
                    false => (":::", position),
                };
                let arrow = palette.gutter(&format!("{gutter}{arrow}"));
                let _ = write!(out, "\n{arrow} {}:{}:{}\n{bar}", source.path, at.line, at.column);
            } else if above.is_some_and(|(_, line)| line + 1 < position.line) {
                let _ = write!(out, "\n{}", palette.gutter("..."));
            }
            if above != Some((span.source, position.line)) {
                let _ = write!(out, "\n{}", numbered(source, position.line, width, palette));
            }
            above = Some((span.source, position.line));
            let marked = sources.text(span).lines().next().unwrap_or("").chars().count();
            let (sign, colour, remark) = match remark {
                None => ("^", palette.caret, String::new()),
                Some(text) => ("-", palette.remark, format!(" {}", visible(text))),
            };
            let line = source.line(position.line).trim_end();
            let (before, signs) = marker(line, position.column, marked, sign);
            let _ = write!(out, "\n{bar} {before}{colour}{signs}{remark}{}", palette.end);
        }
        for help in &self.help {
            let sign = palette.gutter(&format!("{gutter} ="));
            let _ = write!(out, "\n{sign} {}help{}: {}", palette.message, palette.end, visible(help));
        }
        out
    }
}

/// Returns a line with its number, and without white space at its end.
fn numbered(source: &Source, number: usize, width: usize, palette: &Palette) -> String {
    let sign = palette.gutter(&format!("{number:<width$} |"));
    match visible(source.line(number).trim_end()).trim_end() {
        "" => sign,
        line => format!("{sign} {line}"),
    }
}

/// Returns white space up to the column, and one sign per character from there up to the end of the line.
fn marker(line: &str, column: usize, length: usize, sign: &str) -> (String, String) {
    let before = line.chars().chain(iter::repeat(' ')).take(column - 1);
    // A tab before the mark stays a tab, so that the caret stands below its character.
    let before = before.map(|char| if char == '\t' { '\t' } else { ' ' }).collect();
    let left = line.chars().count().saturating_sub(column - 1);
    (before, sign.repeat(length.clamp(1, left.max(1))))
}

/// Replaces control characters, so that a file can't steer the terminal.
fn visible(text: &str) -> String {
    text.chars().map(|char| if char.is_control() && char != '\t' { '\u{fffd}' } else { char }).collect()
}
