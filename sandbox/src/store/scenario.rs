//! Chooses the scenario of a call, and the values that it gives to a record.

use alignet_spec::Contract;
use http::StatusCode;

use super::{
    request_values::RequestValue,
    schema::resolved,
    values::{self, Name, Values},
};
use crate::{
    behaviour::{Behaviour, RecordUse, Scenario},
    reply::refusal::Refusal,
};

/// The values that a call gives to a record: at once, and at the record's next read.
#[derive(Clone)]
pub(super) struct Given {
    pub(super) set: Values,
    pub(super) then: Values,
}

/// Returns the values that a call with these request values gives to a record: those of the first scenario
/// that they and the current values of the record select, beside those of every call. The error is the reply of a scenario that fails.
pub(super) fn play(
    contract: &Contract,
    behaviour: &Behaviour,
    one: &RecordUse,
    sent: &[RequestValue],
    current: Option<&Values>,
) -> Result<Given, Refusal> {
    let selected = |scenario: &&Scenario| {
        let from = resolved(contract, behaviour, one.record, scenario.from.iter());
        let held =
            |(name, value): (&Name, &String)| current.is_some_and(|current| current.get(name) == Some(value));
        scenario.when.iter().all(|condition| sent.iter().any(|value| value.is(condition)))
            && from.iter().all(held)
    };
    let (set, then, lacking) = match one.scenarios.iter().find(selected) {
        // The request was valid, so the failure comes with HTTP 200.
        Some(scenario) if !scenario.success => return Err(Refusal::new(StatusCode::OK, &scenario.doc)),
        Some(scenario) => (&scenario.set[..], &scenario.then[..], &scenario.lacking[..]),
        None => (&[][..], &[][..], &[][..]),
    };
    let mut set = resolved(contract, behaviour, one.record, one.set.iter().chain(set));
    set.extend(values::lacking(lacking));
    Ok(Given { set, then: resolved(contract, behaviour, one.record, then.iter()) })
}
