//! Reads the table `attempts` of a record: what records of one key are together.

use alignet_spec::{source::Spanned, table::Table};

use super::setting::{Alternatives, alternatives};

/// Records of one key are attempts at the same operation.
#[derive(Debug)]
pub(crate) struct Attempts {
    /// The list of them in replies, in an object about the operation.
    pub(crate) list: Spanned<String>,
    /// The values of attempts in their order: the operation has the first that an attempt has, or else that of the latest
    /// attempt.
    pub(crate) first: Alternatives,
}

/// Reads the table; `None` if it can't be read.
pub(super) fn read(mut table: Table<'_, '_>) -> Option<Attempts> {
    table.called("table `attempts`".to_owned());
    let list = table.required_text("list", "the list of them in replies, such as `\"transactions\"`");
    table.require("first", "the values that count first, such as `{ state = [\"AUTORIZADO\"] }`");
    let first = alternatives(&mut table, "first");
    table.finish();
    Some(Attempts { list: list?, first })
}
