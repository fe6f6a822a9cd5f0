//! The types of values that requests and replies hold.

pub(crate) mod date;
pub(crate) mod date_time;
pub(crate) mod decimal;
pub(crate) mod document;
pub(crate) mod money;
pub(crate) mod names;
pub(crate) mod nullable;
pub(crate) mod option;
pub(crate) mod scopes;
pub(crate) mod secret;
