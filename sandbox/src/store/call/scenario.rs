//! Chooses the scenario of a call, and the values that it gives to a record.

use alignet_spec::Contract;
use http::StatusCode;

use super::owner::Owned;
use crate::{
    behaviour::{Behaviour, RecordUse, Scenario},
    reply::refusal::Refusal,
    store::{
        records::change::Change,
        request_values::RequestValue,
        schema::resolved,
        values::{Name, Values},
    },
};

/// The values that a call gives to a record: at once, and at the record's next read.
#[derive(Clone)]
pub(super) struct Given<'b> {
    pub(super) change: Change,
    pub(super) then: Change,
    /// The scenario that decided it, if any.
    pub(super) scenario: Option<&'b Scenario>,
}

/// The values that select a scenario.
pub(super) struct Facts<'f> {
    /// The values of the request.
    pub(super) sent: &'f [RequestValue],
    /// The record that the call changes.
    pub(super) current: Option<&'f Values>,
    /// The record that the new one belongs to.
    pub(super) owner: Option<&'f Owned<'f>>,
}

/// Returns the values that a call gives to a record: those of the first scenario that the facts select, beside those of
/// every call. The error is the reply of a scenario that fails.
pub(super) fn play<'b>(
    contract: &Contract,
    behaviour: &'b Behaviour,
    one: &'b RecordUse,
    facts: &Facts<'_>,
) -> Result<Given<'b>, Refusal> {
    let selected = |scenario: &&Scenario| {
        let from = resolved(contract, behaviour, one.record, scenario.from.iter());
        let held = |(name, value): (&Name, &String)| {
            facts.current.is_some_and(|current| current.get(name) == Some(value))
        };
        scenario.when.iter().all(|condition| facts.sent.iter().any(|value| value.is(condition)))
            && scenario.has.iter().all(|name| facts.sent.iter().any(|value| value.is_called(&name.value)))
            && from.iter().all(held)
            && (scenario.owner.is_empty()
                || facts.owner.is_some_and(|owner| owner.selects(&scenario.owner, facts.sent)))
    };
    let scenario = one.scenarios.iter().find(selected);
    let (set, then, clear) = match scenario {
        // The request was valid, so the failure comes with HTTP 200.
        Some(scenario) if !scenario.success => {
            return Err(Refusal::new(StatusCode::OK, &scenario.doc).with_code(scenario.code.as_deref()));
        }
        Some(scenario) => (&scenario.set[..], &scenario.then[..], &scenario.clear[..]),
        None => (&[][..], &[][..], &[][..]),
    };
    Ok(Given {
        change: Change::new(contract, behaviour, one.record, one.set.iter().chain(set), clear),
        then: Change::new(contract, behaviour, one.record, then.iter(), &[]),
        scenario,
    })
}
