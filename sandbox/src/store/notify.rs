//! Sends notifications about records: the example with the record's values, to the URL in the request that
//! created the record.

use serde_json::Value as Json;

use super::{
    render::Render,
    values::{Values, is},
};
use crate::{behaviour::scalar::Class, notifications::build, state::State};

/// Sends every notification about a record of this kind with these values.
pub(super) fn notify(state: &State, record: usize, values: &Values) {
    let (contract, behaviour) = (state.contract(), &state.settings.behaviour);
    let render = Render { contract, record: &behaviour.records[record], operation: None };
    for callback in behaviour.callbacks_of(record) {
        if !callback.only.iter().all(|(_, listed)| listed.iter().any(|setting| is(values, setting))) {
            continue;
        }
        let Some(url) = values.get(&(callback.field.value.clone(), Class::Text)) else { continue };
        let notification = &contract.notifications[callback.notification];
        let mut body = build::example(contract, notification);
        if let Json::Object(body) = &mut body {
            render.object(contract.fields(notification.body), values, body);
        }
        let signed = build::signed(&state.settings.signing_key, notification, &body);
        state.outbox.send(&notification.name, url, signed);
    }
}
