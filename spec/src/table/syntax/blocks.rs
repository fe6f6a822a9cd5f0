//! Mistakes that reach over several lines.

use super::{
    Cause, Repair, is_toml,
    line::{Kind, Line},
    quotes,
};

/// A line such as `<<<<<<< HEAD`.
pub(super) fn conflict(text: &str, offset: usize) -> Option<Cause> {
    let line = Line::at(text, offset);
    let mark = ["<<<<<<<", "=======", ">>>>>>>"].into_iter().find(|mark| line.text.starts_with(mark))?;
    Some(Cause {
        at: line.start..line.start + line.text.len(),
        message: format!("`{mark}` is left over from a merge"),
        help: vec![
            "keep the lines of one side, and remove those with `<<<<<<<`, `=======` and `>>>>>>>`".to_owned(),
        ],
        fixed: None,
        swallows: true,
    })
}

/// A text of several lines without its end, above `offset`.
pub(super) fn open_text(text: &str, offset: usize) -> Option<Cause> {
    let (start, marks) =
        ["'''", "\"\"\""].into_iter().find_map(|marks| Some((unclosed(text, marks)?, marks)))?;
    (start < offset).then(|| Cause {
        at: start..start + marks.len(),
        message: format!("this text of several lines has no `{marks}` at its end"),
        help: vec![format!("write `{marks}` below its last line")],
        fixed: None,
        swallows: true,
    })
}

/// Returns the start of the first text of several lines that does not end before another one starts.
fn unclosed(text: &str, marks: &str) -> Option<usize> {
    let mut places = text.match_indices(marks).map(|(at, _)| at);
    while let Some(start) = places.next() {
        let Some(end) = places.next() else { return Some(start) };
        // An end that follows a key is meant as the start of another text.
        let line = Line::at(text, end);
        let before = &text[line.start..end];
        if line.start > start && before.contains('=') && line.text.ends_with(marks) {
            return Some(start);
        }
    }
    None
}

/// A text in simple quotes that goes on in the next line.
pub(super) fn open_line(text: &str, line: &Line<'_>) -> Option<Cause> {
    let open = quotes::open(line)?;
    let mut joined = line.text.to_owned();
    for more in text[line.start..].lines().skip(1).take(8) {
        joined = format!("{joined} {}", more.trim());
        if is_toml(&joined) {
            return Some(Cause {
                at: line.start + open.start..line.start + open.end,
                message: "this text goes on in the next line".to_owned(),
                help: vec!["write it in one line, or with `\"\"\"` at its start and at its end".to_owned()],
                fixed: None,
                swallows: false,
            });
        }
    }
    None
}

/// `path = { id = "string"`
pub(super) fn open_in_line(line: &Line<'_>) -> Option<Repair> {
    let open = open_brackets(line);
    let (at, sign) = *open.first()?;
    let end = line.end();
    let closed: String = open.iter().rev().map(|(_, sign)| if *sign == '{' { " }" } else { "]" }).collect();
    Some(Repair {
        at: at..at + 1,
        message: format!("this `{sign}` is never closed"),
        rule: "write",
        fixed: line.replaced(end..end, &closed),
    })
}

/// A list or a table in braces that is not closed, above `offset`.
pub(super) fn open_bracket(text: &str, offset: usize) -> Option<Cause> {
    let end = Line::at(text, offset).start;
    let mut line = Line::at(text, end.checked_sub(1)?);
    for _ in 0..super::REACH {
        if let [(at, sign), ..] = open_brackets(&line)[..] {
            let close = if sign == '{' { '}' } else { ']' };
            let closed = format!("{}\n{close}", &text[line.start..end].trim_end());
            return is_toml(&closed).then(|| Cause {
                at: line.start + at..line.start + at + 1,
                message: format!("this `{sign}` is never closed"),
                help: vec![format!("write `{close}` below its last entry")],
                fixed: None,
                swallows: true,
            });
        }
        line = Line::at(text, line.start.checked_sub(1)?);
    }
    None
}

/// Returns the brackets that are opened behind the `=` of a line, and not closed in it.
fn open_brackets(line: &Line<'_>) -> Vec<(usize, char)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let Some(start) = line.value() else { return open };
    for piece in line.pieces().into_iter().filter(|piece| piece.kind == Kind::Code) {
        for (at, char) in line.text[piece.range.clone()].char_indices() {
            match char {
                '[' | '{' if piece.range.start + at >= start => open.push((piece.range.start + at, char)),
                ']' | '}' => drop(open.pop()),
                _ => {}
            }
        }
    }
    open
}

/// A line of JSON that is in no text.
pub(super) fn json(line: &Line<'_>) -> Option<Cause> {
    let text = line.text.trim();
    let is_key = text.starts_with('"') && text.replace(' ', "").contains("\":");
    if !is_key && text != "{" && text != "}" {
        return None;
    }
    Some(Cause {
        at: line.start..line.start + line.text.len(),
        message: "this JSON stands without quotes around it".to_owned(),
        help: vec!["write it as a text: `reply = '''` above it, and `'''` below it".to_owned()],
        fixed: None,
        swallows: true,
    })
}
