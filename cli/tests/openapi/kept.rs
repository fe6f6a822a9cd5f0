use std::{collections::BTreeSet, fs};

use alignet_cli::openapi::{self, Version};
use alignet_spec::Contract;
use serde_json::Value as Json;

use super::{VERSIONS, contracts, export, folder};

/// `BLESS=1` writes the documents.
#[test]
fn the_documents_are_those_of_the_contract() {
    let contract = Contract::shipped().unwrap();
    for (version, name) in [(Version::V3_1, "alignet-3.1.json"), (Version::V3_0, "alignet-3.0.json")] {
        let path = folder("docs/openapi").join(name);
        let document = openapi::export(&contract, version).pretty();
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, &document).unwrap();
        }
        assert!(fs::read_to_string(&path).unwrap() == document, "`BLESS=1` writes {name} anew");
    }
}

#[test]
fn the_readme_lists_every_key() {
    let readme = fs::read_to_string(folder("cli/README.md")).unwrap();
    let told: BTreeSet<&str> =
        readme.split('`').filter(|word| word.starts_with("x-alignet-") && !word.contains('…')).collect();
    let mut used = BTreeSet::new();
    for contract in contracts() {
        VERSIONS.iter().for_each(|version| keys(&export(&contract, *version), &mut used));
    }
    let used: BTreeSet<&str> = used.iter().map(String::as_str).collect();
    assert_eq!(told, used);
}

fn keys(json: &Json, found: &mut BTreeSet<String>) {
    match json {
        Json::Array(items) => items.iter().for_each(|item| keys(item, found)),
        Json::Object(map) => {
            found.extend(map.keys().filter(|key| key.starts_with("x-alignet-")).cloned());
            map.values().for_each(|value| keys(value, found));
        }
        _ => {}
    }
}
