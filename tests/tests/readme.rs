//! What the README shows is so. Its Rust is run as doctests of this crate.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::{fs, path::Path};

use alignet_spec::{Contract, Sources};

fn readme() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    fs::read_to_string(path).unwrap()
}

/// The inside of the fenced block with this language that holds `part`.
fn block(readme: &str, language: &str, part: &str) -> String {
    let fence = format!("```{language}\n");
    let blocks = readme.split(&fence).skip(1).map(|rest| rest.split("\n```").next().unwrap());
    blocks.into_iter().find(|block| block.contains(part)).expect("the README has such a block").to_owned()
}

fn added(diff: &str) -> String {
    diff.lines().map(|line| line.strip_prefix('+').expect("only additions")).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_endpoint_is_in_the_table() {
    let contract = Contract::shipped().unwrap();
    let row = |one: &alignet_spec::contract::Endpoint| {
        format!("| `{}` | `{} {}` | {} |", one.name, one.method.as_str(), one.route, one.repeat.as_str())
    };
    let mut expected: Vec<String> = contract.endpoints.iter().map(row).collect();
    expected.sort();
    let readme = readme();
    let table = readme.split("## Endpoints").nth(1).unwrap().split("\n## ").next().unwrap();
    let mut shown: Vec<&str> = table.lines().filter(|line| line.starts_with("| `")).collect();
    shown.sort_unstable();
    assert_eq!(shown, expected);
}

#[test]
fn the_added_endpoint_is_sound() {
    let text = added(&block(&readme(), "diff", "[get_charge]"));
    let sources = Sources::from_texts("spec/contract", &[("charges.toml", &text)]).extending_shipped();
    let contract = Contract::load(sources).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    assert!(contract.endpoints.iter().any(|endpoint| endpoint.name == "get_charge"));
}

#[test]
fn the_shown_mistake_is_reported_as_shown() {
    let readme = readme();
    let text = added(&block(&readme, "diff", "[get_charge]")).replace("\"api\"", "\"apo\"");
    let sources = Sources::from_texts("spec/contract", &[("charges.toml", &text)]).extending_shipped();
    let mistakes = Contract::load(sources).expect_err("`apo` is no origin");
    assert_eq!(mistakes.to_string().trim(), block(&readme, "text", "there is no origin"));
}
