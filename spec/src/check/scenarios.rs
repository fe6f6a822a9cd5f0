//! Checks scenarios: their conditions, and the values that they give to a record.

use super::records::{classes, names};
use crate::{
    contract::{Act, Contract, Endpoint, Literal, Scenario, Setting},
    diagnostic::{Diagnostic, Report},
    leaf::{self, Leaf},
    name,
    validate::{self, Side},
};

fn scenarios(contract: &Contract) -> impl Iterator<Item = (&Endpoint, &Scenario)> {
    contract.endpoints.iter().flat_map(|one| one.scenarios.iter().map(move |scenario| (one, scenario)))
}

pub(super) fn scenarios_choose_something(contract: &Contract, report: &Report) {
    for (endpoint, scenario) in scenarios(contract) {
        let name = &scenario.name;
        let acts = endpoint.record.as_ref().is_some_and(|one| one.act != Act::Reads);
        let changes = !(scenario.set.is_empty() && scenario.then.is_empty());
        let diagnostic = if !acts {
            Diagnostic::new(scenario.span, format!("`{}` neither creates nor changes a record", endpoint.name))
                .help("a scenario chooses what becomes of a record: write it below an endpoint whose `record` says `creates` or `changes`")
        } else if scenario.when.is_empty() {
            Diagnostic::new(scenario.span, format!("nothing calls for scenario `{name}`"))
                .help("say which values of the request do: `when = { amount = \"10051\" }`")
        } else if scenario.success && !changes {
            Diagnostic::new(scenario.span, format!("scenario `{name}` changes nothing"))
                .help("say what the record holds, in `set` or `then`; or write `success = false`")
        } else if !scenario.success && changes {
            Diagnostic::new(scenario.span, format!("scenario `{name}` fails, so there is nothing to set"))
                .help("remove `success = false`, or `set` and `then`: a call that fails touches no record")
        } else {
            continue;
        };
        report.push(diagnostic);
    }
}

/// Conditions name request fields and valid values. Secrets are allowed, because comparing stores nothing.
pub(super) fn calls_for_scenarios_fit(contract: &Contract, report: &Report) {
    for (endpoint, scenario) in scenarios(contract) {
        let leaves = leaf::of_request(contract, endpoint);
        for setting in &scenario.when {
            let wire = &setting.wire;
            if !leaves.iter().any(|leaf| leaf.wire == wire.value) {
                report.push(
                    Diagnostic::new(
                        wire.span,
                        format!("the request of `{}` has no field `{}`", endpoint.name, wire.value),
                    )
                    .help(name::suggest(
                        &wire.value,
                        "fields of one value there",
                        names(&leaves),
                    )),
                );
            } else if setting.unlisted {
                report.push(
                    Diagnostic::new(wire.span, "a request holds listed values only")
                        .help("`unlisted` belongs into `set` or `then`: write the value alone"),
                );
            } else {
                fits(contract, &leaves, setting, false, report);
            }
        }
    }
}

/// Values that records get must fit the fields of the reply.
pub(super) fn settings_fit(contract: &Contract, report: &Report) {
    for (endpoint, one) in leaf::uses(contract) {
        if let Some(first) = one.set.first().filter(|_| one.act == Act::Reads) {
            report.push(
                Diagnostic::new(first.wire.span, format!("`{}` reads, so it sets nothing", endpoint.name))
                    .help("remove `set`, or write `changes` where it says `reads`"),
            );
        }
        let leaves = leaf::answered(contract, one.record);
        let owner = format!("the reply about a `{}`", contract.records[one.record].name);
        let scenarios = endpoint.scenarios.iter().flat_map(|one| one.set.iter().chain(&one.then));
        for setting in one.set.iter().chain(scenarios) {
            if classes(&leaves, &setting.wire, &owner, report).is_none() {
                continue;
            }
            if setting.unlisted {
                is_unlisted(contract, &leaves, setting, report);
            } else {
                fits(contract, &leaves, setting, true, report);
            }
        }
    }
}

/// Reports a value that fits no leaf of that name. The help for an `open` setting mentions values that are
/// not listed.
fn fits(contract: &Contract, leaves: &[Leaf<'_>], setting: &Setting, open: bool, report: &Report) {
    let mut named = leaves.iter().filter(|leaf| leaf.wire == setting.wire.value);
    let Some(first) = named.clone().next() else { return };
    let value = &setting.value;
    if named.any(|leaf| leaf.takes(contract, setting)) {
        return;
    }
    let wire = &setting.wire.value;
    let diagnostic = Diagnostic::new(value.span, format!("the value of `{wire}` doesn't fit its type"));
    let listed = leaves.iter().filter(|leaf| leaf.wire == *wire).find_map(|leaf| leaf.values(contract));
    report.push(match (&value.value, listed) {
        (Literal::String(text), Some(listed)) => {
            let diagnostic = diagnostic.help(name::suggest(text, "values", listed));
            let unlisted = format!(
                "for a value that the service may add one day, write `{wire} = {{ unlisted = \"{text}\" }}`"
            );
            if open { diagnostic.help(unlisted) } else { diagnostic }
        }
        _ => {
            let json = validate::literal(&value.value);
            let mismatches = validate::value(contract, first.shape, &json, Side::Request);
            mismatches.into_iter().fold(diagnostic, |all, one| all.help(format!("it {}", one.message)))
        }
    });
}

/// Reports an `unlisted` value that is listed, or whose field lists no values.
fn is_unlisted(contract: &Contract, leaves: &[Leaf<'_>], setting: &Setting, report: &Report) {
    let wire = &setting.wire.value;
    let listed = leaves.iter().filter(|leaf| leaf.wire == *wire).find_map(|leaf| leaf.values(contract));
    let Literal::String(text) = &setting.value.value else { return };
    match listed {
        None => report.push(
            Diagnostic::new(setting.value.span, format!("`{wire}` lists no values, so none is unlisted"))
                .help(format!("write the value alone: `{wire} = \"{text}\"`")),
        ),
        Some(listed) if listed.contains(&text.as_str()) => report.push(
            Diagnostic::new(setting.value.span, format!("`{text}` is listed among the values of `{wire}`"))
                .help(format!("write `{wire} = \"{text}\"`, or a value that the contract doesn't know")),
        ),
        Some(_) => {}
    }
}
