//! Fuzz targets outside the client: the reader of contracts, and a whole call with any bytes as the answer.
//! The client's own targets, and the way to run more inputs, are in its module `fuzz`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod answer;
#[allow(dead_code)] // The messages of the cases are left out here.
#[path = "../../../spec/tests/cases/mod.rs"]
mod cases;
mod contract;
#[path = "../../../client/src/tests/fuzz/driver.rs"]
mod driver;
mod service;

use std::{ffi::OsStr, fs, path::Path};

use alignet_spec::Sources;
use driver::Inputs;

/// Tokens that have a meaning in a contract.
const WORDS: [&[u8]; 47] = [
    b"\"",
    b"'''",
    b"\\",
    b"[",
    b"]",
    b"{",
    b"}",
    b"?",
    b"|null",
    b".",
    b"=",
    b"\n",
    b"\t",
    b"\r",
    b"\x01",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xc3\xa9",
    b"\xe2\x80\xae",
    b"[[",
    b"\n[api]\n",
    b"\n[api.bearer]\n",
    b"\n[Status.fields]\n",
    b"\n[create_nonce.path]\n",
    b"type = \"Meta\"",
    b"type = \"[Meta]?|null\"",
    b"type = \"{create_token}\"",
    b"from = \"environment.audience\"",
    b"from = \"credentials.client_secret\"",
    b"const = 7",
    b"const = \"\"",
    b"default = \"a b\"",
    b"lifetime = \"expires_in\"",
    b"single_use = true",
    b"browser = true",
    b"from = ",
    b"status = \"meta.status?\"",
    b"route = \"GET /a/{b}/../{b}\"",
    b"repeat = \"never\"",
    b"scopes = \"get:charges\"",
    b"origin = \"\"",
    b"secret = false",
    b"doc = \"\"",
    b"values = [\"a\", \"a\"]",
    b"tag = \"kind\"",
    b"type = \"secret\"",
    b"1979-05-27T07:32:00Z",
];

/// Every contract of the workspace: the shipped one, as one text and file by file, and all that the tests of
/// its reader use.
fn contracts() -> Vec<Vec<u8>> {
    let shipped: Vec<String> = Sources::shipped().0.into_iter().map(|source| source.text).collect();
    let mut texts = vec![shipped.join("\n").into_bytes()];
    texts.extend(shipped.into_iter().map(String::into_bytes));
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut folders = vec![workspace.join("tests/synthetic"), workspace.join("spec/tests")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    // Sorted, so that the inputs are the same on every file system.
    files.sort();
    for file in files {
        match file.extension().and_then(OsStr::to_str) {
            Some("toml") => texts.push(fs::read(file).unwrap()),
            Some("txt") => {
                let cases = cases::cases(&fs::read_to_string(file).unwrap());
                texts.extend(cases.iter().flat_map(cases::Case::texts).map(|(_, text)| text.into_bytes()));
            }
            _ => {}
        }
    }
    texts.push(Vec::new());
    texts
}

#[test]
fn no_contract_is_read_wrongly() {
    let inputs = Inputs { seeds: contracts(), tokens: WORDS.to_vec(), longest: 20_000 };
    assert!(inputs.seeds.len() > 300, "{} contracts", inputs.seeds.len());
    inputs.feed("contract", 2_000, contract::contract);
}
