//! Parses files as TOML.

use toml::{
    Spanned as Toml,
    de::{DeTable, Error},
};

use crate::{
    diagnostic::{Diagnostic, Report},
    source::{Source, Sources, Span},
    table::Table,
};

/// Files, parsed as TOML.
pub struct Files<'s> {
    /// The files that are TOML, each with its index in the sources.
    sound: Vec<(usize, Toml<DeTable<'s>>)>,
    garbled: bool,
}

impl<'s> Files<'s> {
    /// Parses every file, and reports those that are not TOML.
    pub fn parse(sources: &'s Sources, report: &Report) -> Self {
        let mut files = Self { sound: Vec::new(), garbled: false };
        for (index, source) in sources.0.iter().enumerate() {
            let (root, errors) = DeTable::parse_recoverable(&source.text);
            if errors.is_empty() {
                files.sound.push((index, root));
                continue;
            }
            files.garbled = true;
            let mut above = 0;
            for error in errors {
                // A line that is not TOML often breaks the lines right below it: report only the first.
                let diagnostic = not_toml(source, index, &error);
                let line = sources.position(diagnostic.span).line;
                if above == 0 || line > above + 3 {
                    report.push_lost(diagnostic);
                }
                above = line;
            }
        }
        files
    }

    /// Returns true if a file is not TOML.
    pub fn are_garbled(&self) -> bool {
        self.garbled
    }

    /// Returns the top level of each file that is TOML.
    pub fn roots<'t, 'r>(&'t self, report: &'r Report) -> impl Iterator<Item = Table<'t, 'r>> {
        self.sound.iter().map(move |(index, root)| Table::root(root.get_ref(), *index, report))
    }
}

fn not_toml(source: &Source, index: usize, error: &Error) -> Diagnostic {
    let range = error.span().unwrap_or(0..0);
    let text = source.text.get(range.clone()).unwrap_or_default();
    let diagnostic =
        Diagnostic::new(Span::new(index, range.clone()), format!("this is not TOML: {}", error.message()));
    if error.message().starts_with("duplicate key") {
        return diagnostic.help(format!("`{text}` stands here already: remove one of the two, or rename it"));
    }
    if error.message().starts_with("string values must be quoted") && !text.is_empty() {
        return diagnostic.help(format!("write `\"{text}\"`"));
    }
    diagnostic
}
