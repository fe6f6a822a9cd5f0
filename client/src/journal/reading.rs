//! Reads the outcome of a payment and the id of its transaction from JSON, by the paths of the contract. No type is needed,
//! so that recovery can query any endpoint.

use std::collections::BTreeMap;

use crate::{
    codegen::endpoint::Operation,
    redact::Secrets,
    reply::{
        outcome::{Outcome, of_attempts, of_sources, of_state},
        scan::{Found, Scan, Target, scan},
    },
};

/// The most characters of a transaction's id.
const LONGEST_ID: usize = 100;

/// The proof of a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Read {
    /// The outcome; `None` if the contract declares none for this reply.
    pub(crate) outcome: Option<Outcome>,
    /// True if the reply has a state at all.
    pub(crate) has_state: bool,
    /// True if the reply has the object that states are part of, with states or without.
    pub(crate) is_found: bool,
    /// The service's id of the transaction.
    pub(crate) transaction: Option<String>,
}

/// Reads a reply of an endpoint. `transaction` is the name of the field with the id of a transaction, which stands beside
/// the states.
pub(crate) fn read(
    operation: &Operation,
    transaction: Option<&str>,
    body: &[u8],
    secrets: &Secrets<'_>,
) -> Read {
    let states = operation.outcomes.iter().map(|(path, _)| Target::through_lists(path));
    let beside: Vec<String> = transaction.map(|name| places(operation, name)).unwrap_or_default();
    let above = operation.outcomes.iter().filter_map(|(path, _)| path.rsplit_once('.'));
    let above = above.map(|(parent, _)| Target::through_lists(parent));
    let targets: Vec<Target<'_>> =
        states.chain(beside.iter().map(|path| Target::through_lists(path))).chain(above).collect();
    // The reply was accepted, so it is JSON, and no decisive name occurs twice.
    let (found, _) = scan(body, &targets);
    let count = operation.outcomes.len();
    let ids = count..count + beside.len();
    let ids = found.found.iter().filter(|hit| ids.contains(&hit.target));
    let id = ids.filter_map(|hit| usable(&hit.value, secrets)).last();
    let has_state = (0..count).any(|target| found.of(target).any(|value| *value != Found::Null));
    let is_found = (count + beside.len()..targets.len())
        .any(|target| found.of(target).any(|value| *value == Found::Other));
    let outcome = (count > 0).then(|| outcome(operation, &found));
    Read { outcome, has_state, is_found: is_found || has_state, transaction: id }
}

/// Returns the paths to the fields of this name that stand beside a state.
fn places(operation: &Operation, name: &str) -> Vec<String> {
    let beside = |(path, _): &(&str, _)| match path.rsplit_once('.') {
        Some((parent, _)) => format!("{parent}.{name}"),
        None => name.to_owned(),
    };
    let mut places: Vec<String> = operation.outcomes.iter().map(beside).collect();
    places.dedup();
    places
}

/// Returns the id of a transaction if it looks like one, and repeats no secret.
fn usable(found: &Found, secrets: &Secrets<'_>) -> Option<String> {
    let (Found::Text(text) | Found::Integer(text)) = found else { return None };
    let fits = !text.is_empty() && text.chars().count() <= LONGEST_ID && !text.chars().any(char::is_control);
    (fits && !secrets.are_in(text)).then(|| text.clone())
}

/// Combines the states as the types of the reply do: those of one item of a list must agree, the best item of a list counts,
/// and all that stands outside of lists must agree with it.
fn outcome(operation: &Operation, found: &Scan) -> Outcome {
    let nothing = || Outcome::Unknown { state: None };
    let mut items: BTreeMap<&[usize], Vec<Outcome>> = BTreeMap::new();
    let mut sources = Vec::new();
    for (index, (_, states)) in operation.outcomes.iter().enumerate() {
        let hits = found.found.iter().filter(|hit| hit.target == index);
        let before = sources.len() + items.values().map(Vec::len).sum::<usize>();
        for hit in hits {
            let outcome = match &hit.value {
                Found::Text(state) | Found::Integer(state) => of_state(state, states),
                _ => nothing(),
            };
            match hit.items.as_slice() {
                [] => sources.push(outcome),
                item => items.entry(item).or_default().push(outcome),
            }
        }
        if sources.len() + items.values().map(Vec::len).sum::<usize>() == before {
            sources.push(nothing());
        }
    }
    if !items.is_empty() {
        sources.push(of_attempts(items.into_values().map(|states| of_sources(states, None))));
    }
    of_sources(sources, None)
}
