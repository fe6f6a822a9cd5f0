//! Checks a contract and says what is in it.

use alignet_spec::Contract;

/// Says that a contract is sound, and how many endpoints and types it declares; those of the shipped contract that
/// it extends are counted apart.
pub fn summary(contract: &Contract) -> String {
    let own = counts(contract, |inherited| !inherited);
    match contract.endpoints.iter().any(|endpoint| endpoint.inherited) {
        true => format!("{own} are sound; with the shipped contract, {}", counts(contract, |_| true)),
        false => format!("{own} are sound"),
    }
}

/// Counts the endpoints and the types, of the shipped contract or not.
fn counts(contract: &Contract, which: fn(bool) -> bool) -> String {
    let endpoints = contract.endpoints.iter().filter(|endpoint| which(endpoint.inherited)).count();
    let types = contract.types.iter().filter(|one| which(one.inherited)).count();
    format!("{} and {}", count(endpoints, "endpoint"), count(types, "type"))
}

fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("{number} {what}") } else { format!("{number} {what}s") }
}
