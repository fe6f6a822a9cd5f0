//! Reads the tables of the files, and resolves their names.

use alignet_spec::{
    Contract, Sources,
    diagnostic::{Diagnostic, Report},
    source::Spanned,
    suggestion,
    table::{Files, Names, Table},
};

use super::{
    attempts,
    deployed::Deployed,
    derive,
    digits::Digits,
    events, form,
    model::{Act, Behaviour, Callback, Record, RecordUse, Returned},
    owner, past, scenarios,
    setting::{alternatives, settings},
};

/// Reads every file. Reports mistakes of form, and names that are not declared.
pub(super) fn read(contract: &Contract, sources: &Sources, report: &Report) -> Behaviour {
    let files = Files::parse(sources, report);
    let mut names = Names::new(report);
    let (mut records, mut endpoints) = (Vec::new(), Vec::new());
    let (mut notifications, mut returns) = (Vec::new(), Vec::new());
    let (mut deployed, mut form) = (Deployed::default(), None);
    for (name, table) in files.roots(report).flat_map(Table::tables) {
        match (name.value.as_str(), table) {
            (_, None) => report.push_lost("keys-stand-in-tables", stray(&name)),
            ("record", Some(table)) => {
                names.each("record", table, |name, table| records.push(record(name, table)));
            }
            ("notification", Some(table)) => {
                names.each("notification", table, |name, table| notifications.push((name, table)));
            }
            ("return", Some(table)) => {
                names.each("return", table, |name, table| returns.push((name, table)));
            }
            ("as_deployed", Some(table)) => deployed.read(contract, table, report),
            // A later file has its own.
            ("form", Some(table)) => form = form::read(contract, table, report).or(form),
            (_, Some(table)) if names.is_new("endpoint", &name) => endpoints.push((name, table)),
            _ => {}
        }
    }
    let mut behaviour = Behaviour { records, deployed, form, ..Behaviour::default() };
    // A file that is not TOML may declare what the others name.
    if files.are_garbled() {
        return behaviour;
    }
    owner::resolve(&mut behaviour.records, report);
    let reader = Reader { contract, records: &behaviour.records, report };
    let uses = endpoints.into_iter().filter_map(|(name, table)| reader.record_use(&name, table)).collect();
    let callbacks = notifications.into_iter().filter_map(|(name, table)| reader.callback(&name, table));
    let callbacks = callbacks.collect();
    let returns = returns.into_iter().filter_map(|(name, table)| reader.returned(&name, table)).collect();
    behaviour.uses = uses;
    behaviour.callbacks = callbacks;
    behaviour.returns = returns;
    behaviour
}

fn stray(key: &Spanned<String>) -> Diagnostic {
    Diagnostic::new(key.span, format!("`{}` stands outside of every table", key.value))
        .help("a file holds tables: `[record.NAME]`, `[notification.NAME]`, `[return.NAME]`, and one for each endpoint that uses records")
}

fn record(name: Spanned<String>, mut table: Table<'_, '_>) -> Record {
    table.called(format!("record `{}`", name.value));
    table.required_text("doc", "what one is, in a sentence");
    table.require("key", "the fields that tell two of them apart, such as `[\"merchant_operation_number\"]`");
    let key = table.words("key").unwrap_or_default();
    let generated = table.words("generate").unwrap_or_default();
    let owner = table.table("belongs_to").and_then(owner::read);
    let own = table.words("own").unwrap_or_default();
    let attempts = table.table("attempts").and_then(attempts::read);
    let past = table.table("history").and_then(past::read);
    let events = table.table("event").map(events::read).unwrap_or_default();
    table.finish();
    Record { name, key, generated, owner, own, attempts, past, events }
}

/// The names that tables may refer to, and the report for names that don't exist.
struct Reader<'r> {
    contract: &'r Contract,
    records: &'r [Record],
    report: &'r Report,
}

impl Reader<'_> {
    /// Reads the table of an endpoint; `None` if it can't be read.
    fn record_use(&self, name: &Spanned<String>, mut table: Table<'_, '_>) -> Option<RecordUse> {
        let before = self.report.losses();
        let endpoints = self.contract.endpoints.iter().map(|one| one.name.as_str());
        let endpoint = self.report.index_of(name, "endpoint", endpoints);
        table.called(format!("endpoint `{}`", name.value));
        let acts = [("creates", Act::Creates), ("reads", Act::Reads), ("changes", Act::Changes)];
        let acts = acts.map(|(key, act)| table.text(key).map(|record| (key, act, record)));
        let each = table.text("each");
        let count = table.text("count");
        let page = table.integer("page");
        let limit = table.text("limit");
        let matching = table.table("match").map(Table::texts).unwrap_or_default();
        let digits = table.table("digits").map(Digits::read).unwrap_or_default();
        let derived = table.table("derive").map(derive::read).unwrap_or_default();
        let set = settings(&mut table, "set");
        let scenarios = table.table("scenario").map(scenarios::read).unwrap_or_default();
        table.finish();

        let mut acts = acts.into_iter().flatten();
        let Some((key, act, record)) = acts.next() else {
            if self.report.losses() == before {
                self.report.push_lost(
                    "required-keys-are-present",
                    Diagnostic::new(
                        name.span,
                        format!("endpoint `{}` doesn't say what it does to a record", name.value),
                    )
                    .help("write `creates`, `reads` or `changes`, and which: `reads = \"charge\"`"),
                );
            }
            return None;
        };
        if let Some((second, _, other)) = acts.next() {
            self.report.push_lost(
                "endpoints-do-one-thing",
                Diagnostic::new(
                    other.span,
                    format!("endpoint `{}` both {key} and {second} a record", name.value),
                )
                .help(format!("keep one of the two: {}", suggestion::list(&[key, second]))),
            );
        }
        let record = self.record(&record)?;
        Some(RecordUse {
            endpoint: endpoint?,
            act,
            record,
            each,
            count,
            page,
            limit,
            matching,
            digits,
            derived,
            set,
            scenarios,
        })
    }

    /// Reads the table of a notification; `None` if it can't be read.
    fn callback(&self, name: &Spanned<String>, mut table: Table<'_, '_>) -> Option<Callback> {
        let notification = self.notification("notification", name);
        table.called(format!("notification `{}`", name.value));
        let record = table.required_text("record", "the record that it is about, such as `\"charge\"`");
        let field = table.required_text(
            "callback",
            "the field of the request that says where it goes, such as `\"callback_url\"`",
        );
        let only = alternatives(&mut table, "only");
        table.finish();
        let record = self.record(&record?);
        Some(Callback { notification: notification?, record: record?, field: field?, only })
    }

    /// Reads the table of a return; `None` if it can't be read.
    fn returned(&self, name: &Spanned<String>, mut table: Table<'_, '_>) -> Option<Returned> {
        let notification = self.notification("return", name);
        table.called(format!("return `{}`", name.value));
        let record = table.required_text("record", "the record that it is about, such as `\"charge\"`");
        let redirect = table.text("redirect");
        table.finish();
        let record = self.record(&record?);
        Some(Returned { notification: notification?, record: record?, redirect })
    }

    /// Returns the index of the notification or the return of this name in the contract.
    fn notification(&self, kind: &str, name: &Spanned<String>) -> Option<usize> {
        let declared = self.contract.notifications.iter().enumerate().filter(|(_, one)| one.kind() == kind);
        let declared: Vec<_> = declared.map(|(index, one)| (index, one.name.as_str())).collect();
        let found = self.report.index_of(name, kind, declared.iter().map(|(_, name)| *name))?;
        declared.get(found).map(|(index, _)| *index)
    }

    fn record(&self, name: &Spanned<String>) -> Option<usize> {
        self.report.index_of(name, "record", self.records.iter().map(|record| record.name.value.as_str()))
    }
}
