//! Corrections of mistakes, as an editor applies them.

use crate::{
    diagnostic::Diagnostic,
    source::{Sources, Span},
};

/// A correction: a text, and the part of a contract that it replaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The part to replace.
    pub span: Span,
    /// The text to write there.
    pub text: String,
}

/// A correction before its place in the text is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Correction {
    /// Replaces a word at the position of the mistake.
    Word { wrong: String, right: String },
    /// Replaces a part of a file.
    Text(Fix),
}

impl Diagnostic {
    /// Corrects a word at the position of the mistake, if a right one is known.
    #[must_use]
    pub(crate) fn meant(mut self, wrong: &str, right: Option<&str>) -> Self {
        if let Some(right) = right {
            self.correction = Some(Correction::Word { wrong: wrong.to_owned(), right: right.to_owned() });
        }
        self
    }

    /// Corrects a part of a file, if a right text is known.
    #[must_use]
    pub(crate) fn replaced(mut self, span: Span, right: Option<String>) -> Self {
        if let Some(text) = right {
            self.correction = Some(Correction::Text(Fix { span, text }));
        }
        self
    }

    /// Returns the likely correction. Applied to the file, it removes the mistake.
    pub fn fix(&self, sources: &Sources) -> Option<Fix> {
        match self.correction.as_ref()? {
            Correction::Text(fix) => Some(fix.clone()),
            Correction::Word { wrong, right } => {
                let text = sources.text(self.span);
                let mut places = text.match_indices(wrong.as_str()).map(|(at, _)| at);
                let at = places.find(|at| is_whole(text, *at, wrong.len()))?;
                let span = self.span.part(at, wrong.len());
                is_plain(right, text).then(|| Fix { span, text: right.clone() })
            }
        }
    }
}

/// Returns true if a part of a text is not a part of a longer word.
fn is_whole(text: &str, at: usize, length: usize) -> bool {
    let goes_on = |char: char| char.is_alphanumeric() || char == '_';
    !text[..at].ends_with(goes_on) && !text[at + length..].starts_with(goes_on)
}

/// Returns true if a word can be written in the place of a part of this text. A key without quotes is bare, and a word
/// with quotes would end a text.
fn is_plain(word: &str, text: &str) -> bool {
    let bare = |text: &str| text.chars().all(|char| char.is_ascii_alphanumeric() || "_-".contains(char));
    let quoted = word.contains(['"', '\'', '\\']) || word.contains(char::is_control);
    !quoted && (bare(word) || !bare(text))
}
