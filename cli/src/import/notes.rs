//! What the import leaves out, each with its place in the document.

use super::document::{Place, Problem};

/// A part of the document that the language can't say, or that can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The JSON pointer of the part, such as `#/paths/~1upload/post`.
    pub pointer: String,
    /// What is left out, and why.
    pub text: String,
}

impl Note {
    pub(crate) fn at(place: &Place<'_>, text: impl Into<String>) -> Self {
        Self { pointer: place.pointer.clone(), text: text.into() }
    }
}

impl From<Problem> for Note {
    fn from(problem: Problem) -> Self {
        Self { pointer: problem.pointer, text: problem.text }
    }
}

impl std::fmt::Display for Note {
    /// Writes the note in one line.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let visible = |text: &str| -> String {
            text.chars().filter(|char| !super::document::is_invisible(*char)).collect()
        };
        write!(f, "{}: {}", visible(&self.pointer), visible(&self.text))
    }
}
