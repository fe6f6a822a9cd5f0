//! Reads the events of a record.

use alignet_spec::{diagnostic::Diagnostic, source::Spanned, table::Table};

use super::setting::{Setting, settings};

/// A change of a record outside of every call, such as a payment by the buyer.
#[derive(Debug)]
pub(crate) struct Event {
    /// The name, as in `approve`.
    pub(crate) name: Spanned<String>,
    /// The documentation, one sentence.
    pub(crate) doc: String,
    /// The values that a record must have for it.
    pub(crate) from: Vec<Setting>,
    /// The values that a record gets.
    pub(crate) set: Vec<Setting>,
    /// The fields that a record loses the values of, before it gets others.
    pub(crate) clear: Vec<Spanned<String>>,
    /// The seconds after the last change of a record at which it happens by itself.
    pub(crate) after: Option<u64>,
    /// True if the buyer decides it, on a page of the bank.
    pub(crate) by_buyer: bool,
    /// More that it does to certain records, in file order. The first that fits is used.
    pub(crate) cases: Vec<Case>,
}

/// More that an event does to the records that have certain values.
#[derive(Debug)]
pub(crate) struct Case {
    /// The values that a record must have for it.
    pub(crate) from: Vec<Setting>,
    /// The values that a record gets.
    pub(crate) set: Vec<Setting>,
}

/// Reads the events of a record.
pub(super) fn read(table: Table<'_, '_>) -> Vec<Event> {
    let report = table.report();
    let mut events = Vec::new();
    for (name, entry) in table.tables() {
        match entry {
            Some(table) => events.push(event(name, table)),
            None => report.push_lost("declarations-are-tables", 
                Diagnostic::new(name.span, format!("event `{}` is not a table", name.value))
                    .help("write what happens: `{ doc = \"…\", from = { state = \"PENDIENTE\" }, set = { state = \"AUTORIZADO\" } }`"),
            ),
        }
    }
    events
}

fn event(name: Spanned<String>, mut table: Table<'_, '_>) -> Event {
    table.called(format!("event `{}`", name.value));
    let doc = table.required_text("doc", "what happens, in a sentence");
    table.require("set", "the values that the record gets, such as `{ state = \"AUTORIZADO\" }`");
    let event = Event {
        name,
        doc: doc.map(|doc| doc.value).unwrap_or_default(),
        from: settings(&mut table, "from"),
        set: settings(&mut table, "set"),
        clear: table.words("clear").unwrap_or_default(),
        after: seconds(&mut table),
        by_buyer: table.boolean("by_buyer").is_some_and(|flag| flag.value),
        cases: table.table("case").map(cases).unwrap_or_default(),
    };
    table.finish();
    event
}

fn cases(table: Table<'_, '_>) -> Vec<Case> {
    let report = table.report();
    let mut cases = Vec::new();
    for (name, entry) in table.tables() {
        let Some(mut table) = entry else {
            let text = format!("case `{}` is not a table", name.value);
            let help =
                "write what more it does: `{ from = { method_name = \"QR\" }, set = { brand = \"VISA\" } }`";
            report.push_lost("declarations-are-tables", Diagnostic::new(name.span, text).help(help));
            continue;
        };
        table.called(format!("case `{}`", name.value));
        table.require(
            "from",
            "the values of the records that it is about, such as `{ method_name = \"QR\" }`",
        );
        table.require("set", "the values that they get, such as `{ brand = \"VISA\" }`");
        cases.push(Case { from: settings(&mut table, "from"), set: settings(&mut table, "set") });
        table.finish();
    }
    cases
}

/// Reads the seconds after which an event happens by itself.
fn seconds(table: &mut Table<'_, '_>) -> Option<u64> {
    let report = table.report();
    let after = table.integer("after")?;
    let seconds = u64::try_from(after.value).ok().filter(|seconds| *seconds > 0);
    if seconds.is_none() {
        report.push(Diagnostic::new(after.span, "`after` must be a number of seconds, 1 or more").help(
            "they pass on the sandbox's clock from the last change of the record; without `after`, a test lets it happen",
        ));
    }
    seconds
}
