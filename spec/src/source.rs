//! Contract files and positions in them.

use std::{fs, io, ops::Range, path::Path};

use toml::de::DeTable;

/// A contract file: its text, and its path for messages.
#[derive(Debug, Clone)]
pub struct Source {
    /// The path as the caller wrote it; absolute only if the caller wrote an absolute path.
    pub path: String,
    /// The whole text.
    pub text: String,
    /// True if this file belongs to the shipped contract that another contract extends.
    pub inherited: bool,
    /// The starts of all lines but the first. They are computed once, because most declarations need a line.
    lines: Vec<usize>,
}

impl Source {
    fn new(path: String, text: String) -> Self {
        let lines = text.match_indices('\n').map(|(newline, _)| newline + 1).collect();
        Self { path, text, inherited: false, lines }
    }

    /// Returns a line by its number, which starts at one, with its end; empty if there is none.
    pub(crate) fn line(&self, number: usize) -> &str {
        let start = |number: usize| match number.checked_sub(2) {
            None => Some(0),
            Some(before) => self.lines.get(before).copied(),
        };
        let end = start(number + 1).unwrap_or(self.text.len());
        start(number).and_then(|start| self.text.get(start..end)).unwrap_or("")
    }
}

/// The files of a contract, in the order in which they are read.
#[derive(Debug, Clone, Default)]
pub struct Sources(pub Vec<Source>);

/// A range of text in one of the [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Span {
    /// The index of the source.
    pub source: usize,
    /// The byte offset of the first character.
    pub start: usize,
    /// The byte offset after the last character.
    pub end: usize,
}

impl Span {
    /// Returns the span of `range` in the source with index `source`.
    pub fn new(source: usize, range: Range<usize>) -> Self {
        Self { source, start: range.start, end: range.end }
    }

    /// Returns the part of this span that starts after `offset` bytes and is `length` bytes long.
    #[must_use]
    pub fn part(self, offset: usize, length: usize) -> Self {
        let start = (self.start + offset).min(self.end);
        Self { start, end: (start + length).min(self.end), ..self }
    }
}

/// A value and its position.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// The position of the value.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Combines a value and its position.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// Returns another value with the same position.
    pub fn with<U>(&self, value: U) -> Spanned<U> {
        Spanned { value, span: self.span }
    }
}

/// A position as an editor shows it. Line and column start at one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

impl Sources {
    /// Returns the contract shipped with this crate.
    pub fn shipped() -> Self {
        let files: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/shipped.rs"));
        Self::from_texts("spec/contract", files)
    }

    /// Creates sources from texts in memory. Messages name each of them `folder/name`.
    pub fn from_texts(folder: &str, files: &[(&str, &str)]) -> Self {
        let source = |(name, text): &(&str, &str)| {
            Source::new(format!("{folder}/{name}"), without_mark(text).to_owned())
        };
        Self(files.iter().map(source).collect())
    }

    /// Reads every `*.toml` file of a folder, sorted by name. Messages name each of them `shown/NAME`.
    ///
    /// # Errors
    ///
    /// Fails if the folder or one of its files can't be read, or if the folder holds no `*.toml` file.
    pub fn read(folder: &Path, shown: &str) -> io::Result<Self> {
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                paths.push(path);
            }
        }
        paths.sort();
        if paths.is_empty() {
            return Err(io::Error::new(io::ErrorKind::NotFound, "the folder holds no `*.toml` file"));
        }

        let mut sources = Vec::new();
        for path in paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let text =
                read_text(&path).map_err(|error| io::Error::new(error.kind(), format!("{name}: {error}")))?;
            let path = format!("{}/{name}", shown.trim_end_matches('/'));
            sources.push(Source::new(path, text));
        }
        Ok(Self(sources))
    }

    /// Extends the shipped contract by these sources; see [`extending`](Self::extending).
    #[must_use]
    pub fn extending_shipped(self) -> Self {
        self.extending(Self::shipped())
    }

    /// Extends another contract by these sources, which may name its types and origins. Sources with a table
    /// `[api]` are a whole contract of their own, and are returned alone.
    #[must_use]
    pub fn extending(mut self, mut base: Self) -> Self {
        if self
            .0
            .iter()
            .any(|source| DeTable::parse_recoverable(&source.text).0.get_ref().contains_key("api"))
        {
            return self;
        }
        for source in &mut base.0 {
            source.inherited = true;
        }
        base.0.append(&mut self.0);
        base
    }

    /// Returns true if a span lies in a file of the shipped contract that these sources extend.
    pub(crate) fn is_inherited(&self, span: Span) -> bool {
        self.source(span).is_some_and(|source| source.inherited)
    }

    /// Returns the file that contains a span.
    pub fn source(&self, span: Span) -> Option<&Source> {
        self.0.get(span.source)
    }

    /// Returns the text at a span.
    pub fn text(&self, span: Span) -> &str {
        let text = self.source(span).map_or("", |source| source.text.as_str());
        let (start, end) = (boundary(text, span.start), boundary(text, span.end));
        text.get(start..end).unwrap_or("")
    }

    /// Returns the span of `length` bytes from `offset` on in the string at `span`, which includes the
    /// quotes. Returns `span` itself if escapes or several lines make the offset unknown.
    pub fn part(&self, span: Span, offset: usize, length: usize) -> Span {
        let text = self.text(span);
        let escaped = text.starts_with('"') && text.contains('\\');
        if escaped || text.starts_with("\"\"\"") || text.starts_with("'''") {
            return span;
        }
        span.part(1 + offset, length.max(1))
    }

    /// Returns the line and column of a span's first character.
    pub fn position(&self, span: Span) -> Position {
        let Some(source) = self.source(span) else { return Position { line: 1, column: 1 } };
        let end = boundary(&source.text, span.start);
        let line = source.lines.partition_point(|start| *start <= end);
        let start = line.checked_sub(1).map_or(0, |before| source.lines[before]);
        Position { line: line + 1, column: source.text[start..end].chars().count() + 1 }
    }

    /// Returns `path:line` of a span, for documentation.
    pub fn location(&self, span: Span) -> String {
        let path = self.source(span).map_or("", |source| source.path.as_str());
        format!("{path}:{}", self.position(span).line)
    }
}

/// Reads a file as text. If it is not UTF-8, the error names the first line that is not.
fn read_text(path: &Path) -> io::Result<String> {
    match String::from_utf8(fs::read(path)?) {
        Ok(text) => Ok(without_mark(&text).to_owned()),
        Err(error) => {
            let sound = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = sound.iter().filter(|byte| **byte == b'\n').count() + 1;
            let message = format!("line {line} is not UTF-8: save the file in that encoding");
            Err(io::Error::new(io::ErrorKind::InvalidData, message))
        }
    }
}

/// Removes the byte order mark that some editors write, because it would shift every column.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Returns the start of the character that contains byte `index`, or the end of the text.
fn boundary(text: &str, index: usize) -> usize {
    let mut index = index.min(text.len());
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}
