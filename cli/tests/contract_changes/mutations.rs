//! Whatever changes in a contract, the difference says so: lines of the shipped contract and of the accepted ones are
//! changed at random, and a sound contract with another meaning has another contract's changes.

use std::{collections::BTreeMap, env};

use alignet_cli::diff::{Difference, Effect};
use alignet_spec::{
    Contract, Sources,
    contract::{Endpoint, Reply, Shape},
    validate::{self, Side},
};
use serde_json::Value as Json;

use crate::mutants::{Random, Texts, contracts, load, mutant};

/// The number of texts to try. Each is the work of a fixed seed, so that a failure repeats.
const ROUNDS: u64 = 150;

#[test]
fn every_change_of_meaning_is_reported() {
    let rounds = env::var("ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS);
    let contracts: Vec<(Texts, Contract, String)> = contracts()
        .into_iter()
        .map(|texts| {
            let contract = load(&texts).unwrap();
            let meaning = meaning(&contract);
            (texts, contract, meaning)
        })
        .collect();
    let (mut sound, mut found) = (0, BTreeMap::<&str, usize>::new());
    let mut blind = Vec::new();
    for seed in 1..=rounds {
        let mut random = Random::of(seed);
        let (texts, old, was) = &contracts[random.below(contracts.len())];
        let (file, changed) = mutant(texts, &mut random);
        let Some(new) = load(&changed) else { continue };
        let is = meaning(&new);
        let difference = Difference::between(old, &new);
        if is == *was {
            assert_eq!(difference.changes, [], "seed {seed}: nothing changed but this");
            continue;
        }
        sound += 1;
        difference.changes.iter().for_each(|change| *found.entry(change.rule.id()).or_default() += 1);
        if difference.changes.is_empty() {
            blind.push(format!("seed {seed}:\n{}", lines(&texts[file].1, &changed[file].1)));
        }
        check_examples(seed, old, &new, &difference);
        let back = Difference::between(&new, old);
        assert_eq!(back.changes.is_empty(), difference.changes.is_empty(), "seed {seed}");
    }
    assert!(blind.is_empty(), "{} of {sound} changes are not seen:\n{}", blind.len(), blind.join("\n"));
    if env::var_os("ROUNDS").is_some() {
        println!("{sound} of {rounds} are sound and mean something else; {} rules: {found:#?}", found.len());
    }
    assert!(sound > rounds / 10, "{sound} of {rounds} mutants are sound and mean something else");
}

#[test]
fn a_contract_does_not_differ_from_itself() {
    for texts in contracts() {
        let (old, new) = (load(&texts).unwrap(), load(&texts).unwrap());
        assert_eq!(Difference::between(&old, &new).changes, []);
    }
}

/// Everything in a contract but positions: what `Debug` shows, without spans.
fn meaning(contract: &Contract) -> String {
    let mut contract = contract.clone();
    contract.sources = Sources::default();
    let shown = format!("{contract:?}");
    let mut parts = shown.split("Span { source: ");
    let mut meaning = parts.next().unwrap().to_owned();
    for part in parts {
        meaning.push_str(&part[part.find('}').unwrap() + 1..]);
    }
    meaning
}

/// The lines that differ.
fn lines(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let end = old[start..].iter().rev().zip(new[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    let marked = |mark: &str, lines: &[&str]| -> String {
        lines.iter().map(|line| format!("{mark}{line}\n")).collect()
    };
    let head = old[..start].iter().rev().find(|line| line.starts_with('[')).unwrap_or(&"");
    format!(
        " {head}\n{}{}",
        marked("-", &old[start..old.len() - end]),
        marked("+", &new[start..new.len() - end])
    )
}

/// Checks the verdicts by the examples of the contracts: a request of an older client that the new contract refuses, and a
/// reply of the new one that is none of the old.
fn check_examples(seed: u64, old: &Contract, new: &Contract, difference: &Difference<'_>) {
    let json = |text: Option<&alignet_spec::source::Spanned<String>>| -> Option<Json> {
        alignet_spec::exact::parse(text?.value.as_bytes()).ok()
    };
    let requests = difference.changes.iter().map(|change| change.verdict.requests).max().unwrap_or_default();
    let replies = difference.changes.iter().map(|change| change.verdict.replies).max().unwrap_or_default();
    let of = |contract: &'_ Contract, name: &str| -> Option<Endpoint> {
        contract.endpoints.iter().find(|endpoint| endpoint.name == name).cloned()
    };
    for endpoint in &old.endpoints {
        let Some(other) = of(new, &endpoint.name) else { continue };
        if let (Some(request), Some(fields)) = (json(endpoint.example.request.as_ref()), &other.body) {
            let wrong = validate::object(new, fields, &request, Side::Request);
            assert!(wrong.is_empty() || requests == Effect::Breaking, "seed {seed}: {wrong:?}\n{difference}");
        }
        if let Some(reply) = json(other.example.reply.as_ref()) {
            let wrong = match endpoint.reply {
                Reply::Object(_) | Reply::Nothing(_) => {
                    validate::object(old, old.reply_fields(endpoint), &reply, Side::Reply)
                }
                Reply::List(item) => {
                    let list = Shape::List(Box::new(Shape::Named(item)));
                    validate::value(old, &list, &reply, Side::Reply)
                }
                Reply::Document(_) => continue,
            };
            assert!(wrong.is_empty() || replies > Effect::None, "seed {seed}: {wrong:?}\n{difference}");
        }
    }
}
