//! Parses files as TOML.

use std::ops::Range;

use toml::{
    Spanned as Toml,
    de::{DeTable, Error},
};

use crate::{
    diagnostic::{Diagnostic, Report},
    source::{Sources, Span},
    table::{
        Table, duplicates,
        syntax::{self, Cause},
    },
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
            let (root, mut errors) = DeTable::parse_recoverable(&source.text);
            if errors.is_empty() {
                files.sound.push((index, root));
                continue;
            }
            files.garbled = true;
            errors.sort_by_key(|error| place(error).start);
            let before = report.losses();
            let (repeated, errors): (Vec<_>, Vec<_>) = errors.iter().partition(|error| is_repetition(error));
            // What comes after another mistake may be repeated because of it.
            let reach = errors.first().map_or(source.text.len(), |error| place(error).start);
            let mut repeated: Vec<_> = repeated.into_iter().map(place).collect();
            repeated.retain(|range| range.start < reach);
            repeated.dedup();
            report_repetitions(sources, index, &repeated, report);
            if !errors.is_empty() || report.losses() == before {
                report_garbled(sources, index, &errors, report);
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

fn place(error: &Error) -> Range<usize> {
    error.span().unwrap_or(0..0)
}

fn is_repetition(error: &Error) -> bool {
    error.message().starts_with("duplicate key")
}

fn report_repetitions(sources: &Sources, index: usize, repeated: &[Range<usize>], report: &Report) {
    let text = &sources.0[index].text;
    let mut tables: Vec<String> = Vec::new();
    for (range, first) in repeated.iter().zip(duplicates::firsts(text, repeated)) {
        // Below a repeated table, every key may be repeated: the table is the mistake.
        let Some(first) = first else { continue };
        let line = &text[text[..range.start].rfind('\n').map_or(0, |newline| newline + 1)..range.end];
        let table = line.trim_start().strip_prefix('[').map(|name| name.trim_start_matches('['));
        let name = table.unwrap_or(&text[range.clone()]);
        if tables.iter().any(|above| name.starts_with(above.as_str())) {
            continue;
        }
        tables.extend(table.map(|name| format!("{name}.")));
        let (remark, help) = match (table, first.same) {
            (Some(_), _) => {
                ("it is first declared here", "write its keys there, or give this one another name")
            }
            (None, true) => ("it has the same value here", "remove one of the two"),
            (None, false) => ("it has another value here", "keep the right one, or give one another name"),
        };
        report.push_lost(
            "keys-are-set-once",
            Diagnostic::new(Span::new(index, range.clone()), format!("`{name}` is declared twice"))
                .label(Span::new(index, first.at), remark)
                .help(help),
        );
    }
}

/// Reports why a file is not TOML.
fn report_garbled(sources: &Sources, index: usize, errors: &[&Error], report: &Report) {
    let text = &sources.0[index].text;
    let mut above = 0;
    for (number, error) in errors.iter().enumerate() {
        // Each explanation tries several corrections, and a file with many mistakes is read again anyway.
        let cause = (number < EXPLAINED).then(|| syntax::explain(text, place(error).start, error.message()));
        let line = sources.position(Span::new(index, place(error))).line;
        // A line that is not TOML often breaks the lines right below it: without a cause, report only the first.
        let follows = above > 0 && line <= above + 3;
        above = line;
        let Some(Cause { at, message, help, fixed, swallows }) = cause.flatten() else {
            if !follows {
                let message = format!("this is not TOML: {}", error.message());
                report.push_lost("files-are-toml", Diagnostic::new(Span::new(index, place(error)), message));
            }
            continue;
        };
        let mut diagnostic = Diagnostic::new(Span::new(index, at), message);
        if let Some((line, fixed)) = fixed {
            diagnostic = diagnostic.replaced(Span::new(index, line), Some(fixed));
        }
        report.push_lost("files-are-toml", help.into_iter().fold(diagnostic, Diagnostic::help));
        if swallows {
            break;
        }
    }
}

/// The number of mistakes in a file that are explained.
const EXPLAINED: usize = 20;
