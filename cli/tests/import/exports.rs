//! Tests that an exported contract is imported without a question, and exported again as the same document.

use std::{
    fs,
    path::{Path, PathBuf},
};

use alignet_cli::{
    import::import,
    openapi::{self, Version},
};
use alignet_spec::{Contract, Sources};
use serde_json::Value as Json;

/// The folders of contracts that have every construct of the language between them.
fn contracts() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let below =
        ["spec/tests/accepted", "macros/tests/golden"].map(|folder| fs::read_dir(root.join(folder)).unwrap());
    let folders = below.into_iter().flatten().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    folders.chain([root.join("tests/contract"), root.join("cli/tests/extensions/sound")]).collect()
}

/// Asserts that the export of a contract is imported without a question, and exported again as the same document.
fn comes_back(contract: &Contract, version: Version, name: &str) {
    let document = openapi::export(contract, version).pretty();
    let draft = import(document.as_bytes(), false).unwrap();
    let sources = Sources::from_texts("draft", &[("draft.toml", &draft.toml)]).extending_shipped();
    let again = Contract::load(sources).unwrap_or_else(|mistakes| panic!("{name}: {mistakes}"));
    assert_eq!((draft.questions, draft.notes.as_slice()), (Some(0), &[][..]), "{name}");
    let [first, second] = [document, openapi::export(&again, version).pretty()]
        .map(|document| serde_json::from_str::<Json>(&document).unwrap());
    let difference = difference(&first, &second);
    assert_eq!(difference, None, "{name}, {}\n{}", version.number(), draft.toml);
}

/// Returns the place of the first difference, and both values there.
fn difference(first: &Json, second: &Json) -> Option<(String, Json, Json)> {
    let below =
        |key: &str, (path, first, second): (String, Json, Json)| (format!("/{key}{path}"), first, second);
    match (first, second) {
        (Json::Object(one), Json::Object(other)) => {
            let key = one.keys().chain(other.keys()).find(|key| one.get(*key) != other.get(*key))?;
            let [one, other] = [one, other].map(|object| object.get(key).cloned().unwrap_or_default());
            Some(below(key, difference(&one, &other).unwrap_or((String::new(), one, other))))
        }
        (Json::Array(one), Json::Array(other)) if one.len() == other.len() => {
            let pairs = one.iter().zip(other).enumerate();
            pairs
                .filter_map(|(index, (one, other))| Some(below(&index.to_string(), difference(one, other)?)))
                .next()
        }
        _ => (first != second).then(|| (String::new(), first.clone(), second.clone())),
    }
}

fn all_come_back(version: Version) {
    comes_back(&Contract::shipped().unwrap(), version, "the shipped contract");
    let contracts = contracts();
    assert!(contracts.len() > 20, "{contracts:?}");
    for folder in contracts {
        let sources = Sources::read(&folder, "contract").unwrap().extending_shipped();
        comes_back(&Contract::load(sources).unwrap(), version, &folder.display().to_string());
    }
}

#[test]
fn every_contract_comes_back_from_its_export() {
    all_come_back(Version::V3_1);
}

#[test]
fn every_contract_comes_back_from_its_older_export() {
    all_come_back(Version::V3_0);
}
