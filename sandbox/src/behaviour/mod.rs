//! The behaviour of the sandbox that a contract does not describe: the records that calls create and find,
//! and the scenarios that values of a request select. `contract/*.toml` of this crate declares it for the
//! shipped contract; the README describes the language.

mod attempts;
mod check;
mod deployed;
mod derive;
mod digits;
mod events;
mod form;
mod model;
mod owner;
mod past;
mod read;
pub(crate) mod scalar;
mod scenarios;
mod setting;

use alignet_spec::{Contract, Mistakes, Sources, diagnostic::Report};

pub(crate) use self::{
    attempts::Attempts,
    digits::Digits,
    events::Event,
    model::{Act, Behaviour, Owner, OwnerConditions, Record, RecordUse, Scenario},
    setting::Setting,
};

/// The behaviour of the shipped endpoints, by file.
const SHIPPED: [(&str, &str); 4] = [
    ("as_deployed.toml", include_str!("../../contract/as_deployed.toml")),
    ("charges.toml", include_str!("../../contract/charges.toml")),
    ("form.toml", include_str!("../../contract/form.toml")),
    ("refunds.toml", include_str!("../../contract/refunds.toml")),
];

/// Reads and checks the behaviour of a contract: `own`, beside that of the shipped endpoints if the contract
/// has them.
pub(crate) fn load(contract: &Contract, own: Sources) -> Result<Behaviour, Mistakes> {
    let shipped = if has_shipped(contract) { &SHIPPED[..] } else { &[] };
    let mut sources = Sources::from_texts("sandbox/contract", shipped);
    sources.0.extend(own.0);
    let report = Report::default();
    let behaviour = read::read(contract, &sources, &report);
    // A part that could not be read may be the part that a check misses.
    if report.losses() == 0 {
        check::check(contract, &behaviour, &report);
    }
    report.propagate(behaviour).map_err(|diagnostics| Mistakes { sources, diagnostics })
}

/// Returns true if the contract is the shipped one, or extends it.
fn has_shipped(contract: &Contract) -> bool {
    let shipped = Sources::shipped();
    shipped.0.iter().all(|file| contract.sources.0.iter().any(|one| one.text == file.text))
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use std::{collections::BTreeSet, fs};

    use alignet_spec::{Contract, Sources, literal::Literal};

    use super::load;

    #[test]
    fn every_file_of_the_folder_is_read() {
        let folder = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/contract")).expect("it is there");
        let files: BTreeSet<String> =
            folder.map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into()).collect();
        assert_eq!(files, super::SHIPPED.map(|(name, _)| name.to_owned()).into());
    }

    #[test]
    fn the_readme_lists_every_scenario() {
        let contract = Contract::shipped().expect("it is sound");
        let behaviour = load(&contract, Sources::default()).expect("it is sound");
        let mut rows = Vec::new();
        for (one, scenario) in
            behaviour.uses.iter().flat_map(|one| one.scenarios.iter().map(move |it| (one, it)))
        {
            let when = scenario.when.iter().map(|one| match &one.value.value {
                Literal::String(text) => format!("`{}` is `{text}`", one.wire.value),
                other => format!("`{}` is `{other:?}`", one.wire.value),
            });
            let has = scenario.has.iter().map(|one| format!("`{}` is there", one.value));
            let from = scenario.from.iter().map(|one| match &one.value.value {
                Literal::String(text) => format!("its `{}` is `{text}`", one.wire.value),
                other => format!("its `{}` is `{other:?}`", one.wire.value),
            });
            let owner = behaviour.records[one.record].owner.as_ref().map(|owner| owner.name.value.as_str());
            let owner = owner.unwrap_or_default();
            let text = |setting: &super::Setting| match &setting.value.value {
                Literal::String(text) => format!("`{text}`"),
                other => format!("`{other:?}`"),
            };
            let unless = scenario.owner.unless.iter().map(|(wire, listed)| {
                let listed = listed.iter().map(text).collect::<Vec<_>>().join(" or ");
                format!("`{}` of its {owner} is not {listed}", wire.value)
            });
            let differs = scenario.owner.differs.iter();
            let differs =
                differs.map(|(own, of)| format!("`{}` is not the `{}` of its {owner}", own.value, of.value));
            let exceeds = scenario.owner.exceeds.iter();
            let exceeds = exceeds.map(|(own, of)| {
                format!("`{}` and those before exceed the `{}` of its {owner}", own.value, of.value)
            });
            let owner = unless.chain(differs).chain(exceeds);
            let when = when.chain(has).chain(from).chain(owner).collect::<Vec<_>>().join(", ");
            let call = &contract.endpoints[one.endpoint].name;
            rows.push(format!("| `{call}` | {when} | {} |\n", scenario.doc));
        }
        let readme = include_str!("../../README.md");
        let (_, table) =
            readme.split_once("| call | when | what happens |\n|---|---|---|\n").expect("it is there");
        assert_eq!(table.split_once("\n\n").expect("it ends").0.to_owned() + "\n", rows.concat());
    }
}
