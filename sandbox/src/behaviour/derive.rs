//! Reads the table `derive` of an endpoint: the values of a record that follow from what a request sends.

use alignet_spec::{diagnostic::Diagnostic, source::Spanned, table::Table};

/// The characters between the first and the last of a masked text.
const MASK: &str = "******";

/// A value that follows from a field of the request. The field may be secret: no more of it is kept than this says.
#[derive(Debug)]
pub(crate) struct Derived {
    /// The field of the record.
    pub(crate) wire: Spanned<String>,
    /// The field of the request, with as many of the objects around it as tell it apart.
    pub(crate) from: Spanned<String>,
    /// The number of first and of last characters that are kept; all if both are 0.
    first: usize,
    last: usize,
    /// The value for texts with a beginning, in place of the text. The longest beginning is used.
    starts: Vec<(Spanned<String>, Spanned<String>)>,
}

impl Derived {
    /// The value that follows from a text; `None` if none does, or if the text has too few characters to keep only some.
    pub(crate) fn of(&self, text: &str) -> Option<String> {
        if !self.starts.is_empty() {
            let fits = self.starts.iter().filter(|(start, _)| text.starts_with(&start.value));
            let longest = fits.max_by_key(|(start, _)| start.value.len());
            return longest.map(|(_, value)| value.value.clone());
        }
        let length = text.chars().count();
        if self.first + self.last == 0 {
            return Some(text.to_owned());
        }
        if length <= self.first + self.last {
            return None;
        }
        let first = text.chars().take(self.first);
        let mask = if self.first > 0 && self.last > 0 { MASK } else { "" };
        let last = text.chars().skip(length - self.last);
        Some(first.chain(mask.chars()).chain(last).collect())
    }
}

/// Reads the table: `{ bin = { from = "pan", first = 6 } }`.
pub(super) fn read(table: Table<'_, '_>) -> Vec<Derived> {
    let report = table.report();
    let mut all = Vec::new();
    for (wire, entry) in table.tables() {
        match entry {
            Some(table) => all.extend(derived(wire, table)),
            None => {
                let text = format!("`{}` is not a table", wire.value);
                let help = "say what it follows from: `{ from = \"pan\", first = 6 }`";
                report.push_lost("declarations-are-tables", Diagnostic::new(wire.span, text).help(help));
            }
        }
    }
    all
}

fn derived(wire: Spanned<String>, mut table: Table<'_, '_>) -> Option<Derived> {
    table.called(format!("derived `{}`", wire.value));
    let from = table.required_text("from", "the field of the request, such as `\"pan\"`");
    let first = characters(&mut table, "first");
    let last = characters(&mut table, "last");
    let starts = table.table("starts").map(Table::texts).unwrap_or_default();
    table.finish();
    Some(Derived { wire, from: from?, first, last, starts })
}

fn characters(table: &mut Table<'_, '_>, key: &'static str) -> usize {
    let report = table.report();
    let Some(given) = table.integer(key) else { return 0 };
    let number = usize::try_from(given.value).ok().filter(|number| *number > 0);
    if number.is_none() {
        let text = format!("`{key}` must be a number of characters, 1 or more");
        report.push(Diagnostic::new(given.span, text).help("leave it out to keep the whole text"));
    }
    number.unwrap_or_default()
}
