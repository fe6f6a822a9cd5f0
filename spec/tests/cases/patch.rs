//! Patches of contracts, which name only the lines that matter.

/// A table: its header, and its entries with their keys.
struct Table {
    header: String,
    entries: Vec<(String, String)>,
}

/// Applies a patch to a contract.
pub(crate) fn patched(base: &str, patch: &str) -> String {
    let mut tables: Vec<Table> = Vec::new();
    for entry in entries(base) {
        change(&mut tables, usize::MAX, &entry);
    }
    let mut table = 0;
    for entry in entries(patch) {
        if let Some((old, new)) = entry.split_once(" => ") {
            for text in tables.iter_mut().flat_map(Table::texts) {
                *text = text.replace(old, new);
            }
        } else {
            table = change(&mut tables, table, &entry);
        }
    }
    let text: Vec<String> = tables.iter().map(Table::text).collect();
    text.join("\n")
}

/// Changes a table by an entry, and returns the table that the entries below belong to.
fn change(tables: &mut Vec<Table>, table: usize, entry: &str) -> usize {
    if entry.starts_with('[') {
        let found = tables.iter().position(|table| table.header == entry);
        return found.unwrap_or_else(|| {
            tables.push(Table { header: entry.to_owned(), entries: Vec::new() });
            tables.len() - 1
        });
    }
    if let Some(header) = entry.strip_prefix('-').filter(|removed| removed.starts_with('[')) {
        tables.retain(|table| table.header != header);
        return table;
    }
    let last = tables.len() - 1;
    let entries = &mut tables[table.min(last)].entries;
    if let Some(removed) = entry.strip_prefix('-') {
        entries.retain(|(key, _)| key != removed);
        return table;
    }
    let key = key(entry).unwrap_or("");
    match entries.iter_mut().find(|(own, _)| own == key) {
        Some((_, text)) => *text = entry.to_owned(),
        None => entries.push((key.to_owned(), entry.to_owned())),
    }
    table
}

impl Table {
    fn text(&self) -> String {
        let entries = self.entries.iter().map(|(_, text)| format!("{text}\n"));
        format!("{}\n{}", self.header, entries.collect::<String>())
    }

    fn texts(&mut self) -> impl Iterator<Item = &mut String> {
        std::iter::once(&mut self.header).chain(self.entries.iter_mut().map(|(_, text)| text))
    }
}

/// Splits a text into headers, keys with all lines of their values, and instructions.
fn entries(text: &str) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    for line in text.lines() {
        let begins = line.starts_with(['[', '-']) || line.contains(" => ") || key(line).is_some();
        match entries.last_mut() {
            Some(entry) if !begins => *entry = format!("{entry}\n{line}"),
            _ => entries.push(line.to_owned()),
        }
    }
    for entry in &mut entries {
        entry.truncate(entry.trim_end().len());
    }
    entries
}

/// Returns the key that a line begins with.
fn key(line: &str) -> Option<&str> {
    let key = line.split_once('=')?.0.trim_end();
    let bare = |char: char| char.is_alphanumeric() || "_-.".contains(char);
    let quoted = key.len() > 1 && key.starts_with(['"', '\'']) && key.ends_with(['"', '\'']);
    (!key.is_empty() && (quoted || key.chars().all(bare))).then_some(key)
}
