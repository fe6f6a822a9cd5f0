//! Tests that the cost of reading, checking and expanding grows linearly with the contract. It counts
//! allocated bytes rather than time, because they are the same in every run.

use alignet_spec::{Contract, Sources};
use allocation_counter::measure;

use crate::{expand, read::Found};

/// The maximum cost of an endpoint after a hundred others, in percent of the cost of one after ten. Tables
/// that double as they fill make it slightly more than 100.
const MOST_GROWTH: u64 = 103;

#[test]
fn expanding_grows_as_the_contract_does() {
    // Differences exclude the constant cost of every contract, including the shipped one.
    let [ten, hundred, thousand] = [10, 100, 1000].map(bytes);
    let (early, late) = ((hundred - ten) / 90, (thousand - hundred) / 900);
    let growth = (late * 100 + early / 2) / early;
    println!("an endpoint takes {late} bytes, {growth} hundredths of an early one, of at most {MOST_GROWTH}");
    assert!(growth <= MOST_GROWTH, "{growth} hundredths, of at most {MOST_GROWTH}");
}

/// Returns the bytes that a contract with this many endpoints allocates, from text to tokens.
fn bytes(endpoints: usize) -> u64 {
    let text = contract(endpoints);
    let counted = measure(|| {
        let sources = Sources::from_texts("large", &[("contract.toml", &text)]).extending_shipped();
        let contract = Contract::load(sources).unwrap_or_else(|mistakes| panic!("{mistakes}"));
        let found = Found { contract, files: Vec::new(), shipped: false };
        assert!(!expand::client(&found).is_empty());
    });
    counted.bytes_total
}

/// Returns endpoints that differ only by name, each with its own type and with shared types.
fn contract(endpoints: usize) -> String {
    let mut text = SHARED.to_owned();
    for number in 0..endpoints {
        let one = format!(
            r#"
[change_{number:04}]
doc    = "Changes a thing."
route  = "PUT /things{number:04}/{{shop}}"
origin = "api"
scopes = "post:charges"
repeat = "harmless"
status = "meta.status"
path   = {{ shop = "string" }}
body   = {{ thing = "Thing{number:04}", colour = "Colour?" }}
reply  = {{ success = "flag", thing = "Thing{number:04}", meta = "Meta" }}

[Thing{number:04}]
doc    = "Something."
fields = {{ id = "string", cost = "numeric", owner = "Owner?", colours = "[Colour]" }}
"#
        );
        text += &one;
    }
    text
}

const SHARED: &str = r#"
[Owner]
doc    = "Whose something is."
fields = { name = "string", colour = "Colour" }

[Colour]
doc    = "A colour."
values = { RED = "As a rose.", GREEN = "As a fir." }
"#;
