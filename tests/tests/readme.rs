//! Tests that the README is correct. Its Rust code is run as doctests of this crate.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::{fmt::Write as _, fs, path::Path};

use alignet_spec::{Contract, Sources};

fn readme() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    fs::read_to_string(path).unwrap()
}

/// The content of the fenced block in this language that contains `part`.
fn block(readme: &str, language: &str, part: &str) -> String {
    let fence = format!("```{language}\n");
    let blocks = readme.split(&fence).skip(1).map(|rest| rest.split("\n```").next().unwrap());
    blocks.into_iter().find(|block| block.contains(part)).expect("the README has such a block").to_owned()
}

/// The lines that a diff adds, with the word `payout` replaced: the shipped contract already declares that
/// endpoint for a reader who followed the README.
fn added(diff: &str) -> String {
    let lines = diff.lines().map(|line| line.strip_prefix('+').expect("only additions"));
    lines.collect::<Vec<_>>().join("\n").replace("payout", "trinket")
}

/// The first sentence.
fn summary(doc: &str) -> &str {
    doc.split_once(". ").map_or(doc, |(first, _)| first).trim_end_matches('.')
}

/// `BLESS=1` writes the list.
#[test]
fn the_lists_are_the_contract_s() {
    let contract = Contract::shipped().unwrap();
    let mut list = "# The endpoints of the contract\n\n\
                    | call | method and path | repeating it | what it does |\n|---|---|---|---|\n"
        .to_owned();
    for one in &contract.endpoints {
        let (name, method, route, repeat) = (&one.name, one.method.as_str(), &one.route, one.repeat.as_str());
        let summary = summary(&one.doc);
        writeln!(list, "| `{name}` | `{method} {route}` | {repeat} | {summary} |").unwrap();
    }
    for (title, kind) in [("notifications", "notification"), ("returns", "return")] {
        write!(list, "\n# The {title} of the contract\n\n| {kind} | what it does |\n|---|---|\n").unwrap();
        for one in contract.notifications.iter().filter(|one| one.kind() == kind) {
            writeln!(list, "| `{}` | {} |", one.name, summary(&one.doc)).unwrap();
        }
    }
    list += "\n# The objects for browsers of the contract\n\n| object | what it is |\n|---|---|\n";
    for one in contract.for_browsers().map(|index| &contract.types[index]) {
        writeln!(list, "| `{}` | {} |", one.name, summary(&one.doc)).unwrap();
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/contract/README.md");
    let written = fs::read_to_string(&path).unwrap();
    // What follows is written by hand.
    let (lists, rest) = written.split_once("\n# Differences").expect("a section on differences");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, format!("{list}\n# Differences{rest}")).unwrap();
    } else {
        assert_eq!(lists, list, "`BLESS=1` writes them anew");
    }
}

#[test]
fn the_added_endpoint_is_sound() {
    let text = added(&block(&readme(), "diff", "[get_payout]"));
    let sources = Sources::from_texts("spec/contract", &[("payouts.toml", &text)]).extending_shipped();
    let contract = Contract::load(sources).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    assert!(contract.endpoints.iter().any(|endpoint| endpoint.name == "get_trinket"));
}

#[test]
fn the_shown_mistake_is_reported_as_shown() {
    let readme = readme();
    let text = added(&block(&readme, "diff", "[get_payout]")).replace("\"api\"", "\"apo\"");
    let sources = Sources::from_texts("spec/contract", &[("payouts.toml", &text)]).extending_shipped();
    let mistakes = Contract::load(sources).expect_err("`apo` is no origin");
    assert_eq!(mistakes.to_string().trim(), block(&readme, "text", "there is no origin"));
}
