//! Texts of the document, made harmless: one line of visible characters.

use crate::import::document::{Json, is_invisible};

/// The longest text that is taken over, in characters.
const LONGEST: usize = 1500;

/// The longest text in a comment, in characters.
const QUOTED: usize = 160;

/// Returns a description as the documentation of a declaration: paragraphs of one line each, so that no part of it becomes a
/// code block or a key. `None` if nothing of it shows.
pub(crate) fn sentence(text: &str) -> Option<String> {
    let (mut paragraphs, mut left): (Vec<String>, usize) = (Vec::new(), LONGEST);
    for paragraph in text.replace("\r\n", "\n").split("\n\n") {
        let paragraph = one_line(paragraph, left);
        left = left.saturating_sub(paragraph.chars().count());
        if !paragraph.is_empty() && left > 0 {
            paragraphs.push(paragraph);
        }
    }
    let text = paragraphs.join("\n\n").replace("```", "`");
    // A text of one `?` would be a question to the author.
    (!text.is_empty() && text != "?").then_some(text)
}

/// Returns a text in quotation marks, for a comment.
pub(crate) fn comment(text: &str) -> String {
    format!("\"{}\"", one_line(text, QUOTED))
}

/// Returns JSON for a comment.
pub(crate) fn shown(json: &Json) -> String {
    one_line(&json.to_string(), QUOTED)
}

/// Joins the words of a text by single spaces, without invisible characters. A longer text is cut.
fn one_line(text: &str, longest: usize) -> String {
    let mut out = String::new();
    let mut left = longest;
    for word in
        text.split(|char: char| char.is_whitespace() || is_invisible(char)).filter(|word| !word.is_empty())
    {
        if !out.is_empty() {
            out.push(' ');
        }
        let length = word.chars().count();
        if length >= left {
            out.extend(word.chars().take(left));
            out.push('…');
            return out;
        }
        out.push_str(word);
        left -= length + 1;
    }
    out
}
