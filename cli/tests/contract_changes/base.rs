//! Contracts of the tests of differences.

use std::{fs, path::Path};

use alignet_spec::{Contract, Sources};

/// The contract that the examples change.
pub(crate) fn base() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/contract_changes/base.toml");
    fs::read_to_string(path).unwrap()
}

/// Reads a contract. `KEY_1` and the like stand for public keys.
pub(crate) fn load(name: &str, text: &str) -> Result<Contract, String> {
    let mut text = text.to_owned();
    for number in 1..=9 {
        text = text.replace(&format!("KEY_{number}"), &public_key(number));
    }
    let mut sources = Sources::from_texts("", &[(name, &text)]);
    sources.0.iter_mut().for_each(|source| source.path = source.path.replace('/', ""));
    Contract::load(sources.extending_shipped()).map_err(|mistakes| mistakes.to_string())
}

/// Text in the form of a public key, which opens nothing.
fn public_key(number: usize) -> String {
    let filler = "this+key+is+for+tests+alone+and+opens+nothing/".repeat(8);
    format!("MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA{}/key+{number}mQIDAQAB", &filler[..334])
}

/// Changes a text by lines that go, come or lead there.
pub(crate) fn edited(text: &str, edits: &str) -> Result<String, String> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut at = None;
    for edit in edits.lines() {
        let Some(mark) = edit.chars().next() else {
            at = None;
            continue;
        };
        let line = &edit[1..];
        let from = at.unwrap_or(0);
        let found = || lines.iter().skip(from).position(|one| one == line).map(|index| from + index);
        match mark {
            '+' => {
                let place = at.unwrap_or(lines.len());
                lines.insert(place, line.to_owned());
                at = Some(place + 1);
            }
            ' ' => at = Some(found().ok_or_else(|| format!("there is no line `{line}`"))? + 1),
            '-' => {
                let place = found().ok_or_else(|| format!("there is no line `{line}`"))?;
                lines.remove(place);
                at = Some(place);
            }
            _ => return Err(format!("`{edit}` has no mark")),
        }
    }
    Ok(lines.join("\n") + "\n")
}
