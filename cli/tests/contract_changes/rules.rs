//! The page of the rules, `DIFFERENCES.md`: every rule with examples, each a change of `tests/contract_changes/base.toml` and the text that
//! the command prints about it. `BLESS=1 cargo test -p alignet-cli --test contract_changes` writes the sentences and the texts.
//!
//! An example is a block of lines that go (`-`), that come (`+`), and that lead there (` `): each is looked for below the one
//! before it, and an empty line starts at the top again. Lines that come, and nothing leads to, stand at the end.

use std::{collections::BTreeSet, env, fs, path::PathBuf};

use alignet_cli::diff::{Difference, Rule};

use crate::base::{base, edited, load};

/// One rule of the page.
struct Section {
    /// The text above it since the last one.
    head: String,
    id: String,
    /// The changes of the base.
    examples: Vec<String>,
}

fn page() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("DIFFERENCES.md")
}

#[test]
fn the_page_lists_every_rule_with_its_examples() {
    let written = fs::read_to_string(page()).unwrap();
    let sections = sections(&written);
    let ids: Vec<&str> = sections.iter().map(|section| section.id.as_str()).collect();
    let all: Vec<&str> = Rule::ALL.iter().map(|rule| rule.id()).collect();
    assert_eq!(ids, all, "the rules of the page, and those of the command");
    let mut failures = Vec::new();
    let rendered: String = Rule::ALL
        .iter()
        .zip(&sections)
        .map(|(rule, section)| rendered(*rule, section, &mut failures))
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    if env::var_os("BLESS").is_some() {
        fs::write(page(), rendered).unwrap();
    } else {
        assert!(
            rendered == written,
            "{}is another now; write it with BLESS=1 cargo test -p alignet-cli --test contract_changes",
            first_difference(&written, &rendered)
        );
    }
}

#[test]
fn ids_are_distinct_and_plain() {
    let ids: BTreeSet<&str> = Rule::ALL.iter().map(|rule| rule.id()).collect();
    assert_eq!(ids.len(), Rule::ALL.len());
    assert!(ids.iter().all(|id| id.chars().all(|char| char.is_ascii_lowercase() || char == '-')));
}

fn sections(page: &str) -> Vec<Section> {
    let (mut sections, mut head, mut lines) = (Vec::new(), String::new(), page.lines());
    while let Some(line) = lines.next() {
        if let Some(id) = line.strip_prefix("### `").and_then(|rest| rest.strip_suffix('`')) {
            sections.push(Section {
                head: std::mem::take(&mut head),
                id: id.to_owned(),
                examples: Vec::new(),
            });
        } else if line == "```diff" {
            let example: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            sections.last_mut().unwrap().examples.push(example.join("\n"));
        } else if line == "```text" {
            lines.by_ref().take_while(|line| *line != "```").for_each(drop);
        } else if line.starts_with("## ") || sections.is_empty() {
            head.push_str(&format!("{line}\n"));
        }
    }
    sections
}

/// The section as it has to be.
fn rendered(rule: Rule, section: &Section, failures: &mut Vec<String>) -> String {
    let gap = if section.head.starts_with("## ") { "\n" } else { "" };
    let mut out = format!("{}{gap}### `{}`\n\n{}\n\n", section.head, rule.id(), rule.summary());
    if section.examples.is_empty() {
        failures.push(format!("`{}` has no example", rule.id()));
    }
    for example in &section.examples {
        match printed(rule, example) {
            Ok(printed) => out.push_str(&format!("```diff\n{example}\n```\n\n```text\n{printed}```\n\n")),
            Err(why) => failures.push(format!("`{}`: {why}", rule.id())),
        }
    }
    out
}

/// The text about an example, which has to be of its rule.
fn printed(rule: Rule, example: &str) -> Result<String, String> {
    let old = load("old.toml", &base())?;
    let new = load("new.toml", &edited(&base(), example)?)?;
    let difference = Difference::between(&old, &new);
    if !difference.changes.iter().any(|change| change.rule == rule) {
        return Err(format!("is no change in\n{example}\nbut this is:\n{difference}"));
    }
    let text = difference.to_string();
    let (changes, _) = text.rsplit_once("\n\n").ok_or("no change")?;
    Ok(format!("{changes}\n"))
}

fn first_difference(old: &str, new: &str) -> String {
    let pair = old.lines().zip(new.lines()).find(|(old, new)| old != new);
    pair.map_or(String::new(), |(old, new)| format!("`{old}`\nhas to be\n`{new}`\n"))
}
