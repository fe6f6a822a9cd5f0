//! Sends notifications about records: the example with the record's values, to the URL in the request that
//! created the record.

use alignet_spec::leaf::{self, Class};
use serde_json::Value as Json;

use super::{Values, show};
use crate::{notify, state::State};

/// Sends every notification about a record of this kind.
pub(super) fn tell(state: &State, record: usize, values: &Values) {
    let contract = state.contract();
    for (notification, callback) in leaf::notifications(contract, record) {
        let Some(url) = values.get(&(callback.field.value.clone(), Class::Text)) else { continue };
        let mut body = notify::example(contract, notification);
        if let Json::Object(body) = &mut body {
            show::object(contract, contract.fields(notification.body), values, body);
        }
        let signed = notify::signed(&state.settings.signing_key, notification, &body);
        state.outbox.send(&notification.name, url, signed);
    }
}
