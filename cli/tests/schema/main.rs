//! The JSON Schema of contract files knows the language that the reader knows.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "../../../spec/tests/cases/mod.rs"]
#[allow(dead_code)]
mod cases;
mod fixtures;

use std::collections::{BTreeMap, BTreeSet};

use alignet_spec::{Contract, SCHEMA, Sources};
use serde_json::Value as Json;

/// A contract with an unknown key in each kind of table.
const UNKNOWN: &str = r#"
[api]
zzz = 1
[api.bearer]
zzz = 1
[api.environment]
key = { zzz = 1 }
[get_thing]
zzz     = 1
codes   = { A = { zzz = 1 } }
query   = { day = { zzz = 1 } }
example = { zzz = 1 }
[Thing]
zzz      = 1
values   = { A = { zzz = 1 } }
[Things]
variants = { B = { zzz = 1 } }
[notification.thing]
zzz     = 1
example = { zzz = 1 }
[return.thing]
zzz     = 1
order   = { zzz = 1 }
"#;

/// The tables of that contract, as messages call them, and their places in the schema.
const TABLES: &[(&str, &str)] = &[
    ("the API", "api"),
    ("the bearer", "api/properties/bearer"),
    ("`key`", "environment_key"),
    ("endpoint `get_thing`", "endpoint"),
    ("code `A`", "code"),
    ("field `day`", "field"),
    ("the example", "endpoint/properties/example"),
    ("type `Thing`", "type"),
    ("`A`", "value"),
    ("`B`", "variant"),
    ("notification `thing`", "notification"),
    ("return `thing`", "return"),
    ("the order", "return/properties/order"),
];

#[test]
fn schema_and_reader_know_the_same_keys() {
    let schema = schema();
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (message, help) in mistakes(UNKNOWN) {
        let Some(table) = message.strip_prefix("unknown key `zzz` in ") else { continue };
        known.entry(table.to_owned()).or_default().extend(quoted(&help));
    }
    let tables: BTreeSet<&str> = TABLES.iter().map(|(table, _)| *table).collect();
    assert_eq!(known.keys().map(String::as_str).collect::<BTreeSet<_>>(), tables);
    for (table, place) in TABLES {
        let declared = &schema["definitions"].pointer(&format!("/{place}")).unwrap()["properties"];
        let mut declared: BTreeSet<String> = declared.as_object().unwrap().keys().cloned().collect();
        if *table == "the example" {
            // Endpoints and notifications have examples, with keys of their own.
            declared.insert("body".to_owned());
        }
        assert_eq!(known[*table], declared, "{table}");
    }
    // No closed table of the schema is left out: the examples of notifications and returns are the two above.
    let closed =
        count(&schema, &|one| one["additionalProperties"] == false && one.get("properties").is_some());
    assert_eq!(closed, TABLES.len() + 2);
}

#[test]
fn schema_and_reader_know_the_same_words() {
    let schema = schema();
    for (keys, start, place) in [
        ("route = \"PUSH /a\"", "methods: ", "/endpoint/properties/route/pattern"),
        ("repeat = \"once\"", "classes: ", "/endpoint/properties/repeat/enum"),
        ("query = { a = \"Nothing\" }", "types: ", "/field/pattern"),
        (
            "query = { a = { type = \"[string]\", style = \"-\" } }",
            "write `style",
            "/field/properties/style/enum",
        ),
    ] {
        let endpoint = cases::patched(&cases::base_text("balance"), keys);
        compare(&endpoint, start, schema["definitions"].pointer(place).unwrap());
    }
    let values = "[Kind]\ndoc = \"A kind.\"\nvalues = { A = { doc = \"An A.\", outcome = \"paid\" } }\n";
    compare(values, "outcomes: ", &schema["definitions"]["value"]["properties"]["outcome"]["enum"]);
    let keys = "[api]\ndoc = \"An API.\"\n[api.environment]\na = { doc = \"An a.\", type = \"int\" }\n";
    compare(keys, "types: ", &schema["definitions"]["environment_key"]["properties"]["type"]["enum"]);
}

/// Compares the words that a message lists with those of an enumeration or a pattern.
fn compare(contract: &str, start: &str, place: &Json) {
    let help = mistakes(contract).into_iter().find_map(|(_, help)| {
        let at = help.find(start).filter(|at| *at == 0 || help[..*at].ends_with("? "))?;
        Some(help[at..].lines().next().unwrap().to_owned())
    });
    let help = help.unwrap_or_else(|| panic!("no help lists `{start}`"));
    let of_list: BTreeSet<String> = match help.split_once("; signs: ") {
        Some((_, signs)) => quoted(signs).into_iter().chain(["repeated".to_owned()]).collect(),
        None => quoted(help.split(", and those of").next().unwrap()).into_iter().collect(),
    };
    let of_schema: BTreeSet<String> = match place {
        Json::Array(words) => words.iter().map(|word| word.as_str().unwrap().to_owned()).collect(),
        pattern => {
            let pattern = pattern.as_str().unwrap();
            let words = &pattern[pattern.find('(').unwrap() + 1..pattern.find(')').unwrap()];
            words.split('|').filter(|word| !word.starts_with("[A-Z]")).map(str::to_owned).collect()
        }
    };
    assert_eq!(of_list, of_schema);
}

#[test]
fn every_key_has_a_description() {
    let lacking = count(&schema()["definitions"], &|one| {
        let keys = one.get("properties").and_then(Json::as_object);
        let real = |one: &Json| one.get("type").or(one.get("enum")).is_some();
        keys.is_some_and(|keys| keys.values().any(|key| real(key) && key.get("description").is_none()))
    });
    assert_eq!(lacking, 0);
}

fn schema() -> Json {
    serde_json::from_str(SCHEMA).unwrap()
}

/// The mistakes in a contract that extends the shipped one, or is a whole one: each message with its help.
fn mistakes(text: &str) -> Vec<(String, String)> {
    let sources = Sources::from_texts("texts", &[("own.toml", text)]).extending_shipped();
    let mistakes = Contract::load(sources).unwrap_err();
    mistakes.diagnostics.into_iter().map(|one| (one.message, one.help.join("\n"))).collect()
}

/// The words in back quotes of the first line that lists some.
fn quoted(text: &str) -> Vec<String> {
    let list = text.rsplit_once(": ").map_or(text, |(_, list)| list);
    list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Counts the objects in JSON, at any depth, for which a condition holds.
fn count(json: &Json, holds: &dyn Fn(&Json) -> bool) -> usize {
    let inner: usize = match json {
        Json::Object(map) => map.values().map(|one| count(one, holds)).sum(),
        Json::Array(items) => items.iter().map(|one| count(one, holds)).sum(),
        _ => 0,
    };
    inner + usize::from(json.is_object() && holds(json))
}
