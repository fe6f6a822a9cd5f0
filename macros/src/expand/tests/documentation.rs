//! Tests the documentation of emitted items: its summary, and the places in the contract that it names.

use std::{env, fs, path::PathBuf};

use alignet_spec::contract::Kind;

use super::{formatted, golden, shipped};
use crate::expand::{client, docs, endpoint, types};

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
fn types_fields_and_setters_name_their_places() {
    let (found, _) = golden("things");
    for one in &found.contract.types {
        let Kind::Object(fields) = &one.kind else { continue };
        let text = formatted(types::declared(&found, one));
        let set = fields.iter().filter(|field| one.in_request && !field.fill.is_fixed());
        let setters = set.count();
        assert_eq!(text.matches("Declared in `").count(), 1 + fields.len() + setters, "{text}");
    }
}

#[test]
fn the_shipped_contract_is_linked_where_it_is_published() {
    let found = shipped();
    for one in &found.contract.endpoints {
        let text = formatted(endpoint::endpoint(&found, one));
        let link =
            text.split("(https://docs.rs/crate/alignet-spec/").nth(1).and_then(|rest| rest.split(')').next());
        let link = link.and_then(|link| link.split_once("/source/")?.1.split_once('#'));
        let Some((file, line)) = link else { panic!("`{}` has no link", one.name) };
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../spec").join(file);
        let contract = fs::read_to_string(path).unwrap_or_default();
        let line = line.parse().ok().and_then(|line: usize| contract.lines().nth(line.checked_sub(1)?));
        assert_eq!(line, Some(&*format!("[{}]", one.name)));
    }
    let others = formatted(client(&golden("things").0));
    assert!(!others.contains("docs.rs"), "other contracts are published nowhere");
}
