//! Chooses the scenario of a call, and the values that it gives to a record.

use alignet_spec::Contract;
use http::StatusCode;

use super::{request_values::RequestValue, schema::resolved, values::Values};
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
/// that they select, beside those of every call. The error is the reply of a scenario that fails.
pub(super) fn play(
    contract: &Contract,
    behaviour: &Behaviour,
    one: &RecordUse,
    sent: &[RequestValue],
) -> Result<Given, Refusal> {
    let selected = |scenario: &&Scenario| {
        scenario.when.iter().all(|condition| sent.iter().any(|value| value.is(condition)))
    };
    let (set, then) = match one.scenarios.iter().find(selected) {
        // The request was valid, so the failure comes with HTTP 200.
        Some(scenario) if !scenario.success => return Err(Refusal::new(StatusCode::OK, &scenario.doc)),
        Some(scenario) => (&scenario.set[..], &scenario.then[..]),
        None => (&[][..], &[][..]),
    };
    Ok(Given {
        set: resolved(contract, behaviour, one.record, one.set.iter().chain(set)),
        then: resolved(contract, behaviour, one.record, then.iter()),
    })
}
