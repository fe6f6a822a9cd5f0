//! Contracts with a mistake each, beside what the reader says about it.
//!
//! A case is a folder `tests/rejected/NAME` of `*.toml` files with an `expected.txt`. To add one,
//! write its files and run `BLESS=1 cargo test -p alignet-spec --test rejected`, then read what the
//! new `expected.txt` says as someone who made that mistake would.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod base;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use alignet_spec::{Contract, Sources};

#[test]
fn every_mistake_is_reported_as_expected() {
    let bless = env::var_os("BLESS").is_some();
    let mut failures = Vec::new();
    for folder in cases() {
        let name = name(&folder);
        match rendered(&folder) {
            Err(why) => failures.push(format!("== {name}: {why}")),
            Ok(actual) if bless => fs::write(folder.join("expected.txt"), actual).unwrap(),
            Ok(actual) => {
                let expected = fs::read_to_string(folder.join("expected.txt")).unwrap_or_default();
                if actual != expected {
                    failures.push(format!("== {name}\n{}", difference(&expected, &actual)));
                }
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} rejected contracts are not rejected as expected:\n\n{}\n\n\
         `-` was expected, `+` was rendered. Where the rendered text is better, write it down with\n\
         BLESS=1 cargo test -p alignet-spec --test rejected\n",
        failures.len(),
        failures.join("\n\n"),
    );
}

/// Messages that the code puts together in a variable, so that [`every_diagnostic_has_a_case`]
/// can't find them behind `Diagnostic::new`.
const SPELLED_ELSEWHERE: [&str; 32] = [
    "`{}` is of another type in the request of `{}`",
    "`{}` sends `{}` in {} places",
    "`{}` sends no `{}` that its reply could repeat",
    "`{}` and `{}` are both called `{}` in Rust",
    "`{}` holds the access token, but is not declared so",
    "`{}` is not a value of the type of `{}`",
    "`{}` lives for `{}`, which is no field of type `seconds` beside it",
    "`{}` must be {}, but is of type {}",
    "`{}` names the kind of token, but is not declared so",
    "`{}` takes the scopes of the access token, but is not declared so",
    "`{}` can't be part of a path",
    "`{}` in the example {}",
    "a name can't be empty",
    "a name can't hold a control character",
    "a part of the path is empty",
    "a scope holds a character that scopes can't have",
    "a scope is empty",
    "a scope stands here twice",
    "path field `{}` is not in the route",
    "path field `{}` stands 2 times in the route",
    "the example {}",
    "the value of `{}` doesn't fit its type",
    "this is not TOML: {}",
    "this example is not JSON: {}",
    "two fields of this request are called `{}` in Rust",
    "type `{}` doesn't say what it consists of",
    "type `{}` is more than one thing",
    "union `{}` has no `tag`",
    "`success` must tell a success from a failure",
    "the reply of `{}` has no `success`",
    "the reply `{}` has no `success`",
    "{} has no {}",
];

/// How many calls of `Diagnostic::new` have such a message.
const SITES_ELSEWHERE: usize = 13;

#[test]
fn every_diagnostic_has_a_case() {
    let mut said = String::new();
    for folder in cases() {
        said.push_str(&rendered(&folder).unwrap_or_default());
    }
    let (mut messages, mut elsewhere) = (Vec::new(), 0);
    for (file, code) in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        for call in code.split("Diagnostic::new(").skip(1) {
            match message(call) {
                Some(message) => messages.push((file.clone(), message)),
                None => elsewhere += 1,
            }
        }
    }
    messages.extend(SPELLED_ELSEWHERE.map(|message| ("SPELLED_ELSEWHERE".to_owned(), message.to_owned())));
    let untested: Vec<_> = messages
        .iter()
        .filter(|(_, message)| !NOT_BY_A_FOLDER.contains(&message.as_str()))
        .filter(|(_, message)| !said.lines().any(|line| fits(line, message)))
        .collect();
    assert!(untested.is_empty(), "no case in tests/rejected shows these messages: {untested:#?}");
    assert_eq!(
        elsewhere, SITES_ELSEWHERE,
        "a call of `Diagnostic::new` takes its message from a variable: add a case for each message \
         it can have, list them in SPELLED_ELSEWHERE, and correct SITES_ELSEWHERE"
    );
}

/// Every file below a folder, with its code.
fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else {
            found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

/// The message that a call of `Diagnostic::new` spells out, between its first two quotes.
fn message(call: &str) -> Option<String> {
    let mut depth = 1;
    let end = call.char_indices().find(|(_, char)| {
        depth += match char {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0
    });
    let call = &call[..end.map_or(call.len(), |(end, _)| end)];
    let (_, text) = call.split_once('"')?;
    Some(text.split_once('"').map_or(text, |(text, _)| text).to_owned())
}

/// Whether a rendered line is a message, whatever stands in its braces.
fn fits(line: &str, message: &str) -> bool {
    let Some(mut line) = line.strip_prefix("error: ") else { return false };
    let mut pieces = message.split('{');
    if !line.starts_with(pieces.next().unwrap_or_default()) {
        return false;
    }
    for piece in pieces {
        let text = piece.split_once('}').map_or("", |(_, text)| text);
        let Some(at) = line.find(text) else { return false };
        line = &line[at + text.len()..];
    }
    true
}

/// Messages about what no folder can be, each with a test of its own below.
const NOT_BY_A_FOLDER: [&str; 1] = ["no file has a table `[api]`"];

#[test]
fn a_contract_without_api_is_rejected() {
    let sources = Sources::from_texts("texts", &[("empty.toml", "")]);
    let mistakes = Contract::load(sources).unwrap_err().to_string();
    assert_eq!(
        mistakes,
        "error: no file has a table `[api]`\n --> texts/empty.toml:1:1\n  |\n1 |\n  | ^\n  \
         = help: it says what all endpoints share: `doc`, `origins`\n"
    );
}

/// The mistakes in an endpoint that extends the whole of the shipped contract, which has types and
/// enumerations that [`base::base`] lacks.
fn beside_the_shipped_contract(keys: &str) -> Vec<String> {
    let endpoint = format!(
        "[get_balance]\ndoc = \"Says what is left.\"\nroute = \"GET /balance\"\norigin = \"api\"\n\
         auth = \"none\"\nstatus = \"meta.status\"\n{keys}\n"
    );
    let sources = Sources::from_texts("texts", &[("own.toml", &endpoint)]);
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

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rejected");
    let mut cases: Vec<PathBuf> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.is_dir());
    cases.sort();
    cases
}

fn name(folder: &Path) -> String {
    folder.file_name().unwrap().to_string_lossy().into_owned()
}

/// What the reader says about a case.
fn rendered(folder: &Path) -> Result<String, String> {
    let sources = Sources::read(folder, &name(folder)).map_err(|error| error.to_string())?;
    match Contract::load(sources.extending(base::base())) {
        Ok(_) => Err("is accepted, but has to be rejected".to_owned()),
        Err(mistakes) => Ok(mistakes.to_string()),
    }
}

/// Both texts line by line, common lines once.
fn difference(expected: &str, actual: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    let same_start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[same_start..], &new[same_start..]);
    let same_end = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let mut lines: Vec<String> = old[..same_start].iter().map(|line| format!("  {line}")).collect();
    lines.extend(old_rest[..old_rest.len() - same_end].iter().map(|line| format!("- {line}")));
    lines.extend(new_rest[..new_rest.len() - same_end].iter().map(|line| format!("+ {line}")));
    lines.extend(old[old.len() - same_end..].iter().map(|line| format!("  {line}")));
    lines.join("\n")
}
