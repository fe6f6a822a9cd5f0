//! Records of calls: their values, their schema, the store, and the calls that use it.

pub(crate) mod call;
mod notify;
pub(crate) mod records;
mod render;
mod request_values;
mod scenario;
pub(crate) mod schema;
mod values;
