//! Contract files and positions in them.

use std::{fs, io, ops::Range, path::Path};

use toml::de::DeTable;

/// One contract file: its text and the path that messages name it by.
#[derive(Debug, Clone)]
pub struct Source {
    /// The path as written by whoever named the folder, never absolute unless they wrote it so.
    pub path: String,
    /// The whole text.
    pub text: String,
    /// Whether this file belongs to the shipped contract that another contract extends.
    pub inherited: bool,
    /// Where the lines behind the first begin: nearly everything that is declared is asked for its place.
    lines: Vec<usize>,
}

impl Source {
    fn new(path: String, text: String) -> Self {
        let lines = text.match_indices('\n').map(|(newline, _)| newline + 1).collect();
        Self { path, text, inherited: false, lines }
    }
}

/// Every file of a contract, in the order they are read.
#[derive(Debug, Clone, Default)]
pub struct Sources(pub Vec<Source>);

/// A stretch of text in one of the [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Span {
    /// Which source, by index.
    pub source: usize,
    /// Byte offset of the first character.
    pub start: usize,
    /// Byte offset behind the last character.
    pub end: usize,
}

impl Span {
    /// The span of `range` in source number `source`.
    pub fn new(source: usize, range: Range<usize>) -> Self {
        Self { source, start: range.start, end: range.end }
    }

    /// The part of this span that starts `offset` bytes in and is `length` bytes long.
    #[must_use]
    pub fn part(self, offset: usize, length: usize) -> Self {
        let start = (self.start + offset).min(self.end);
        Self { start, end: (start + length).min(self.end), ..self }
    }
}

/// A value and where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it was written.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Puts a value and its place together.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The same place with another value.
    pub fn with<U>(&self, value: U) -> Spanned<U> {
        Spanned { value, span: self.span }
    }
}

/// A position as an editor shows it; both count from one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

impl Sources {
    /// The contract shipped with this crate.
    pub fn shipped() -> Self {
        let files: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/shipped.rs"));
        Self::from_texts("spec/contract", files)
    }

    /// Sources from texts in memory, each named `folder/name` in messages.
    pub fn from_texts(folder: &str, files: &[(&str, &str)]) -> Self {
        let source = |(name, text): &(&str, &str)| {
            Source::new(format!("{folder}/{name}"), without_mark(text).to_owned())
        };
        Self(files.iter().map(source).collect())
    }

    /// Reads every `*.toml` file of a folder, sorted by name; messages name them `shown/NAME`.
    ///
    /// # Errors
    ///
    /// When the folder or one of its files can't be read, or the folder holds no `*.toml` file.
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

    /// These sources on top of the shipped contract; see [`extending`](Self::extending).
    #[must_use]
    pub fn extending_shipped(self) -> Self {
        self.extending(Self::shipped())
    }

    /// These sources on top of those of another contract, whose types and origins they may name; alone
    /// when they have a table `[api]`, and so are a whole contract.
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

    /// The file a span lies in.
    pub fn source(&self, span: Span) -> Option<&Source> {
        self.0.get(span.source)
    }

    /// What stands at a span.
    pub fn text(&self, span: Span) -> &str {
        let text = self.source(span).map_or("", |source| source.text.as_str());
        let (start, end) = (boundary(text, span.start), boundary(text, span.end));
        text.get(start..end).unwrap_or("")
    }

    /// The place of `length` bytes from `offset` on in a string that stands at `span`, quotes and
    /// all; the whole of it where escapes or several lines hide which bytes those are.
    pub fn part(&self, span: Span, offset: usize, length: usize) -> Span {
        let text = self.text(span);
        let escaped = text.starts_with('"') && text.contains('\\');
        if escaped || text.starts_with("\"\"\"") || text.starts_with("'''") {
            return span;
        }
        span.part(1 + offset, length.max(1))
    }

    /// Line and column of a span's first character.
    pub fn position(&self, span: Span) -> Position {
        let Some(source) = self.source(span) else { return Position { line: 1, column: 1 } };
        let end = boundary(&source.text, span.start);
        let line = source.lines.partition_point(|start| *start <= end);
        let start = line.checked_sub(1).map_or(0, |before| source.lines[before]);
        Position { line: line + 1, column: source.text[start..end].chars().count() + 1 }
    }

    /// `path:line` of a span, for documentation.
    pub fn location(&self, span: Span) -> String {
        let path = self.source(span).map_or("", |source| source.path.as_str());
        format!("{path}:{}", self.position(span).line)
    }
}

/// A file as text; where it is none, the error says from which line on.
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

/// The text without the byte order mark that some editors write, which would shift every column.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// The start of the character that holds byte `index`, or else the end of the text.
fn boundary(text: &str, index: usize) -> usize {
    let mut index = index.min(text.len());
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}
