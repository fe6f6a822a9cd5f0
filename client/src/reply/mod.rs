//! Validates a response and decides it: accepted or refused, about the request or not, paid or not.

pub(crate) mod accept;
pub(crate) mod binding;
pub(crate) mod explanation;
pub(crate) mod failure;
pub(crate) mod fast_path;
pub(crate) mod headers;
pub(crate) mod json_path;
pub(crate) mod outcome;
mod refusal;
pub(crate) mod scan;
pub(crate) mod settle;
pub(crate) mod status;
mod unproven;
pub(crate) mod verdict;
