//! Tests golden input against golden output, and the size of the code for an endpoint.
//!
//! `BLESS=1 cargo test -p alignet-macros` rewrites the golden output.

use std::{env, fs, path::PathBuf};

use alignet_spec::{Contract, Sources, contract::Kind};
use proc_macro2::TokenStream;

use super::{client, docs, endpoint, method, notification, object};
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

/// The line limit of an endpoint without its fields, as documented.
const LINES: usize = 27;

/// The lines for each path of an outcome, an echo or a find.
const PATH_LINES: usize = 5;

/// An endpoint may have `LINES`, 2 more for each field of its request and reply, and 5 more for each path of
/// its outcome, its echoes and its finds.
#[test]
fn an_endpoint_stays_within_its_budget() {
    let mut counted = 0;
    for found in [shipped(), golden("things").0] {
        for one in found.contract.endpoints.iter().filter(|one| !one.inherited) {
            let reply = &found.contract.types[one.reply];
            let fields = found.contract.fields(one.reply);
            // A method alone is no file: count it in an `impl`, and subtract the two lines of that.
            let method = method::method(one);
            let method = found.shipped.then(|| lines(quote::quote!(impl Client { #method })) - 2);
            let lines = lines(endpoint::endpoint(&found, one))
                + lines(object::object(&found, reply, fields))
                + method.unwrap_or_default();
            let paths = one.echoes.len() + found.contract.outcome_paths(one.reply).len();
            let budget = LINES + 2 * (one.fields().count() + fields.len()) + PATH_LINES * paths;
            println!("{}: {lines} lines of {budget}", one.name);
            assert!(lines <= budget, "`{}` became {lines} lines, and may become {budget}", one.name);
            counted += 1;
        }
    }
    assert!(counted >= 4, "the endpoints of both contracts are counted");
}

/// The line limit of a notification without its fields.
const NOTIFICATION_LINES: usize = 16;

/// A notification may have these lines, and 2 more for each field of its body.
#[test]
fn a_notification_stays_within_its_budget() {
    let mut counted = 0;
    for found in [shipped(), golden("things").0] {
        for one in found.contract.notifications.iter().filter(|one| !one.inherited) {
            let (body, fields) = (&found.contract.types[one.body], found.contract.fields(one.body));
            let lines =
                lines(notification::notification(&found, one)) + lines(object::object(&found, body, fields));
            let budget = NOTIFICATION_LINES + 2 * fields.len();
            println!("{}: {lines} lines of {budget}", one.name);
            assert!(lines <= budget, "`{}` became {lines} lines, and may become {budget}", one.name);
            counted += 1;
        }
    }
    assert!(counted >= 2, "the notifications of both contracts are counted");
}

/// Endpoints and objects become data: no branch, no loop, no early return is emitted.
#[test]
fn no_control_flow_is_emitted() {
    for found in [shipped(), golden("things").0] {
        let code: Vec<String> = formatted(client(&found))
            .lines()
            .filter(|line| !line.trim_start().starts_with("///"))
            .flat_map(|line| {
                line.split(|char: char| !char.is_alphanumeric() && char != '_')
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            })
            .collect();
        for word in ["if", "match", "loop", "while", "return", "unwrap", "expect", "panic"] {
            assert!(!code.iter().any(|one| one == word), "`{word}` is emitted");
        }
        let is_code = |line: &&str| !line.trim_start().starts_with("///");
        assert!(formatted(client(&found)).lines().filter(is_code).all(|line| !line.contains("?;")));
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
        let Kind::Object(fields) = &one.kind else { continue };
        let text = formatted(object::object(&found, one, fields));
        assert!(text.contains("Declared in `"), "{text}");
    }
}
