//! Contracts with a mistake each, and what the reader says about it: `tests/rejected/TOPIC.txt`.
//!
//! A case is a title, a patch, and the expected messages, as in
//!
//! ```text
//! == An unknown repeat class
//! repeat = "harmles"
//! error[words-are-known]: `harmles` is not a repeat class
//! 7 | repeat = "harmles"
//!   |          ^^^^^^^^^
//!   = help: did you mean `harmless`? classes: `safe`, `harmless`, `never`
//! ```
//!
//! The patch changes the contract `tests/base/NAME.toml`, which the last line `base: NAME` above chooses. A key
//! replaces the key of that name, or is added. A line `[table]` chooses the table, or adds it; keys above such a
//! line belong to the first table of the base. `-key` and `-[table]` remove. `old => new` renames everywhere.
//! `file NAME` begins another file, which is read after this one. After `base: none`, the patch is the whole file.
//!
//! Behind `error` stands the id of the broken rule, which `RULES.md` lists. To add a case, write title and patch, and run `BLESS=1 cargo test -p alignet-spec --test rejected`. It writes
//! the messages without the lines ` --> case:7:10`: the caret says as much. Then read them as someone who made
//! that mistake would.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod base;
mod cases;

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
};

use alignet_spec::{Contract, Mistakes, Sources, diagnostic::rules};

use crate::cases::{Case, base_text, cases, patched};

#[test]
fn every_mistake_is_reported_as_expected() {
    let bless = env::var_os("BLESS").is_some();
    let mut failures = Vec::new();
    for entry in fs::read_dir(folder("rejected")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let mut cases = cases(&text);
        for case in &mut cases {
            match rendered(case) {
                Err(why) => failures.push(format!("{}\n{why}", case.title)),
                Ok(actual) if bless => case.expected = actual,
                Ok(actual) if actual == case.expected => {}
                Ok(actual) => failures.push(difference(&case.title, &case.expected, &actual)),
            }
        }
        if bless {
            let written: Vec<String> =
                cases.iter().map(|case| format!("{}{}\n", case.head, case.expected)).collect();
            let written = written.join("\n");
            // Other tests read the file meanwhile.
            if written != text {
                fs::write(path, written).unwrap();
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} contracts are not rejected as expected:\n\n{}\n\n\
         `-` was expected, `+` was rendered. Where the rendered text is better, write it down with\n\
         BLESS=1 cargo test -p alignet-spec --test rejected\n",
        failures.len(),
        failures.join("\n\n"),
    );
}

#[test]
fn every_base_is_accepted() {
    for entry in fs::read_dir(folder("base")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let text = fs::read_to_string(&path).unwrap();
            if let Err(mistakes) = load(&[("base", &text)]) {
                panic!("{}: {mistakes}", path.display());
            }
        }
    }
}

#[test]
fn a_contract_without_api_is_rejected() {
    let sources = Sources::from_texts("texts", &[("types.toml", "[scopes]\nread = \"Reads.\"\n")]);
    let mistakes = Contract::load(sources).unwrap_err().to_string();
    assert_eq!(
        mistakes,
        "error: no file has a table `[api]`\n --> texts/types.toml:1:1\n  |\n1 | [scopes]\n  | ^\n  \
         = help: it says what all endpoints share: `doc`, `origins`\n"
    );
}

#[test]
fn neither_a_byte_order_mark_nor_crlf_moves_a_mistake() {
    let text = patched(&base_text("balance"), "origin = \"apy\"\n");
    let expected = "error: there is no origin `apy`\n --> case:4:10\n  |\n4 | origin = \"apy\"\n  \
                    |          ^^^^^\n  = help: did you mean `api`? declared: `auth`, `api`\n";
    for text in [format!("\u{feff}{text}"), text.replace('\n', "\r\n")] {
        assert_eq!(load(&[("case", &text)]).unwrap_err().to_string(), expected);
    }
}

#[test]
fn every_rule_is_listed_and_has_a_case() {
    let mut broken = BTreeSet::new();
    for case in every_case() {
        broken.extend(mistakes(&case.texts()).diagnostics.into_iter().map(|one| one.rule));
    }
    // These are of a contract that extends the whole of the shipped one, of one without files to extend, and of one
    // that can't be read.
    broken.extend(["types-keep-their-sides", "apis-are-whole", "files-are-readable"].map(str::to_owned));
    let listed: Vec<&str> = rules().map(|(id, _)| id).collect();
    assert!(listed.is_sorted(), "RULES.md lists the rules in the order of their ids");
    let listed: BTreeSet<String> = listed.into_iter().map(str::to_owned).collect();
    let (extra, absent) = (listed.difference(&broken), broken.difference(&listed));
    assert_eq!(extra.collect::<Vec<_>>(), Vec::<&String>::new(), "no case breaks these rules of RULES.md");
    assert_eq!(absent.collect::<Vec<_>>(), Vec::<&String>::new(), "RULES.md lacks these rules");
}

/// Every suggestion comes with a fix. A fix removes its mistake, and those of a case, one after the other, leave fewer
/// mistakes than before.
#[test]
fn every_fix_removes_its_mistake() {
    let (mut fixed, mut failures) = (0, Vec::new());
    for case in every_case() {
        let before = mistakes(&case.texts());
        let mut texts = case.texts();
        // From the end on, so that no fix moves another.
        for one in before.diagnostics.iter().rev() {
            let Some(fix) = one.fix(&before.sources) else {
                // A key may be there already, and an escape hides where a word stands.
                let hidden = before.sources.text(one.span).contains('\\') || one.rule.contains("keys-are-");
                if !hidden && one.help.iter().any(|help| help.starts_with("did you mean")) {
                    failures.push(format!("{}: a suggestion without a fix", case.title));
                }
                continue;
            };
            fixed += 1;
            let path = &before.sources.source(fix.span).unwrap().path;
            let (_, text) = texts.iter_mut().find(|(name, _)| name == path).unwrap();
            text.replace_range(fix.span.start..fix.span.end, &fix.text);
            let left = mistakes(&texts).diagnostics;
            if left.iter().any(|left| left.span.start == one.span.start && left.message == one.message) {
                failures.push(format!("{}: `{}` does not help", case.title, fix.text));
            }
        }
        let left = mistakes(&texts).diagnostics;
        let reveals = REVEALING.contains(&&case.title[3..]);
        if texts != case.texts() && (left.len() >= before.diagnostics.len()) != reveals {
            let left: Vec<_> = left.into_iter().map(|one| one.message).collect();
            failures.push(format!("{}: leaves {left:?}", case.title));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(fixed > 100, "{fixed} fixes");
}

/// Cases whose corrected line makes another mistake visible.
const REVEALING: &[&str] = &[
    "An unknown type in a list",
    "An echo leads through a field of an unknown type",
    "A default of seconds beside a misspelled lifetime",
    "`outcome` names an unknown field",
    "An unknown key",
    "A colon and `=`",
    "JSON as a value",
    "A field with the signs of JSON",
    "The second file is not TOML",
    "The header of a table has no bracket at its end",
    "The header of a table has a space",
    "A value of environments is of an unknown type",
];

/// The mistakes in an endpoint that extends the whole of the shipped contract, which has types and
/// enumerations that [`base::base`] lacks.
fn beside_the_shipped_contract(keys: &str) -> Vec<String> {
    let text = patched(&base_text("balance"), &format!("-[get_balance.reply]\n{keys}\n"));
    let sources = Sources::from_texts("texts", &[("own.toml", &text)]);
    let Err(mistakes) = Contract::load(sources.extending_shipped()) else { return Vec::new() };
    let lines = mistakes.to_string();
    lines.lines().filter_map(|line| line.strip_prefix("error: ")).map(str::to_owned).collect()
}

#[test]
fn a_shipped_type_stays_on_its_side() {
    for (keys, expected) in [
        (
            r#"reply = { success = "boolean", meta = "Meta", way = "PaymentMethod" }"#,
            "`PaymentMethod` of the shipped contract is part of requests only, not of replies",
        ),
        (
            "query = { state = \"ChargeState\" }\nreply = { success = \"boolean\", meta = \"Meta\" }",
            "`ChargeState` of the shipped contract is part of replies only, not of requests",
        ),
    ] {
        assert_eq!(beside_the_shipped_contract(keys), [expected]);
    }
    let both = "query = { kind = \"RefundType?\" }\nreply = { success = \"boolean\", meta = \"Meta\" }";
    assert_eq!(beside_the_shipped_contract(both), Vec::<String>::new());
}

fn every_case() -> impl Iterator<Item = Case> {
    let paths = fs::read_dir(folder("rejected")).unwrap().map(|entry| entry.unwrap().path());
    paths.flat_map(|path| cases(&fs::read_to_string(path).unwrap()))
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// Renders the mistakes of a case, without the lines that name the file `case`.
fn rendered(case: &Case) -> Result<String, String> {
    let Mistakes { sources, diagnostics } = mistakes(&case.texts());
    if diagnostics.is_empty() {
        return Err("is accepted, but has to be rejected".to_owned());
    }
    let lines = diagnostics.iter().map(|one| format!("error[{}]: {}\n", one.rule, one.render(&sources)));
    let lines = lines.collect::<Vec<_>>().join("\n");
    let shown = |line: &&str| !line.contains("--> case:") && line.trim() != "|";
    Ok(lines.lines().filter(shown).collect::<Vec<_>>().join("\n"))
}

/// The mistakes in the files of a case; none if it is accepted.
fn mistakes(texts: &[(String, String)]) -> Mistakes {
    let texts: Vec<_> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    load(&texts).err().unwrap_or(Mistakes { sources: Sources::default(), diagnostics: Vec::new() })
}

fn load(texts: &[(&str, &str)]) -> Result<Contract, Mistakes> {
    let mut sources = Sources::from_texts("", texts);
    sources.0.iter_mut().for_each(|source| source.path = source.path.replace('/', ""));
    Contract::load(sources.extending(base::base()))
}

/// Both texts line by line, common lines once.
fn difference(title: &str, expected: &str, actual: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let end = old[start..].iter().rev().zip(new[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    let marked = |mark: &str, lines: &[&str]| lines.iter().map(|line| format!("\n{mark} {line}")).collect();
    let parts: [String; 4] = [
        marked(" ", &old[..start]),
        marked("-", &old[start..old.len() - end]),
        marked("+", &new[start..new.len() - end]),
        marked(" ", &old[old.len() - end..]),
    ];
    format!("{title}{}", parts.concat())
}
