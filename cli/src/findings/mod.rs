//! The mistakes in a contract as data: for text, for JSON, and for SARIF.

mod json;
mod sarif;
mod uri;

use std::io;

use alignet_spec::{
    Mistakes, Sources,
    diagnostic::Diagnostic,
    source::{Position, Span},
};

pub use self::{json::json, sarif::sarif};

/// The rule of a contract whose files can't be read.
const READABLE: &str = "files-are-readable";

/// A mistake in a contract, with its place in a file.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The id of the broken rule.
    pub rule: String,
    /// The place of the mistake.
    pub place: Place,
    /// The message, one line.
    pub message: String,
    /// The help, one line each.
    pub help: Vec<String>,
    /// Other places that the mistake depends on, each with a remark.
    pub related: Vec<(Place, String)>,
    /// The likely correction: the text to write in a place.
    pub fix: Option<(Place, String)>,
}

/// A part of a file, or a whole file.
#[derive(Debug, Clone)]
pub struct Place {
    /// The path of the file, as the command line names its folder.
    pub file: String,
    /// The first position and that behind the last character; `None` for the whole file.
    pub range: Option<(Position, Position)>,
}

/// Returns the mistakes in a contract that was read.
pub fn findings(mistakes: &Mistakes) -> Vec<Finding> {
    mistakes.diagnostics.iter().map(|one| finding(one, &mistakes.sources)).collect()
}

/// Returns the mistake of a contract in `folder` that can't be read.
pub fn unreadable(folder: &str, error: &io::Error) -> Finding {
    Finding {
        rule: READABLE.to_owned(),
        place: Place { file: folder.to_owned(), range: None },
        message: format!("no contract can be read from `{folder}`: {error}"),
        help: Vec::new(),
        related: Vec::new(),
        fix: None,
    }
}

fn finding(one: &Diagnostic, sources: &Sources) -> Finding {
    let place = |span| place(span, sources);
    Finding {
        rule: one.rule.clone(),
        place: place(one.span),
        message: one.message.clone(),
        help: one.help.clone(),
        related: one.labels.iter().map(|(span, remark)| (place(*span), remark.clone())).collect(),
        fix: one.fix(sources).map(|fix| (place(fix.span), fix.text)),
    }
}

fn place(span: Span, sources: &Sources) -> Place {
    let behind = Span { start: span.end, ..span };
    Place {
        file: sources.source(span).map(|source| source.path.clone()).unwrap_or_default(),
        range: Some((sources.position(span), sources.position(behind))),
    }
}
