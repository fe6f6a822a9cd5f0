//! Finds the path in a reply that a decoding error is about.

use memchr::memchr2_iter;

use crate::{
    codegen::wire::WRONG_VARIANT,
    error::{Error, ErrorKind},
    redact::Secrets,
};

/// Makes the error of a body that can't be decoded. It names the path of the mistake, and never quotes the
/// value.
pub(crate) fn mistake(body: &[u8], error: &serde_json::Error, secrets: &Secrets<'_>) -> Error {
    let what = match error.classify() {
        serde_json::error::Category::Data => "a field is missing there, or of another type",
        serde_json::error::Category::Eof => "it breaks off",
        serde_json::error::Category::Syntax | serde_json::error::Category::Io => "it is not JSON",
    };
    let failure = Error::noted(ErrorKind::Decode, what);
    secrets.learn(body);
    match path(body, error) {
        // The keys of the path also come from the service, and may repeat a secret.
        Some(path) if !path.is_empty() => failure.path_is(secrets.hide(path)),
        _ => failure,
    }
}

/// The text of serde's error before the name of a missing field.
const MISSING: &str = "missing field `";

/// Returns the path to the field that an error is about.
///
/// serde reports a wrong value that is the last of its object or list behind the closing bracket, which
/// must not end the path. It reports a missing field and a wrong variant there as well, and these belong
/// to the object that the bracket closes.
fn path(body: &[u8], error: &serde_json::Error) -> Option<String> {
    let text = error.to_string();
    let missing = text.strip_prefix(MISSING).and_then(|rest| rest.split_once('`'));
    let of_whole = missing.is_some() || text.starts_with(WRONG_VARIANT);
    let path = path_at(body, error.line(), error.column(), !of_whole && error.is_data())?;
    Some(match missing {
        Some((name, _)) if path.is_empty() => name.to_owned(),
        Some((name, _)) => format!("{path}.{name}"),
        None => path,
    })
}

/// Returns the path of keys and indices to a position in JSON, as in `operations.0.state`.
///
/// Walks the text once, so that decoding itself need not track its position.
fn path_at(body: &[u8], line: usize, column: usize, inside: bool) -> Option<String> {
    let line_start = match line {
        0 => return None,
        1 => 0,
        _ => body.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(line - 2)?.0 + 1,
    };
    let before = body.get(..(line_start + column).min(body.len()))?;
    // serde reports an unexpected list or object at its first byte, which still counts as outside.
    let before = before.trim_ascii_end();
    let before = before.strip_suffix(b"[").or_else(|| before.strip_suffix(b"{")).unwrap_or(before);
    let last = before.strip_suffix(b"]").or_else(|| before.strip_suffix(b"}"));
    let before = last.filter(|_| inside).unwrap_or(before);
    let mut walk = Walk::default();
    let mut at = 0;
    while at < before.len() {
        at = walk.step(before, at);
    }
    Some(walk.steps.iter().map(Step::to_string).collect::<Vec<_>>().join("."))
}

/// The most levels of lists and objects in a reply, including fields that are not read.
const DEEPEST: usize = 128;

/// Returns true if JSON is nested deeper than any reply.
pub(crate) fn is_too_deep(body: &[u8]) -> bool {
    // Counting brackets is quick, and rules out nearly every reply.
    if memchr2_iter(b'[', b'{', body).count() <= DEEPEST {
        return false;
    }
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in body {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => depth += 1,
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

#[derive(Default)]
struct Walk {
    steps: Vec<Step>,
    /// True if the next string is a key.
    key: bool,
}

enum Step {
    Key(String),
    Index(usize),
}

/// The longest key that is shown, in bytes.
const LONGEST_KEY: usize = 40;

/// Returns true if a key looks like the name of a field, rather than like a value in its place.
fn is_plain(key: &str) -> bool {
    key.len() <= LONGEST_KEY && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Key(key) if is_plain(key) => f.write_str(key),
            Self::Key(_) => f.write_str("…"),
            Self::Index(index) => write!(f, "{index}"),
        }
    }
}

impl Walk {
    /// Takes one token, and returns where the next one starts.
    fn step(&mut self, text: &[u8], at: usize) -> usize {
        match text[at] {
            b'{' => {
                self.steps.push(Step::Key(String::new()));
                self.key = true;
            }
            b'[' => {
                self.steps.push(Step::Index(0));
                self.key = false;
            }
            b'}' | b']' => {
                self.steps.pop();
                self.key = false;
            }
            b',' => match self.steps.last_mut() {
                Some(Step::Index(index)) => *index += 1,
                Some(Step::Key(_)) => self.key = true,
                None => {}
            },
            b'"' => return self.string(text, at + 1),
            _ => {}
        }
        at + 1
    }

    fn string(&mut self, text: &[u8], start: usize) -> usize {
        let mut end = start;
        while end < text.len() && text[end] != b'"' {
            end += if text[end] == b'\\' { 2 } else { 1 };
        }
        let end = end.min(text.len());
        if self.key {
            if let Some(Step::Key(key)) = self.steps.last_mut() {
                *key = String::from_utf8_lossy(&text[start..end]).into_owned();
            }
            self.key = false;
        }
        end + 1
    }
}
