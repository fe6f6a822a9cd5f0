//! Mistakes in quotes.

use std::ops::Range;

use super::{
    Repair,
    line::{Kind, Line},
};

/// Quotes of printed text, and what a keyboard has in their place.
const TYPOGRAPHIC: [(char, char); 10] = [
    ('“', '"'),
    ('”', '"'),
    ('„', '"'),
    ('‟', '"'),
    ('«', '"'),
    ('»', '"'),
    ('‘', '\''),
    ('’', '\''),
    ('‚', '\''),
    ('‛', '\''),
];

fn straight(char: char) -> Option<char> {
    TYPOGRAPHIC.iter().find(|(printed, _)| *printed == char).map(|(_, straight)| *straight)
}

/// `doc = “Text”`
pub(super) fn typographic(line: &Line<'_>) -> Option<Repair> {
    // One that stands in a sound text is part of it.
    let outside = line.pieces().into_iter().filter(|piece| !matches!(piece.kind, Kind::Text | Kind::Comment));
    let (at, char) = outside
        .flat_map(|piece| {
            line.text[piece.range.clone()]
                .char_indices()
                .map(move |(at, char)| (piece.range.start + at, char))
        })
        .find(|(_, char)| straight(*char).is_some())?;
    let (before, after) = line.text.split_at(at);
    let fixed = after.chars().map(|char| straight(char).unwrap_or(char)).collect::<String>();
    Some(Repair {
        at: at..at + char.len_utf8(),
        message: format!("`{char}` is a typographic quote, and TOML knows only `\"` and `'`"),
        rule: "write straight quotes",
        fixed: format!("{before}{fixed}"),
    })
}

/// `doc = "The "best" one."`
pub(super) fn inner(line: &Line<'_>) -> Option<Repair> {
    let begins = |at: &usize| line.text[..*at].trim_end().ends_with(['=', '[', ',']);
    let ends = |at: &usize| {
        let behind = line.text[at + 1..].trim_start();
        behind.is_empty() || behind.starts_with([',', ']', '}', '#'])
    };
    ['"', '\''].into_iter().find_map(|quote| {
        let other = if quote == '"' { '\'' } else { '"' };
        let places: Vec<usize> = line.text.match_indices(quote).map(|(at, _)| at).collect();
        places.iter().filter(|at| begins(at)).find_map(|start| {
            let end = *places.iter().filter(|end| *end > start).find(|end| ends(end))?;
            let text = &line.text[start + 1..end];
            let stop = start + 1 + text.find(quote)?;
            let fixed = line.replaced(*start..end + 1, &format!("{other}{text}{other}"));
            let sound = !text.contains([other, '\\']) && super::is_toml(&fixed);
            sound.then(|| Repair {
                at: stop..stop + 1,
                message: format!("the text ends at this `{quote}`, and goes on behind it"),
                rule: "write the other kind of quotes around it",
                fixed,
            })
        })
    })
}

/// `doc = "In C:\payouts"`
pub(super) fn backslash(line: &Line<'_>) -> Option<Repair> {
    let (mut fixed, mut first) = (String::new(), None);
    for piece in line.pieces() {
        let text = &line.text[piece.range.clone()];
        let mut chars = text.char_indices().peekable();
        while let Some((at, char)) = chars.next() {
            fixed.push(char);
            let next = chars.peek().map(|(_, next)| *next);
            if char != '\\' || !text.starts_with('"') {
                continue;
            }
            if next.is_some_and(|next| "\\\"bfnrtexuU".contains(next)) {
                fixed.extend(chars.next().map(|(_, next)| next));
            } else {
                first = first.or(Some((piece.range.start + at, next.unwrap_or(' '))));
                fixed.push('\\');
            }
        }
    }
    let (at, next) = first?;
    Some(Repair {
        at: at..at + 1 + next.len_utf8(),
        message: format!("`\\{next}` means nothing in double quotes"),
        rule: "write a backslash twice",
        fixed,
    })
}

/// `doc = "Text`, `doc = Text"`
pub(super) fn missing(line: &Line<'_>) -> Option<Repair> {
    let quote = ['"', '\''].into_iter().find(|quote| line.text.matches(*quote).count() % 2 == 1)?;
    let with = |at: usize| line.replaced(at..at, &quote.to_string());
    let closed = ends(line).into_iter().find(|at| super::is_toml(&with(*at)));
    if let Some(end) = closed {
        let start = line.text[..end].rfind(quote)?;
        return Some(Repair {
            at: start..end,
            message: format!("this text has no `{quote}` at its end"),
            rule: "close it",
            fixed: with(end),
        });
    }
    let start = starts(line).into_iter().find(|at| super::is_toml(&with(*at)))?;
    let end = start + line.text[start..].find(quote)? + 1;
    Some(Repair {
        at: start..end,
        message: format!("this text has no `{quote}` at its start"),
        rule: "open it",
        fixed: with(start),
    })
}

/// The places in a line where a text may end, whatever the quotes say.
fn ends(line: &Line<'_>) -> Vec<usize> {
    let signs = line.text.match_indices([',', '}', ']', '#']).map(|(at, _)| at);
    let mut ends: Vec<usize> =
        signs.chain([line.text.len()]).map(|at| line.text[..at].trim_end().len()).collect();
    ends.dedup();
    ends
}

/// The places in a line where a text may start.
fn starts(line: &Line<'_>) -> Vec<usize> {
    let signs = line.text.match_indices(['=', ',', '[']).map(|(at, _)| at + 1);
    signs.map(|at| line.skip_spaces(at)).collect()
}

/// Returns the text of a line that does not end in it.
pub(super) fn open(line: &Line<'_>) -> Option<Range<usize>> {
    line.pieces().into_iter().find(|piece| piece.kind == Kind::Open).map(|piece| piece.range)
}
