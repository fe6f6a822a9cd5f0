//! Reads scenarios.

use alignet_spec::{diagnostic::Diagnostic, source::Spanned, table::Table};

use super::{
    model::{OwnerConditions, Scenario},
    setting::{alternatives, settings},
};

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
        clear: table.words("clear").unwrap_or_default(),
        owner: OwnerConditions {
            unless: alternatives(&mut table, "unless"),
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
