//! Recognises the usual text of a reply that succeeded, without decoding it.
//!
//! This is the fast path of [`Evidence`](crate::reply::verdict::Evidence). A result of true is certain. In any
//! other case, `Evidence` decides. Decoding the reply also checks that the text is JSON.

use memchr::memchr2;

use crate::reply::verdict::{PROCESSED, SUCCESS};

/// Returns true if `success` is true and the code of the status object at `path` says that the request was
/// processed, each plainly written and only once.
pub(crate) fn is_plain(body: &[u8], path: &[&str]) -> bool {
    let mut look = Look { text: body, success: false, code: false };
    look.object(path, true).is_some() && look.success && look.code
}

/// The parts seen so far, and the rest of the text. Its methods return `None` at an unusual text, which ends
/// the search.
struct Look<'b> {
    text: &'b [u8],
    success: bool,
    code: bool,
}

impl<'b> Look<'b> {
    /// Takes an object on the way to the status object, which is at the end of the path.
    fn object(&mut self, path: &[&str], top: bool) -> Option<()> {
        self.take(b'{')?;
        let mut went = false;
        loop {
            let key = self.string()?;
            self.take(b':')?;
            if top && key == SUCCESS.as_bytes() {
                self.text = self.text.trim_ascii_start();
                let word = self.text.strip_prefix(b"true").or_else(|| self.text.strip_prefix(b"\"true\""));
                self.text = word.filter(|_| !std::mem::replace(&mut self.success, true))?;
            } else if path.is_empty() && key == b"code" {
                let processed = self.string()? == PROCESSED.as_bytes();
                if !processed || std::mem::replace(&mut self.code, true) {
                    return None;
                }
            } else if path.first().is_some_and(|first| key == first.as_bytes()) {
                if std::mem::replace(&mut went, true) {
                    return None;
                }
                self.object(&path[1..], false)?;
            } else {
                self.skip()?;
            }
            if self.take(b',').is_none() {
                return self.take(b'}');
            }
        }
    }

    /// Takes this byte, and white space before it.
    fn take(&mut self, byte: u8) -> Option<()> {
        let (first, rest) = self.text.trim_ascii_start().split_first()?;
        self.text = if *first == byte { rest } else { return None };
        Some(())
    }

    /// Takes a string without escapes.
    fn string(&mut self) -> Option<&'b [u8]> {
        self.take(b'"')?;
        let end = memchr2(b'"', b'\\', self.text)?;
        let (string, rest) = self.text.split_at(end);
        self.text = rest.strip_prefix(b"\"")?;
        Some(string)
    }

    /// Takes a value that doesn't matter, up to the comma or the bracket behind it.
    fn skip(&mut self) -> Option<()> {
        let (mut depth, mut at) = (0_usize, 0);
        loop {
            match self.text.get(at)? {
                b'"' => at = end_of_string(self.text, at)?,
                b'{' | b'[' => depth += 1,
                b',' | b'}' | b']' if depth == 0 => break,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            at += 1;
        }
        self.text = &self.text[at..];
        Some(())
    }
}

/// Returns the end of the string that begins at this quote.
fn end_of_string(text: &[u8], quote: usize) -> Option<usize> {
    let mut at = quote + 1;
    loop {
        at += memchr2(b'"', b'\\', text.get(at..)?)?;
        if text[at] == b'"' {
            return Some(at);
        }
        at += 2; // Skips the escaped character.
    }
}
