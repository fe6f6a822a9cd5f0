//! Tests the mistakes in a behaviour. A case in `cases.txt` is a change of `sandbox.toml`, and below it what is
//! reported: position, message and help. `BLESS=1` writes what is reported into the file.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::{env, fs};

use alignet_sandbox::{Contract, Sandbox, Sources};

const CONTRACT: &str = include_str!("payouts.toml");
const BEHAVIOUR: &str = include_str!("sandbox.toml");

/// Starts a sandbox with this behaviour of [`CONTRACT`], and returns the mistakes.
async fn mistakes(files: &[(&str, &str)]) -> String {
    mistakes_in(CONTRACT, files).await
}

async fn mistakes_in(contract: &str, files: &[(&str, &str)]) -> String {
    let contract = Sources::from_texts("contract", &[("contract.toml", contract)]).extending_shipped();
    let contract = Contract::load(contract).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let builder = Sandbox::builder().contract(contract).behaviour(Sources::from_texts("sandbox", files));
    builder.start().await.map_or_else(|error| error.to_string(), |_| String::new())
}

/// Shortens each rendered mistake to a line: its position, its message, and its help.
fn short(rendered: &str) -> String {
    let mut lines = Vec::new();
    for mistake in rendered.split("error: ").skip(1) {
        let (message, rest) = mistake.split_once('\n').unwrap();
        let position = rest.lines().next().unwrap().rsplit_once(".toml:").unwrap().1;
        let help = rest.lines().filter_map(|line| line.split_once("= help: ").or(line.split_once("::: ")));
        let help: String = help.map(|(_, help)| format!("\n    {help}")).collect();
        lines.push(format!("{position} {message}{help}"));
    }
    lines.join("\n")
}

#[tokio::test]
async fn every_mistake_is_named_with_its_position_and_its_correction() {
    assert_eq!(mistakes(&[("sandbox.toml", BEHAVIOUR)]).await, "");
    let expected = include_str!("cases.txt");
    let mut actual = Vec::new();
    for case in expected.split("\n\n") {
        let lines = |sign| {
            case.lines().filter_map(move |line| line.strip_prefix(sign)).map(|line| format!("{line}\n"))
        };
        let (line, changed): (String, String) = (lines("- ").collect(), lines("+ ").collect());
        assert_eq!(BEHAVIOUR.matches(&line).count(), 1, "{line}");
        let text = BEHAVIOUR.replace(&line, &changed);
        let change = case.lines().take_while(|line| line.starts_with(['-', '+']));
        let change: String = change.map(|line| format!("{line}\n")).collect();
        actual.push(change + &short(&mistakes(&[("sandbox.toml", &text)]).await));
    }
    let actual = actual.join("\n\n") + "\n";
    if env::var_os("BLESS").is_some() {
        fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/behaviour/cases.txt"), &actual).unwrap();
    } else {
        assert_eq!(actual, expected);
    }
}

#[tokio::test]
async fn a_mistake_is_shown_in_its_file() {
    let text = BEHAVIOUR.replace("key      = [\"number\"]", "key      = [\"numbr\"]");
    assert_eq!(
        mistakes(&[("sandbox.toml", &text)]).await,
        "the behaviour of the sandbox is not sound\n
error: a request for a `payout` has no field `numbr`
 --> sandbox/sandbox.toml:3:13
  |
3 | key      = [\"numbr\"]
  |             ^^^^^^^
  = help: did you mean `number`? fields of one value there: `number`, `amount`, `pin`, `url`
"
    );
}

#[tokio::test]
async fn every_mistake_of_all_files_is_reported_at_once() {
    let more = "[create_payout]\nreads = \"payout\"\n\n[get_charge]\nreads = \"charge\"\n";
    let text = BEHAVIOUR.replace("doc      = ", "dco      = ");
    let charges = include_str!("../../contract/charges.toml");
    let first = charges.lines().position(|line| line == "[get_charge]").unwrap() + 1;
    assert_eq!(
        short(&mistakes(&[("sandbox.toml", &text), ("more.toml", more)]).await),
        format!(
            "2:1 unknown key `dco` in record `payout`
    did you mean `doc`? valid keys: `doc`, `key`, `generate`, `belongs_to`, `own`, `attempts`, `history`, `event`
1:2 endpoint `create_payout` is declared twice
    sandbox/sandbox.toml:6:2
    remove this one, or give it another name
    all tables of a declaration stand in the same file
4:2 endpoint `get_charge` is declared twice
    sandbox/contract/charges.toml:{first}:2
    remove this one, or give it another name
    all tables of a declaration stand in the same file"
        )
    );
    let garbled = mistakes(&[("sandbox.toml", "[create_payout\n"), ("more.toml", "[get_payout]\n")]).await;
    assert_eq!(short(&garbled), "1:1 this header has no `]` at its end\n    close it: `[create_payout]`");
}

#[tokio::test]
async fn the_example_of_the_readme_is_sound() {
    let readme = include_str!("../../README.md");
    let block = readme.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    assert_eq!(mistakes_in(include_str!("transfers.toml"), &[("README.md", block)]).await, "");
}
