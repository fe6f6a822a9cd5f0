//! Queues faults.

use std::time::Duration;

use serde_json::json;

use super::{Outcome, fields::Fields};
use crate::{
    fault::{Fault, Target},
    state::State,
};

/// Queues the fault that a request describes.
pub(super) fn fault(state: &State, body: &[u8]) -> Outcome {
    let mut fields = Fields::parse(body)?;
    let target = fields.text("operation")?.map_or(Target::Any, Target::Operation);
    let status = fields.number("status")?;
    let mut fault = match (status, fields.flag("cut")?, fields.flag("about_another")?) {
        (None, false, false) => Fault::usual(),
        (Some(status), false, false) => Fault::status(u16::try_from(status).unwrap_or(0)),
        (None, true, false) => Fault::cut(),
        (None, false, true) => Fault::about_another(),
        _ => return Err("give one of `status`, `cut` and `about_another`".to_owned()),
    };
    if let Some(bytes) = fields.number("cut_after")? {
        fault = fault.cut_after(usize::try_from(bytes).unwrap_or(usize::MAX));
    }
    if let Some(body) = fields.text("body")? {
        fault = fault.body(body);
    }
    for (name, value) in fields.object("headers")?.unwrap_or_default() {
        let value = value
            .as_str()
            .ok_or_else(|| format!("the header `{}` must be a string", name.escape_default()))?;
        fault = fault.header(&name, value);
    }
    if let Some(milliseconds) = fields.number("delay_ms")? {
        fault = fault.delay(Duration::from_millis(milliseconds));
    }
    if let Some(callbacks) = fields.number("callbacks")? {
        fault = fault.callbacks(callbacks);
    }
    if let Some(times) = fields.number("times")? {
        fault = fault.times(usize::try_from(times).unwrap_or(usize::MAX));
    }
    fields.end()?;
    let queued = state.faults().push(state.contract(), target, fault);
    queued.map_err(|error| error.to_string())?;
    Ok(json!({}))
}
