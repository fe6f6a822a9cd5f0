//! Reads scenarios, and the values that they and events have.

use alignet_spec::{
    diagnostic::Diagnostic,
    literal::Literal,
    source::Spanned,
    table::{Given, Table},
};

use super::model::{OwnerConditions, Scenario, Setting};

/// Reads the scenarios of an endpoint.
pub(super) fn read(table: Table<'_, '_>) -> Vec<Scenario> {
    let report = table.report();
    let mut scenarios = Vec::new();
    for (name, entry) in table.tables() {
        match entry {
            Some(table) => scenarios.push(scenario(name, table)),
            None => report.push_lost("declarations-are-tables", 
                Diagnostic::new(name.span, format!("scenario `{}` is not a table", name.value))
                    .help("write what happens: `{ doc = \"…\", when = { amount = \"10051\" }, set = { state = \"DENEGADO\" } }`"),
            ),
        }
    }
    scenarios
}

fn scenario(name: Spanned<String>, mut table: Table<'_, '_>) -> Scenario {
    table.called(format!("scenario `{}`", name.value));
    let doc = table.required_text("doc", "what happens, in a sentence");
    if !["has", "from", "unless", "differs", "exceeds"].iter().any(|key| table.holds(key)) {
        table.require("when", "the request fields that call for it, such as `{ amount = \"10051\" }`");
    }
    let scenario = Scenario {
        name,
        doc: doc.map(|doc| doc.value).unwrap_or_default(),
        when: settings(&mut table, "when"),
        has: table.words("has").unwrap_or_default(),
        set: settings(&mut table, "set"),
        then: settings(&mut table, "then"),
        from: settings(&mut table, "from"),
        lacking: table.words("lacking").unwrap_or_default(),
        owner: OwnerConditions {
            unless: table.table("unless").map(alternatives).unwrap_or_default(),
            differs: table.table("differs").map(Table::texts).unwrap_or_default(),
            exceeds: table.table("exceeds").map(Table::texts).unwrap_or_default(),
        },
        code: table.text("code").map(|code| code.value),
        duplicate: table.boolean("duplicate").is_some_and(|duplicate| duplicate.value),
        success: table.boolean("success").is_none_or(|success| success.value),
    };
    table.finish();
    scenario
}

/// Reads values by field name: `{ state = "SENT" }`, or `{ state = { unlisted = "LOST" } }`.
pub(super) fn settings(table: &mut Table<'_, '_>, key: &'static str) -> Vec<Setting> {
    let values = table.table(key).map(Table::values).unwrap_or_default().into_iter();
    let setting = |(wire, given): (Spanned<String>, Given<'_, '_>)| match given {
        Given::Literal(value) => Some(Setting { wire, value, unlisted: false }),
        Given::Table(mut table) => {
            let value = table.required_text("unlisted", "a value that the enumeration doesn't list");
            table.finish();
            let value = value?;
            let value = value.with(Literal::String(value.value.clone()));
            Some(Setting { wire, value, unlisted: true })
        }
        Given::Lost => None,
    };
    values.filter_map(setting).collect()
}

/// Reads several values by field name: `{ state = ["SENT", "LOST"] }`.
fn alternatives(table: Table<'_, '_>) -> Vec<(Spanned<String>, Vec<Setting>)> {
    let setting = |wire: &Spanned<String>, text: Spanned<String>| {
        let value = text.with(Literal::String(text.value.clone()));
        Setting { wire: wire.clone(), value, unlisted: false }
    };
    let lists = table.lists().into_iter();
    lists
        .map(|(wire, texts)| {
            let settings = texts.into_iter().map(|text| setting(&wire, text)).collect();
            (wire, settings)
        })
        .collect()
}
