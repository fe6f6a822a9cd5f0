//! What reading, checking and expanding take grows as the contract does. Counted in allocated bytes,
//! which are the same in every run, rather than in time.

use alignet_spec::{Contract, Sources};
use allocation_counter::measure;

use crate::{expand, read::Found};

/// The most that a thousand endpoints may take of what a hundred do, in tenths: ten times, and one tenth
/// for tables that double as they fill.
const MOST_GROWTH: u64 = 101;

#[test]
fn expanding_grows_as_the_contract_does() {
    let (few, many) = (bytes(100), bytes(1000));
    let growth = (many * 10 + few / 2) / few;
    println!("1,000 endpoints take {growth} tenths of what 100 take, of at most {MOST_GROWTH}");
    assert!(growth <= MOST_GROWTH, "{growth} tenths, of at most {MOST_GROWTH}");
}

/// What this many endpoints allocate from text to tokens.
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

/// Endpoints that differ in name alone, with a type of their own and types that they share.
fn contract(endpoints: usize) -> String {
    let mut text = SHARED.to_owned();
    for number in 0..endpoints {
        let one = format!(
            r#"
[change_{number:04}]
doc    = "Changes a thing."
route  = "PUT /things{number:04}/{{shop}}"
origin = "api"
auth   = "bearer"
scopes = "create:token post:charges"
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
