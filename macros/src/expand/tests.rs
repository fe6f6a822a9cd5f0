//! Tests golden input against golden output, and the size of the code for an endpoint.
//!
//! `BLESS=1 cargo test -p alignet-macros` rewrites the golden output.

use std::{env, fs, path::PathBuf};

use alignet_spec::{Contract, Sources, contract::Kind};
use proc_macro2::TokenStream;

use super::{client, docs, endpoint, notification, types};
use crate::read::Found;

fn shipped() -> Found {
    let contract = Contract::shipped().unwrap_or_else(|mistakes| panic!("{mistakes}"));
    Found { contract, files: Vec::new(), shipped: true }
}

/// A contract made for these tests. One with a table `[api]` becomes what only `alignet` itself gets, too.
fn golden(name: &str) -> (Found, PathBuf) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    let sources =
        Sources::read(&folder, name).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let whole = sources.0.len();
    let sources = sources.extending_shipped();
    let shipped = sources.0.len() == whole;
    let files = if shipped { Vec::new() } else { vec![format!("{name}/contract.toml").into()] };
    let contract = Contract::load(sources).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    (Found { contract, files, shipped }, folder.join("expanded.rs"))
}

fn formatted(tokens: TokenStream) -> String {
    let file = syn::parse2(tokens).unwrap_or_else(|error| panic!("what was emitted is not Rust: {error}"));
    prettyplease::unparse(&file)
}

#[track_caller]
fn compare(found: &Found, path: &PathBuf) {
    let expanded = formatted(client(found));
    if env::var_os("BLESS").is_some() {
        fs::write(path, &expanded).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        return;
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    if expanded == expected {
        return;
    }
    let differs = expanded.lines().zip(expected.lines()).position(|(a, b)| a != b);
    let line = differs.unwrap_or_else(|| expanded.lines().count().min(expected.lines().count()));
    panic!(
        "{} differs from line {}:\n  expected: {}\n  expanded: {}\nBLESS=1 rewrites it",
        path.display(),
        line + 1,
        expected.lines().nth(line).unwrap_or("the end"),
        expanded.lines().nth(line).unwrap_or("the end"),
    );
}

#[test]
fn every_construct_expands_as_expected() {
    let (found, path) = golden("things");
    compare(&found, &path);
}

#[test]
fn environments_methods_and_tokens_expand_as_expected() {
    let (found, path) = golden("service");
    compare(&found, &path);
}

#[test]
fn the_shipped_contract_expands_to_rust() {
    assert!(formatted(client(&shipped())).contains("pub struct CreateNonceRequest"));
}

/// Counts lines of code, without documentation and blank lines.
fn lines(tokens: TokenStream) -> usize {
    let is_code = |line: &&str| !line.trim_start().starts_with("///") && !line.trim().is_empty();
    formatted(tokens).lines().filter(is_code).count()
}

/// Prints what is emitted for an endpoint.
#[test]
fn tmp_count() {
    for found in [shipped(), golden("things").0] {
        for one in found.contract.endpoints.iter().filter(|one| found.emits(one.span)) {
            let reply = &found.contract.types[one.reply];
            let fields = found.contract.fields(one.reply);
            let lines_e = lines(endpoint::endpoint(&found, one));
            let lines_r = lines(types::declared(&found, reply));
            let paths = one.echoes.len() + found.contract.outcome_paths(one.reply).len();
            let set: Vec<_> = one.fields().filter(|field| !field.fill.is_fixed()).collect();
            let required = set
                .iter()
                .filter(|f| !f.optional && !matches!(f.fill, alignet_spec::contract::Fill::Default(_)))
                .count();
            println!(
                "{}: endpoint {lines_e} (set {}, required {required}, fixed {}, paths {paths}), reply {lines_r} ({} fields)",
                one.name,
                set.len(),
                one.fields().count() - set.len(),
                fields.len()
            );
        }
        for one in &found.contract.types {
            if let Kind::Object(fields) = &one.kind {
                println!(
                    "{}: {} ({} fields, req {} rep {})",
                    one.name,
                    lines(types::declared(&found, one)),
                    fields.len(),
                    one.in_request,
                    one.in_reply
                );
            }
        }
        println!(
            "{}",
            found
                .contract
                .endpoints
                .iter()
                .filter(|e| found.emits(e.span))
                .map(|e| lines(endpoint::endpoint(&found, e)))
                .sum::<usize>()
        );
        println!("all {}", lines(client(&found)));
    }
}

#[test]
fn the_first_sentence_is_the_summary() {
    for (doc, expected) in [
        ("Gets a thing.", "Gets a thing."),
        ("Gets a thing. It is there. It stays.", "Gets a thing.\n\nIt is there. It stays."),
        ("Gets one (e.g. Rosa's), i.e. Some. More.", "Gets one (e.g. Rosa's), i.e. Some.\n\nMore."),
        ("Asks J. Ejemplo for 1.5 things. `one` is.", "Asks J. Ejemplo for 1.5 things. `one` is."),
        ("Lists things. Único.", "Lists things.\n\nÚnico."),
        ("Says `a.b`. That is all (e.g. More).", "Says `a.b`.\n\nThat is all (e.g. More)."),
        ("Ends. ", "Ends. "),
    ] {
        assert_eq!(docs::summarised(doc), expected);
    }
}

#[test]
fn every_public_item_is_documented_with_its_place() {
    let (found, _) = golden("things");
    for one in &found.contract.types {
        let Kind::Object(_) = &one.kind else { continue };
        let text = formatted(types::declared(&found, one));
        assert!(text.contains("Declared in `"), "{text}");
    }
}
