//! Tests golden input against golden output, and the size of the code for an endpoint.
//!
//! `BLESS=1 cargo test -p alignet-macros` rewrites the golden output.

mod documentation;

use std::{env, fs, path::PathBuf};

use alignet_spec::{
    Contract, Sources,
    contract::{Field, Fill, Kind},
};
use proc_macro2::{TokenStream, TokenTree};

use super::{client, endpoint, example, notification, types};
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
fn compare(expanded: &str, path: &PathBuf) {
    if env::var_os("BLESS").is_some() {
        fs::write(path, expanded).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
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
    compare(&formatted(client(&found)), &path);
}

#[test]
fn environments_methods_and_tokens_expand_as_expected() {
    let (found, path) = golden("service");
    compare(&formatted(client(&found)), &path);
}

#[test]
fn the_example_of_a_call_shows_every_shape() {
    let (found, path) = golden("examples");
    let endpoint = found.contract.endpoints.iter().find(|endpoint| !endpoint.inherited);
    let call = example::call(&found, endpoint.unwrap_or_else(|| panic!("there is one")), "client");
    compare(&(call + "\n"), &path.with_file_name("call.txt"));
}

#[test]
fn the_shipped_contract_expands_to_rust() {
    let expanded = formatted(client(&shipped()));
    assert!(expanded.contains("pub struct CreateNonceRequest"));
    assert!(expanded.contains("30 s if the reply has none."));
    assert!(expanded.contains("bind_or("), "a nonce without a lifetime has the documented one");
    // The three people of a charge are one value in its example.
    for line in ["let person = Person::builder()", ".billing(person.clone())", ".customer(person)"] {
        assert!(expanded.contains(line), "{line}");
    }
    assert!(!expanded.contains("let phone = "), "what occurs once stands in its place");
    let warm_up = expanded.split("pub fn warm_up").nth(1).unwrap_or_default();
    let token_of = warm_up.split(" as ::alignet::codegen::Endpoint>").next().unwrap_or_default();
    assert!(token_of.ends_with("<AuthorizeChargeRequest"), "a charge is the payment to be warm for");
}

#[test]
fn a_contract_without_payments_has_nothing_to_warm_up() {
    assert!(!formatted(client(&golden("service").0)).contains("warm_up"));
}

#[test]
fn every_example_can_be_run() {
    let found = shipped();
    let examples = example::examples(&found).to_string();
    for endpoint in &found.contract.endpoints {
        assert!(examples.contains(&format!("alignet . {} ()", endpoint.name)), "{}", endpoint.name);
    }
}

/// Counts lines of code, without documentation and blank lines.
fn lines(tokens: TokenStream) -> usize {
    let is_code = |line: &&str| !line.trim_start().starts_with("///") && !line.trim().is_empty();
    formatted(tokens).lines().filter(is_code).count()
}

/// The line limits of everything that is emitted for an endpoint: its call with setters, its request, its
/// data, and its reply.
const CALL: usize = 77;
/// A required field. Its setter also names each field of the request, because it changes the type of the call.
const REQUIRED: usize = 27;
const OPTIONAL: usize = 8;
/// The default of a field, which its setter repeats for `None`.
const DEFAULT: usize = 6;
/// A path of an outcome or an echo.
const PATH: usize = 4;
/// The states of the parts of a call.
const PARTS: usize = 1;
/// The type of the headers of a reply and its reading, and each of them.
const HEADERS: usize = 33;
const HEADER: usize = FIELD + 1;
/// An object that is read and written, and each of its fields.
const OBJECT: usize = 22;
const FIELD: usize = 8;
/// More lines of an object without fields, such as the reply of a success without a body.
const NO_FIELDS: usize = 6;
/// The start of the lifetime of a secret in a reply.
const LIFETIME: usize = 6;
const OUTCOME: usize = 13;
/// The data of a notification, which may be about a call in a journal, with a line more for the form of a return, and the agreement of its outcome with its code.
const NOTIFICATION: usize = 15;
const AGREEMENT: usize = 12;

#[test]
fn an_endpoint_stays_within_its_budget() {
    let mut counted = 0;
    for found in [shipped(), golden("things").0] {
        for one in found.contract.endpoints.iter().filter(|one| !one.inherited) {
            let lines = lines(endpoint::endpoint(&found, one));
            let set: Vec<_> = one.fields().filter(|field| !field.fill.is_fixed()).collect();
            let is_required = |field: &&&Field| !field.optional && field.fill == Fill::Caller;
            let required = set.iter().filter(is_required).count();
            let defaults = set.iter().filter(|field| matches!(field.fill, Fill::Default(_))).count();
            let paths = one.echoes.len() + found.contract.reply_outcomes(one).len();
            let optional = (set.len() - required) * OPTIONAL + defaults * DEFAULT;
            let parts = if found.contract.part_states(one).is_some() { PARTS } else { 0 };
            let budget = CALL + required * (REQUIRED + set.len()) + optional + paths * PATH + parts;
            let headers = one.reply_header.map_or((0, 0), |of| {
                let fields = found.contract.fields(of).len();
                (self::lines(types::declared(&found, &found.contract.types[of])), HEADERS + HEADER * fields)
            });
            assert_within(&one.name, lines + headers.0, budget + headers.1);
            if let Some(reply) = one.reply.whole() {
                assert_object_within(&found, reply, 0);
            }
            counted += 1;
        }
    }
    assert!(counted >= 4, "the endpoints of both contracts are counted");
}

/// The trait of the calls of an application's own contract, and each of its methods.
const EXTENSION: usize = 4;
const METHOD: usize = 4;

#[test]
fn the_trait_of_the_calls_stays_within_its_budget() {
    let (found, _) = golden("things");
    let own: Vec<_> = found.contract.endpoints.iter().filter(|one| !one.inherited).collect();
    let deprecated = own.iter().filter(|one| one.deprecated.is_some()).count();
    let emitted = endpoint::extension(&found).unwrap_or_default();
    assert_within("ClientExt", lines(emitted), EXTENSION + METHOD * own.len() + 2 * deprecated);
}

#[test]
fn a_notification_stays_within_its_budget() {
    let mut counted = 0;
    for found in [shipped(), golden("things").0] {
        for one in found.contract.notifications.iter().filter(|one| !one.inherited) {
            let budget = NOTIFICATION + usize::from(one.form.is_some());
            assert_within(&one.name, lines(notification::notification(&found, one)), budget);
            assert_object_within(&found, one.body, AGREEMENT);
            counted += 1;
        }
    }
    assert!(counted >= 5, "the notifications and returns of both contracts are counted");
}

fn assert_object_within(found: &Found, index: usize, more: usize) {
    let (one, fields) = (&found.contract.types[index], found.contract.fields(index).len());
    let outcome = if one.outcome.is_some() { OUTCOME + more } else { 0 };
    let lifetimes = found.contract.fields(index).iter().filter(|field| field.lifetime.is_some()).count();
    let empty = if fields == 0 { NO_FIELDS } else { 0 };
    let budget = OBJECT + FIELD * fields + empty + LIFETIME * lifetimes + outcome;
    assert_within(&one.name, lines(types::declared(found, one)), budget);
}

fn assert_within(name: &str, lines: usize, budget: usize) {
    println!("{name}: {lines} lines of {budget}");
    assert!(lines <= budget, "`{name}` became {lines} lines, and may become {budget}");
}

/// Calls and objects become data: no branch, no loop, no early return. An enumeration and a union map strings to
/// variants by `match`, and code that reads an object or a union ends at the first error by `?`.
#[test]
fn no_control_flow_is_emitted() {
    for found in [shipped(), golden("things").0] {
        let all = words(client(&found));
        for word in ["if", "loop", "while", "return", "unwrap", "expect", "panic", "async", "await"] {
            assert!(!all.iter().any(|one| one == word), "`{word}` is emitted");
        }
        let types = found.contract.types.iter().filter(|one| !one.inherited);
        let count = |words: &[String], word: &str| words.iter().filter(|one| *one == word).count();
        let (mut matches, mut stops) = (0, 0);
        for one in types {
            let words = words(types::declared(&found, one));
            let maps = !matches!(one.kind, Kind::Object(_));
            matches += if maps { count(&words, "match") } else { 0 };
            stops += usize::from(!matches!(one.kind, Kind::Enumeration(_)));
        }
        assert_eq!((count(&all, "match"), count(&all, "?")), (matches, stops));
    }
}

/// Returns the words and the question marks of code.
fn words(tokens: TokenStream) -> Vec<String> {
    let words = tokens.into_iter().flat_map(|token| match token {
        TokenTree::Group(group) => words(group.stream()),
        TokenTree::Ident(_) | TokenTree::Punct(_) => vec![token.to_string()],
        TokenTree::Literal(_) => Vec::new(),
    });
    words.collect()
}
