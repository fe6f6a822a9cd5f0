//! One line of a text, and the parts of it that are neither in quotes nor a comment.

use std::ops::Range;

/// A line without its end, and its place in the text.
pub(super) struct Line<'t> {
    pub(super) text: &'t str,
    pub(super) start: usize,
    whole: &'t str,
}

/// A part of a line.
pub(super) struct Piece {
    pub(super) kind: Kind,
    pub(super) range: Range<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Keys, signs, and values without quotes.
    Code,
    /// A text with its quotes.
    Text,
    /// A text that does not end in this line.
    Open,
    Comment,
}

impl<'t> Line<'t> {
    /// Returns the line that contains `offset`.
    pub(super) fn at(text: &'t str, offset: usize) -> Self {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let start = text[..offset].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[offset..].find('\n').map_or(text.len(), |length| offset + length);
        Self { text: text[start..end].trim_end_matches('\r'), start, whole: text }
    }

    /// Returns the header of the table that the line belongs to.
    pub(super) fn header(&self) -> &'t str {
        let at = self.whole[..self.start].rfind("\n[");
        at.and_then(|at| self.whole[at + 1..].lines().next()).unwrap_or("")
    }

    /// Divides the line.
    pub(super) fn pieces(&self) -> Vec<Piece> {
        let (mut pieces, mut start) = (Vec::new(), 0);
        while start < self.text.len() {
            let (kind, length) = first(&self.text[start..]);
            pieces.push(Piece { kind, range: start..start + length });
            start += length;
        }
        pieces
    }

    /// Returns the places of a sign outside of texts and comments.
    pub(super) fn places(&self, sign: &str) -> Vec<usize> {
        let code = self.pieces().into_iter().filter(|piece| piece.kind == Kind::Code);
        let found = code.flat_map(|piece| {
            let places = self.text[piece.range.clone()].match_indices(sign).map(|(at, _)| at);
            places.map(|at| piece.range.start + at).collect::<Vec<_>>()
        });
        found.collect()
    }

    /// Returns the end of what is no comment, without the white space before it.
    pub(super) fn end(&self) -> usize {
        let comment = self.pieces().into_iter().find(|piece| piece.kind == Kind::Comment);
        let end = comment.map_or(self.text.len(), |piece| piece.range.start);
        self.text[..end].trim_end().len()
    }

    /// Returns the start of the value behind the first `=`.
    pub(super) fn value(&self) -> Option<usize> {
        let equals = *self.places("=").first()?;
        Some(self.skip_spaces(equals + 1))
    }

    pub(super) fn skip_spaces(&self, from: usize) -> usize {
        let rest = &self.text[from..];
        from + rest.len() - rest.trim_start().len()
    }

    /// Returns the line with `with` in the place of `range`.
    pub(super) fn replaced(&self, range: Range<usize>, with: &str) -> String {
        format!("{}{with}{}", &self.text[..range.start], &self.text[range.end..])
    }
}

/// Returns the kind and the length of the first piece of a text.
fn first(text: &str) -> (Kind, usize) {
    match text.chars().next() {
        Some('#') => (Kind::Comment, text.len()),
        Some(quote @ ('"' | '\'')) => {
            let mut escaped = false;
            for (at, char) in text.char_indices().skip(1) {
                if char == quote && !escaped {
                    return (Kind::Text, at + 1);
                }
                escaped = quote == '"' && char == '\\' && !escaped;
            }
            (Kind::Open, text.len())
        }
        _ => (Kind::Code, text.find(['"', '\'', '#']).unwrap_or(text.len())),
    }
}
