//! Compares the model of the generated Rust with what the macro generates, in its golden files.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../../../tests/contract_changes/mutants.rs"]
mod mutants;

use std::{collections::BTreeMap, env, fs, path::Path};

use alignet_spec::{Contract, Sources, contract::Kind, name};

use mutants::{Random, contracts, load, mutant};

use super::{Face, Holder, Setter, traits};
use crate::diff::{Difference, Effect};

/// The number of contracts to change. Each is the work of a fixed seed, so that a failure repeats.
const ROUNDS: u64 = 80;

#[test]
fn no_change_of_the_generated_rust_is_missed() {
    let contracts = contracts();
    let rounds = env::var("ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS);
    let mut broken = 0;
    for seed in 1..=rounds {
        let mut random = Random::of(seed);
        let texts = &contracts[random.below(contracts.len())];
        let (Some(old), Some(new)) = (load(texts), load(&mutant(texts, &mut random).1)) else { continue };
        let (was, is) = (modelled(&old), modelled(&new));
        let gone = |(item, rust): &(&String, &String)| is.get(*item) != Some(*rust);
        let required = |(item, rust): &(&String, &String)| {
            let builder = item.split('.').next().unwrap_or_default();
            let known = was.keys().any(|other| other.starts_with(&format!("{builder}.")));
            rust.starts_with("Into<") && item.ends_with("()") && !was.contains_key(*item) && known
        };
        // The setter of an optional field takes what that of a required one does, and a trait may be new.
        let fine = |(item, rust): &(&String, &String)| {
            let now = is.get(*item).map(String::as_str).unwrap_or_default();
            item.ends_with("()") && now == rust.replace("Into<", "IntoOption<").replace('>', ", By_>")
                || !item.contains('.') && rust.split(", ").all(|one| now.contains(one))
        };
        let changed: Vec<_> =
            was.iter().filter(gone).filter(|item| !fine(item)).chain(is.iter().filter(required)).collect();
        if !changed.is_empty() {
            broken += 1;
            let difference = Difference::between(&old, &new);
            let breaking = difference.changes.iter().any(|change| change.verdict.rust == Effect::Breaking);
            assert!(breaking, "seed {seed}: {changed:?}\n{difference}");
        }
    }
    assert!(broken >= rounds / 80, "{broken} of {rounds} changes break Rust");
}

/// Every public field, setter and trait: `Type.field`, `Type.setter()` and `Type`, each with its Rust.
type Seen = BTreeMap<String, String>;

#[test]
fn the_model_is_what_the_macro_generates() {
    for contract in ["things", "service"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../macros/tests/golden").join(contract);
        let modelled =
            modelled(&Contract::load(Sources::read(&folder, "").unwrap().extending_shipped()).unwrap());
        let generated = generated(&fs::read_to_string(folder.join("expanded.rs")).unwrap());
        for (item, rust) in &modelled {
            // The formatter breaks long lines.
            let rust = rust.replace(' ', "");
            assert_eq!(generated.get(item), Some(&rust), "{contract}: {item}");
        }
        let unknown: Vec<&String> = generated.keys().filter(|item| !modelled.contains_key(*item)).collect();
        // Environments have a builder, too; its fields are no fields of the contract's types.
        let unknown: Vec<_> = unknown.iter().filter(|item| !item.starts_with("CustomEnvironment")).collect();
        assert!(unknown.is_empty(), "{contract}: the model lacks {unknown:?}");
        assert!(modelled.len() > 10);
    }
}

fn modelled(contract: &Contract) -> Seen {
    let names: Vec<String> = contract.types.iter().map(|one| one.name.clone()).collect();
    let mut seen = Seen::new();
    let mut setter = |builder: &str, field: &str, setter: Setter| {
        let rust = match setter {
            Setter::None => return,
            Setter::Required(of) => format!("Into<{of}>"),
            Setter::Optional(of) => format!("IntoOption<{of}, By_>"),
            Setter::Json => "Into<Option<Json>>".to_owned(),
        };
        seen.insert(format!("{builder}.{field}()"), rust);
    };
    let mut faces = Seen::new();
    for one in contract.types.iter().filter(|one| !one.inherited) {
        faces.insert(one.name.clone(), traits(contract, one).join(", "));
        let Kind::Object(fields) = &one.kind else { continue };
        for field in fields {
            let face = Face::of(contract, field, Holder::of(one), &names);
            setter(&format!("{}Builder", one.name), &field.name, face.setter);
            faces.extend(face.held.map(|held| (format!("{}.{}", one.name, field.name), held)));
        }
    }
    for endpoint in contract.endpoints.iter().filter(|endpoint| !endpoint.inherited) {
        for field in endpoint.fields() {
            let face = Face::of(contract, field, Holder::Call, &names);
            setter(&name::camel(&endpoint.name), &field.name, face.setter);
        }
    }
    seen.extend(faces);
    seen
}

/// Reads the golden file: its structs and enums with their derives, and the setters in its `impl` blocks.
fn generated(text: &str) -> Seen {
    let paths = [
        "::core::option::",
        "::core::clone::",
        "::core::cmp::",
        "::core::convert::",
        "::std::vec::",
        "::std::string::",
        "::std::collections::",
        "::std::time::",
        "::alignet::api::",
        "::alignet::",
    ];
    let text = paths.iter().fold(text.to_owned(), |text, path| text.replace(path, ""));
    let mut seen = Seen::new();
    let (mut derived, mut holder) = (String::new(), String::new());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(traits) = line.strip_prefix("#[derive(") {
            derived = traits.to_owned();
            while !derived.contains(")]") {
                derived.push_str(lines.next().unwrap().trim());
            }
        } else if let Some(name) = line.strip_prefix("pub struct ").or(line.strip_prefix("pub enum ")) {
            holder = word(name).to_owned();
            let derives = std::mem::take(&mut derived);
            let has = |one: &&&str| derives.contains(**one);
            let traits: Vec<&str> = ["Clone", "PartialEq"].iter().filter(has).copied().collect();
            if !derives.is_empty() {
                seen.insert(holder.clone(), traits.join(", "));
            }
        } else if let Some(field) = line
            .strip_prefix("    pub ")
            .filter(|field| !field.starts_with("const ") && field.contains(": ") && !field.contains('('))
        {
            let (field, ty) = field.split_once(": ").unwrap();
            seen.insert(format!("{holder}.{field}"), ty.trim_end_matches(',').to_owned());
        } else if line.starts_with("impl") && !line.contains(" for ") {
            let mut header = line.to_owned();
            while !header.contains('{') {
                header.push_str(lines.next().unwrap().trim());
            }
            let generic = header.trim_start_matches("impl").trim_start();
            let after = if generic.starts_with('<') { generic.split_once("> ").unwrap().1 } else { generic };
            holder = word(after).to_owned();
        } else if line.trim_start().starts_with("pub fn ") {
            let mut signature = line.trim().to_owned();
            while !signature.contains('{') {
                signature.push_str(lines.next().unwrap().trim());
            }
            let (name, rest) = signature.trim_start_matches("pub fn ").split_once('(').unwrap();
            let Some((_, argument)) = rest.split_once(": impl ") else { continue };
            let argument = argument.split(") ->").next().unwrap().trim_end_matches(',');
            if argument.starts_with("Into") {
                seen.insert(format!("{holder}.{}()", word(name)), argument.to_owned());
            }
        }
    }
    seen.into_iter().map(|(item, rust)| (item, rust.replace(' ', "").replace(",>", ">"))).collect()
}

fn word(text: &str) -> &str {
    text.split(|char: char| !char.is_alphanumeric() && char != '_').next().unwrap()
}
