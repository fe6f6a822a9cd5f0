//! Rejects texts that are empty, have invisible characters, or are an open question.

use crate::{diagnostic::Diagnostic, source::Spanned, table::Table};

impl Table<'_, '_> {
    /// Returns true if a text is not empty, has only visible characters and is no open question. Reports it otherwise.
    pub(super) fn is_sound(&self, key: &str, text: &Spanned<String>) -> bool {
        if text.value.trim().is_empty() {
            self.report.push_lost(
                "texts-are-not-empty",
                Diagnostic::new(text.span, format!("`{key}` is empty"))
                    .help("write between the quotes what it is, or remove the line"),
            );
        } else if text.value.contains(is_invisible) {
            self.report.push_lost(
                "texts-are-visible",
                Diagnostic::new(text.span, format!("`{key}` holds a control character"))
                    .help("write characters that show"),
            );
        } else if text.value == "?" {
            self.report.push_lost("questions-are-answered", self.question(key, text.span));
        } else {
            return true;
        }
        false
    }

    /// Returns true if a wire name is not empty, and is one line of visible characters. Reports it otherwise.
    pub(super) fn is_sound_name(&self, name: &Spanned<String>) -> bool {
        let wrong = match name.value.as_str() {
            "" => "a name can't be empty",
            text if text.contains(char::is_control) || text.contains(is_invisible) => {
                "a name can't hold a control character"
            }
            _ => return true,
        };
        self.report.push_lost(
            "names-are-visible",
            Diagnostic::new(name.span, wrong)
                .help("write the name that the wire has, in characters that show"),
        );
        false
    }
}

/// Returns true for control characters, and for characters that change the direction of the text around.
fn is_invisible(char: char) -> bool {
    let turns = matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    turns || (char.is_control() && char != '\n' && char != '\t' && char != '\r')
}
