//! Reads the table `digits` of an endpoint: the fields of its request that are digits, and how many.

use alignet_spec::{
    diagnostic::{Diagnostic, Report},
    source::Spanned,
    table::Table,
};

/// A field of a request that is digits alone.
#[derive(Debug)]
pub(crate) struct Digits {
    /// The name on the wire, at any depth.
    pub(crate) wire: Spanned<String>,
    /// The fewest and the most digits.
    pub(crate) least: usize,
    pub(crate) most: usize,
}

impl Digits {
    /// Reads the table: `{ merchant_operation_number = "6-12" }`.
    pub(super) fn read(table: Table<'_, '_>) -> Vec<Self> {
        let report = table.report();
        let one = |(wire, text): (Spanned<String>, Spanned<String>)| {
            let range =
                text.value.split_once('-').and_then(|(least, most)| Some((number(least)?, number(most)?)));
            match range.filter(|(least, most)| (1..=*most).contains(least)) {
                Some((least, most)) => Some(Self { wire, least, most }),
                None => not_a_range(report, &wire, &text),
            }
        };
        table.texts().into_iter().filter_map(one).collect()
    }
}

fn number(text: &str) -> Option<usize> {
    text.parse().ok()
}

fn not_a_range(report: &Report, wire: &Spanned<String>, text: &Spanned<String>) -> Option<Digits> {
    // An empty text is reported already.
    if !text.value.is_empty() {
        let message = format!("`{}` is no number of digits", wire.value);
        report.push(Diagnostic::new(text.span, message).help("write the fewest and the most: `\"6-12\"`"));
    }
    None
}
