//! Mistakes in values without quotes.

use std::ops::Range;

use super::{
    Repair, is_toml,
    line::{Kind, Line},
};

/// Keys with a list of words.
const LISTS: [&str; 4] = ["echoes", "finds", "identity", "outcome"];

/// `reply = { "success": true }`
pub(super) fn json(line: &Line<'_>) -> Option<Repair> {
    let start = line.value()?;
    let value = line.text.get(start..line.end())?;
    if !value.starts_with('{') || !value.replace(' ', "").contains("\":") {
        return None;
    }
    if line.header().contains(".example]") {
        return Some(Repair {
            at: start..start + value.len(),
            message: "this JSON stands without quotes around it".to_owned(),
            rule: "write it as a text",
            fixed: line.replaced(start..start + value.len(), &format!("'{value}'")),
        });
    }
    super::signs::assignment(line)
}

/// `default = True`
pub(super) fn capitals(line: &Line<'_>) -> Option<Repair> {
    let range = open_values(line)?.into_iter().find(|range| {
        let value = line.text[range.clone()].to_lowercase();
        value == "true" || value == "false"
    })?;
    let value = &line.text[range.clone()];
    Some(Repair {
        message: format!("`{value}` is no value of TOML"),
        rule: "write it in lower case",
        fixed: line.replaced(range.clone(), &value.to_lowercase()),
        at: range,
    })
}

/// `default = null`
pub(super) fn no_value(line: &Line<'_>) -> Option<Repair> {
    let range = open_values(line)?.into_iter().next()?;
    if !range.is_empty() {
        return None;
    }
    let equals = line.text[..range.start].trim_end().len();
    Some(Repair {
        at: equals.saturating_sub(1)..equals,
        message: "there is no value behind this `=`".to_owned(),
        rule: "write one",
        fixed: format!("{} \"…\"", &line.text[..line.end()]),
    })
}

/// `route = GET /balance`, `{ type = string }`
pub(super) fn unquoted(line: &Line<'_>) -> Option<Repair> {
    let values = open_values(line)?;
    let first = values.first().filter(|range| !range.is_empty())?.clone();
    let value = &line.text[first.clone()];
    let mut fixed = line.text.to_owned();
    for range in values.into_iter().rev() {
        let quoted = quoted(line, &line.text[range.clone()]);
        fixed.replace_range(range, &quoted);
    }
    if ["null", "nil", "none", "undefined"].contains(&value.to_lowercase().as_str()) {
        return Some(Repair {
            at: first,
            message: format!("`{value}` is no value of TOML"),
            rule: "leave the key out, or write a text in quotes",
            fixed,
        });
    }
    Some(Repair {
        at: first,
        message: format!("`{value}` stands without quotes"),
        rule: "write a text in quotes",
        fixed,
    })
}

fn quoted(line: &Line<'_>, value: &str) -> String {
    let key = line.text.split('=').next().unwrap_or("").trim();
    let words = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    match words.filter(|_| LISTS.contains(&key)) {
        Some(words) => {
            let words = words.split(',').map(|word| format!("\"{}\"", word.trim().trim_matches('"')));
            format!("[{}]", words.collect::<Vec<_>>().join(", "))
        }
        None => format!("\"{value}\""),
    }
}

/// Returns the values of a line that are not TOML, without quotes around them.
fn open_values(line: &Line<'_>) -> Option<Vec<Range<usize>>> {
    if line.pieces().iter().any(|piece| piece.kind == Kind::Open) {
        return None;
    }
    let end = line.end();
    let (mut values, mut from, mut depth) = (Vec::new(), 0, 0_usize);
    for equals in line.places("=") {
        if equals < from {
            continue;
        }
        depth = (depth + count(line, from..equals, '{')).saturating_sub(count(line, from..equals, '}'));
        let start = line.skip_spaces(equals + 1).min(end);
        from = start;
        let rest = &line.text[start..end];
        let is_table = rest.starts_with('{') && rest.contains('=');
        if is_table || rest.starts_with(['"', '\'']) {
            continue;
        }
        let length = if depth == 0 { rest.len() } else { entry(rest) };
        let value = rest[..length].trim_end();
        from = start + length;
        if !is_toml(&format!("x = {value}")) {
            values.push(start..start + value.len());
        }
    }
    Some(values)
}

fn count(line: &Line<'_>, range: Range<usize>, sign: char) -> usize {
    line.places(&sign.to_string()).iter().filter(|at| range.contains(at)).count()
}

/// Returns the length of an entry of a table in braces.
fn entry(text: &str) -> usize {
    let mut depth = 0_i32;
    for (at, char) in text.char_indices() {
        match char {
            '[' | '{' | '<' | '(' => depth += 1,
            ',' | '}' if depth == 0 => return at,
            ']' | '}' | '>' | ')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}
