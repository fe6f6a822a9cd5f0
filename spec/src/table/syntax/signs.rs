//! Mistakes in the signs around keys and values.

use super::{Repair, line::Line};

/// `[get_balance`, `[get balance]`
pub(super) fn header(line: &Line<'_>) -> Option<Repair> {
    let end = line.end();
    let text = line.text[..end].trim_start();
    if !text.starts_with('[') || text.contains('=') {
        return None;
    }
    let start = end - text.len();
    let Some(name) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else {
        return Some(Repair {
            at: start..end,
            message: "this header has no `]` at its end".to_owned(),
            rule: "close it",
            fixed: line.replaced(end..end, "]"),
        });
    };
    let space = name.trim_end().find(char::is_whitespace)?;
    let joined: Vec<&str> = name.split_whitespace().collect();
    Some(Repair {
        at: start + 1 + space..start + 2 + space,
        message: "a name can't have spaces".to_owned(),
        rule: "join its words",
        fixed: line.replaced(start + 1..end - 1, &joined.join("_")),
    })
}

/// `doc = "Text" // why`
pub(super) fn comment(line: &Line<'_>) -> Option<Repair> {
    let at = *line.places("//").first()?;
    Some(Repair {
        at: at..at + 2,
        message: "a comment starts with `#`".to_owned(),
        rule: "write",
        fixed: line.replaced(at..at + 2, "#"),
    })
}

/// `doc = "Text";`
pub(super) fn ending(line: &Line<'_>) -> Option<Repair> {
    let end = line.end();
    let sign = line.text[..end].chars().next_back().filter(|sign| ";,.".contains(*sign))?;
    Some(Repair {
        at: end - 1..end,
        message: format!("no `{sign}` ends a line of TOML"),
        rule: "leave it out",
        fixed: line.replaced(end - 1..end, ""),
    })
}

/// `doc: "Text"`, `doc := "Text"`, `{ type: "string" }`
pub(super) fn assignment(line: &Line<'_>) -> Option<Repair> {
    // Keys in quotes are those of JSON.
    if line.text.trim_start().starts_with('"') {
        return None;
    }
    let (mut fixed, mut first, mut end) = (String::new(), None, 0);
    let mut places: Vec<usize> = [line.places(":"), line.places("=")].concat();
    places.sort_unstable();
    for at in places.into_iter() {
        if at < end {
            continue;
        }
        let sign: &str = &line.text[at..];
        let sign = &sign[..sign.len() - sign.trim_start_matches([':', '=', '>']).len()];
        fixed += &line.text[end..at];
        end = at + sign.len();
        if sign == "=" {
            fixed.push('=');
        } else {
            first = first.or(Some((at, sign)));
            fixed += if fixed.ends_with(' ') { "=" } else { " =" };
        }
    }
    fixed += &line.text[end..];
    let (at, sign) = first?;
    Some(Repair {
        at: at..at + sign.len(),
        message: format!("`{sign}` stands where TOML has `=`"),
        rule: "write",
        fixed,
    })
}

/// `doc "Text"`
pub(super) fn no_assignment(line: &Line<'_>) -> Option<Repair> {
    let start = line.skip_spaces(0);
    let key = start + line.text[start..].find([' ', '\t'])?;
    let value = line.skip_spaces(key);
    Some(Repair {
        at: key..value,
        message: "there is no `=` between key and value".to_owned(),
        rule: "write",
        fixed: line.replaced(key..value, " = "),
    })
}

/// `año = "string"`
pub(super) fn key(line: &Line<'_>) -> Option<Repair> {
    let equals = *line.places("=").first()?;
    let start = line.skip_spaces(0);
    let name = line.text.get(start..equals)?.trim_end();
    if name.contains(['"', '\'']) {
        return None;
    }
    let end = start + name.len();
    Some(Repair {
        at: start..end,
        message: format!(
            "`{name}` needs quotes: a key without them has only letters of ASCII, digits, `-` and `_`"
        ),
        rule: "write",
        fixed: line.replaced(start..end, &format!("\"{name}\"")),
    })
}
