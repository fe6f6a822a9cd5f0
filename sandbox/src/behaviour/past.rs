//! Reads the table `history` of a record: the list of the values that a field had.

use alignet_spec::{source::Spanned, table::Table};

/// The list, in replies, of the values that a field had.
#[derive(Debug)]
pub(crate) struct Past {
    /// The list.
    pub(crate) list: Spanned<String>,
    /// The field, both of the record and of each element.
    pub(crate) of: Spanned<String>,
    /// The field of each element with the time at which it got the value: text, seconds, or an object of both.
    pub(crate) at: Spanned<String>,
}

/// Reads the table; `None` if it can't be read.
pub(super) fn read(mut table: Table<'_, '_>) -> Option<Past> {
    table.called("table `history`".to_owned());
    let list = table.required_text("list", "the list in replies, such as `\"lifecycle\"`");
    let of = table.required_text("of", "the field that has a history, such as `\"state\"`");
    let at = table.required_text("at", "the field of each element with its time, such as `\"date\"`");
    table.finish();
    Some(Past { list: list?, of: of?, at: at? })
}
