//! Reads the table `belongs_to` of a record, and finds the kinds that it names.

use alignet_spec::{diagnostic::Report, table::Table};

use super::{
    model::{Owner, Record},
    setting::settings,
};

/// Reads the table; `None` if it can't be read. The kind of the owner is found later, when all of them are known.
pub(super) fn read(mut table: Table<'_, '_>) -> Option<Owner> {
    let name = table.required_text("record", "the record that each belongs to, such as `\"charge\"`");
    table.require("by", "the fields by which it is found, such as `[\"merchant_operation_number\"]`");
    let by = table.words("by").unwrap_or_default();
    let copies = table.table("copies").map(Table::texts).unwrap_or_default();
    let uncounted = settings(&mut table, "uncounted");
    let code = table.text("code").map(|code| code.value);
    table.finish();
    Some(Owner { name: name?, record: 0, by, copies, uncounted, code })
}

/// Finds the kinds of the records that others belong to.
pub(super) fn resolve(records: &mut [Record], report: &Report) {
    let names: Vec<String> = records.iter().map(|record| record.name.value.clone()).collect();
    for owner in records.iter_mut().filter_map(|record| record.owner.as_mut()) {
        let found = report.index_of(&owner.name, "record", names.iter().map(String::as_str));
        owner.record = found.unwrap_or_default();
    }
}
