//! The README says what the reader does.

use std::{collections::BTreeSet, fs, path::Path};

use crate::base::base;

use alignet_spec::{Contract, Sources};

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

#[test]
fn every_contract_in_it_is_accepted() {
    let readme = readme();
    let blocks: Vec<&str> =
        readme.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(!blocks.is_empty());
    for block in blocks {
        let sources = Sources::from_texts("README.md", &[("block.toml", block)]).extending(base());
        if let Err(mistakes) = Contract::load(sources) {
            panic!("{mistakes}");
        }
    }
}

#[test]
fn it_names_every_word_of_the_language() {
    let readme = readme();
    let said = |word: &str| {
        [format!("`{word}`"), format!("`\"{word}\"`"), format!("`{word}.")]
            .iter()
            .any(|text| readme.contains(text))
    };
    let silent: Vec<String> = words().into_iter().filter(|word| !said(word)).collect();
    assert!(silent.is_empty(), "the README doesn't say what these are: {silent:?}");
}

/// The keys that the code asks tables for, and the words that it compares values with.
fn words() -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in ["api", "endpoint", "field", "notification", "outcome", "types"] {
        let code = fs::read_to_string(root.join(format!("document/{file}.rs"))).unwrap();
        for ask in
            ["text(\"", "table(\"", "integer(\"", "boolean(\"", "literal(\"", "words(\"", "(&mut table, \""]
        {
            let asked = code.split(ask).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
            words.extend(asked);
        }
    }
    words.extend(alignet_spec::contract::Primitive::ALL.iter().map(|one| one.as_str().to_owned()));
    let classes = alignet_spec::contract::Repeat::ALL.map(|class| class.as_str().to_owned());
    let methods = alignet_spec::contract::Method::ALL.map(|method| method.as_str().to_owned());
    let outcomes = alignet_spec::contract::Outcome::ALL.map(|outcome| outcome.as_str().to_owned());
    let holds = alignet_spec::contract::Holds::ALL.map(|holds| holds.as_str().to_owned());
    words.extend(classes.into_iter().chain(methods).chain(outcomes).chain(holds));
    let others = ["bearer", "scopes", "environment", "credentials.client_id", "credentials.client_secret"];
    words.extend(others.map(str::to_owned));
    assert!(words.len() > 45, "the words of the language aren't found any more: {words:?}");
    words
}
