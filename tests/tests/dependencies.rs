//! Tests the dependencies of a user's build: their number, source and licences, and that none is compiled
//! in two versions.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::Command,
};

use serde_json::Value as Json;

/// The most crates in the default tree of an application on Linux that adds `alignet`.
///
/// reqwest with rustls, serde without its derives, serde_json and tokio alone are 94. This workspace adds its
/// three crates; `toml` with its four, to read the contract at compile time; and `fastrand`, to spread
/// retries. State the reason here before raising it.
const MOST_CRATES: usize = 103;

/// The most crates in the tree of an application that adds `alignet-postgres`, and does not call the service by the default
/// transport: those of `alignet` without TLS and with the stores' interfaces are 93, tokio-postgres adds 38 and its pool 6,
/// and this workspace one.
const MOST_CRATES_OF_POSTGRES: usize = 138;

/// The crates of that tree in two versions: what tokio-postgres and the pool take, and a newer one.
const TWICE: [&str; 2] = ["base64", "syn"];

/// The crates that must not be in that tree, each with the reason.
const BANNED: [(&str, &str); 5] = [
    ("openssl", "TLS is by rustls unless an application asks for native-tls"),
    ("openssl-sys", "TLS is by rustls unless an application asks for native-tls"),
    ("native-tls", "TLS is by rustls unless an application asks for native-tls"),
    ("ring", "there is one crypto provider: reqwest's default, aws-lc-rs"),
    ("rsa", "it has an open advisory; the TLS provider verifies signatures"),
];

const LICENCES: [&str; 8] =
    ["MIT", "Apache-2.0", "BSD-3-Clause", "CDLA-Permissive-2.0", "ISC", "Unicode-3.0", "Zlib", "OpenSSL"];

fn cargo(arguments: &[&str]) -> String {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let output =
        Command::new(env!("CARGO")).args(arguments).arg("--locked").current_dir(workspace).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The target that the tree is resolved for.
const TARGET: &str = "x86_64-unknown-linux-gnu";

/// The name and version of every crate that an application on Linux compiles for `alignet`.
fn tree() -> BTreeSet<(String, String)> {
    crates(&cargo(&["tree", "-p", "alignet", "-e", "normal,build", "--prefix", "none", "--target", TARGET]))
}

/// Parses the name and version of every crate in a list.
fn crates(list: &str) -> BTreeSet<(String, String)> {
    let mut words = list.lines().map(|line| line.split_whitespace());
    words
        .by_ref()
        .filter_map(|mut words| Some((words.next()?.to_owned(), words.next()?.to_owned())))
        .collect()
}

#[test]
fn the_default_tree_is_counted() {
    let tree = tree();
    println!("{} crates in the default tree, of at most {MOST_CRATES}", tree.len());
    assert!(tree.len() <= MOST_CRATES, "{} crates, of at most {MOST_CRATES}: {tree:?}", tree.len());
}

#[test]
fn notifications_and_a_journal_add_no_crate() {
    let list = cargo(&[
        "tree",
        "-p",
        "alignet",
        "-F",
        "journal,notifications",
        "-e",
        "normal,build",
        "--prefix",
        "none",
        "--target",
        TARGET,
    ]);
    assert_eq!(crates(&list), tree(), "the default TLS has everything that they need already");
}

/// The same for `alignet-postgres`.
fn tree_of_postgres() -> BTreeSet<(String, String)> {
    let package = "alignet-postgres";
    crates(&cargo(&["tree", "-p", package, "-e", "normal,build", "--prefix", "none", "--target", TARGET]))
}

#[test]
fn the_tree_of_the_stores_is_counted() {
    let tree = tree_of_postgres();
    println!("{} crates in the tree of the stores, of at most {MOST_CRATES_OF_POSTGRES}", tree.len());
    assert!(tree.len() <= MOST_CRATES_OF_POSTGRES, "{} crates: {tree:?}", tree.len());
    for (name, why) in BANNED {
        assert!(!tree.iter().any(|(one, _)| one == name), "{name} is in the tree, but {why}");
    }
}

#[test]
fn nothing_banned_is_in_the_default_tree() {
    let tree = tree();
    for (name, why) in BANNED {
        assert!(!tree.iter().any(|(one, _)| one == name), "{name} is in the tree, but {why}");
    }
    assert!(tree.iter().any(|(name, _)| name == "aws-lc-rs"), "the one crypto provider is there");
}

#[test]
fn each_crate_is_there_once() {
    assert_eq!(twice(tree()), BTreeSet::new());
    assert_eq!(twice(tree_of_postgres()), TWICE.map(str::to_owned).into());
}

/// The names of the crates in several versions.
fn twice(tree: BTreeSet<(String, String)>) -> BTreeSet<String> {
    let mut versions: BTreeMap<String, usize> = BTreeMap::new();
    for (name, _) in tree {
        *versions.entry(name).or_default() += 1;
    }
    versions.into_iter().filter(|(_, versions)| *versions > 1).map(|(name, _)| name).collect()
}

#[test]
fn licences_and_sources_are_known() {
    let metadata: Json = serde_json::from_str(&cargo(&["metadata", "--format-version", "1"])).unwrap();
    let tree = &tree() | &tree_of_postgres();
    let mut seen = 0;
    for package in metadata["packages"].as_array().unwrap() {
        let (name, version) = (package["name"].as_str().unwrap(), package["version"].as_str().unwrap());
        if !tree.contains(&(name.to_owned(), format!("v{version}"))) {
            continue;
        }
        seen += 1;
        let source = package["source"].as_str().unwrap_or("this workspace");
        assert!(source.starts_with("registry+") || source == "this workspace", "{name} comes from {source}");
        let licence = package["license"].as_str().unwrap_or_default().replace('/', " OR ");
        let names = licence.split([' ', '(', ')']).filter(|word| !["", "OR", "AND", "WITH"].contains(word));
        let known = |name: &str| LICENCES.contains(&name);
        // `OR` needs one accepted licence; with `AND` every licence must be accepted.
        let accepted = if licence.contains(" AND ") {
            licence.split(" AND ").all(|part| part.split([' ', '(', ')']).any(known))
        } else {
            names.clone().any(known)
        };
        assert!(accepted, "{name} is under `{licence}`");
    }
    assert_eq!(seen, tree.len(), "every crate of the tree was looked at");
}
