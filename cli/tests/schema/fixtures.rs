//! The schema and the reader agree on contracts, as far as a schema can.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use alignet_spec::Sources;
use jsonschema::Validator;
use serde_json::Value as Json;

use crate::{cases, schema};

#[test]
fn what_the_reader_accepts_is_valid() {
    let validator = validator();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut folders: Vec<PathBuf> =
        ["spec/contract", "spec/tests/base", "tests/contract", "sandbox/tests/contract"]
            .iter()
            .map(|folder| root.join(folder))
            .collect();
    for of in ["spec/tests/accepted", "macros/tests/golden"] {
        folders.extend(fs::read_dir(root.join(of)).unwrap().map(|entry| entry.unwrap().path()));
    }
    let mut files = 0;
    for folder in folders {
        for source in Sources::read(&folder, &folder.to_string_lossy()).unwrap().0 {
            files += 1;
            assert_eq!(
                complaints(&validator, &source.text).unwrap(),
                Vec::<String>::new(),
                "{}",
                source.path
            );
        }
    }
    assert!(files > 30, "{files}");
}

/// The rules that a schema can state, for each of their cases.
const STATED: &[&str] = &[
    "apis-are-whole",
    "cursors-are-pairs",
    "declarations-are-tables",
    "documents-are-media-types",
    "environments-are-constants",
    "errors-are-objects",
    "files-declare-something",
    "form-fields-have-plain-names",
    "header-names-are-tokens",
    "keys-are-known",
    "keys-are-set-once",
    "keys-stand-below-their-table",
    "keys-stand-in-tables",
    "lists-are-not-empty",
    "names-are-visible",
    "notification-names-are-words",
    "numbers-are-plain",
    "origins-are-safe",
    "paths-name-fields",
    "public-keys-are-keys",
    "reads-have-no-body",
    "required-keys-are-present",
    "routes-are-well-formed",
    "scopes-are-visible-words",
    "settle-needs-a-reference",
    "statuses-are-of-their-kind",
    "texts-are-not-empty",
    "types-are-of-one-kind",
    "types-have-members",
    "undo-needs-a-query",
    "values-have-their-type",
    "words-are-known",
];

#[test]
fn what_breaks_a_rule_of_form_is_invalid() {
    let validator = validator();
    let (mut caught, mut missed) = (BTreeMap::new(), BTreeMap::new());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/tests/rejected");
    for entry in fs::read_dir(folder).unwrap() {
        for case in cases::cases(&fs::read_to_string(entry.unwrap().path()).unwrap()) {
            let rules =
                case.expected.lines().filter_map(|line| line.strip_prefix("error[")?.split(']').next());
            let rules: BTreeSet<&str> = rules.collect();
            let texts = case.texts();
            let mut found = texts.iter().filter_map(|(_, text)| complaints(&validator, text));
            // What is no TOML is no JSON either.
            let Some(first) = found.next() else { continue };
            let invalid = !first.is_empty() || found.any(|one| !one.is_empty());
            for rule in rules {
                let list = if invalid { &mut caught } else { &mut missed };
                list.entry(rule.to_owned()).or_insert_with(Vec::new).push(case.title.clone());
            }
        }
    }
    let stated: BTreeSet<&str> = STATED.iter().copied().collect();
    let whole: BTreeSet<&str> =
        caught.keys().filter(|rule| !missed.contains_key(*rule)).map(String::as_str).collect();
    let missed: Vec<_> = missed.iter().filter(|(rule, _)| stated.contains(rule.as_str())).collect();
    assert!(missed.is_empty(), "the schema accepts: {missed:#?}");
    assert_eq!(whole, stated, "the rules that the schema states");
}

fn validator() -> Validator {
    jsonschema::validator_for(&schema()).unwrap()
}

/// The complaints of the schema about a file; `None` if it is no TOML.
fn complaints(validator: &Validator, text: &str) -> Option<Vec<String>> {
    let json: Json = toml::from_str(text).ok()?;
    Some(validator.iter_errors(&json).map(|error| format!("{}: {error}", error.instance_path())).collect())
}
