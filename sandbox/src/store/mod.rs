//! Records of calls: their values, their schema, the store, and the calls and returns that use it.

pub(crate) mod call;
mod cursors;
pub(crate) mod event;
pub(crate) mod keys;
mod notify;
mod operation;
pub(crate) mod paging;
pub(crate) mod records;
mod render;
mod request_values;
pub(crate) mod returned;
pub(crate) mod schema;
mod spelling;
pub(crate) mod values;
