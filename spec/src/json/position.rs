//! Finds positions in a JSON text, which a parsed value no longer has.

/// Returns the byte range of the entry at a path such as `payment_method.phone`. If the path leads
/// nowhere, returns the range of the opening bracket of the last object or list on it.
///
/// The text must be JSON.
pub(crate) fn find(text: &str, path: &str) -> (usize, usize) {
    let mut scanner = Scanner { text, offset: 0 };
    let mut rest = path;
    scanner.space();
    let mut entry = None;
    while !rest.is_empty() {
        let open = scanner.offset;
        let Some((start, behind)) = scanner.enter(rest) else { return (open, open + 1) };
        entry = Some(start);
        rest = behind;
    }
    match entry {
        None => (scanner.offset, scanner.offset + 1),
        Some(start) => {
            scanner.value();
            (start, scanner.offset)
        }
    }
}

/// Returns the byte offset of a line and column, which start at one, as `serde_json` reports them.
pub(crate) fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (before + column.saturating_sub(1)).min(text.len().saturating_sub(1))
}

struct Scanner<'t> {
    text: &'t str,
    offset: usize,
}

impl Scanner<'_> {
    /// Moves to the value of the entry that the path starts with. Returns the start of the entry and the
    /// rest of the path.
    fn enter<'p>(&mut self, path: &'p str) -> Option<(usize, &'p str)> {
        let list = match self.byte() {
            Some(b'{') => false,
            Some(b'[') => true,
            _ => return None,
        };
        self.offset += 1;
        let mut index = 0;
        loop {
            self.space();
            if matches!(self.byte(), Some(b'}' | b']') | None) {
                return None;
            }
            let start = self.offset;
            let key = if list { index.to_string() } else { self.key() };
            let behind = path.strip_prefix(key.as_str());
            match behind.map(|behind| (behind, behind.strip_prefix('.'))) {
                Some(("", _)) => return Some((start, "")),
                Some((_, Some(behind))) => return Some((start, behind)),
                _ => self.value(),
            }
            index += 1;
            self.space();
            if self.byte() == Some(b',') {
                self.offset += 1;
            }
        }
    }

    /// Reads a key and moves to its value.
    fn key(&mut self) -> String {
        let start = self.offset;
        self.string();
        let key = self.text.get(start..self.offset).and_then(|key| serde_json::from_str(key).ok());
        self.space();
        self.offset += 1;
        self.space();
        key.unwrap_or_default()
    }

    /// Moves past a value.
    fn value(&mut self) {
        let mut depth = 0;
        loop {
            match self.byte() {
                None => return,
                Some(b'"') => self.string(),
                Some(b'{' | b'[') => {
                    depth += 1;
                    self.offset += 1;
                }
                Some(b'}' | b']') => {
                    depth -= 1;
                    self.offset += 1;
                }
                Some(byte) if is_word(byte) => self.word(),
                Some(_) => self.offset += 1,
            }
            if depth <= 0 {
                return;
            }
        }
    }

    /// Moves past a number, `true`, `false` or `null`.
    fn word(&mut self) {
        while self.byte().is_some_and(is_word) {
            self.offset += 1;
        }
    }

    fn string(&mut self) {
        self.offset += 1;
        while let Some(byte) = self.byte() {
            self.offset += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                return;
            }
        }
    }

    fn space(&mut self) {
        while self.byte().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.offset += 1;
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.offset).copied()
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+-.".contains(&byte)
}
