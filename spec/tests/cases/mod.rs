//! Reads files of cases; `rejected.rs` explains them.

mod patch;

use std::fs;

pub(crate) use patch::patched;

/// A case: everything up to its messages as it stands in the file, and the parts of it.
pub(crate) struct Case {
    pub(crate) head: String,
    pub(crate) title: String,
    pub(crate) expected: String,
    base: String,
    patch: String,
}

impl Case {
    /// The names and texts of the files of the contract. The first is `case`.
    pub(crate) fn texts(&self) -> Vec<(String, String)> {
        let patch = format!("\n{}", self.patch);
        let mut files = patch.split("\nfile ");
        let own = files.next().unwrap_or("").trim_start_matches('\n');
        let own = if self.base == "none" { own.to_owned() } else { patched(&base_text(&self.base), own) };
        let more = files.filter_map(|file| file.split_once('\n'));
        let more = more.map(|(name, text)| (name.to_owned(), text.to_owned()));
        [("case".to_owned(), own)].into_iter().chain(more).collect()
    }
}

/// The sound contract of this name.
pub(crate) fn base_text(name: &str) -> String {
    let path = format!("{}/../spec/tests/base/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Reads the cases of a topic.
pub(crate) fn cases(text: &str) -> Vec<Case> {
    let (mut cases, mut base) = (Vec::new(), String::new());
    let mut rest = text;
    while let Some(title) = rest.find("\n== ") {
        let (before, case) = rest.split_at(title + 1);
        if let Some(line) = before.lines().find_map(|line| line.strip_prefix("base: ")) {
            base = line.to_owned();
        }
        let end = ["\n== ", "\nbase: "].iter().filter_map(|next| case.find(next)).min();
        let (case, after) = case.split_at(end.unwrap_or(case.len()));
        let patch = case.find('\n').unwrap_or(case.len()) + 1;
        let messages = ["\nerror[", "\nerror: "].iter().filter_map(|start| case.find(start)).min();
        let expected = messages.map_or(case.len(), |at| at + 1).max(patch.min(case.len()));
        cases.push(Case {
            head: format!("{}{}", before.trim_start_matches('\n'), case[..expected].trim_end()) + "\n",
            title: case[..patch].trim_end().to_owned(),
            base: base.clone(),
            patch: case.get(patch..expected).unwrap_or("").to_owned(),
            expected: case[expected..].trim_end().to_owned(),
        });
        rest = after;
    }
    cases
}
