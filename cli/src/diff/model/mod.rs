//! The meaning of a contract for Rust code and for JSON, and the things that two contracts have in common.

mod common;
pub(crate) mod pairs;
pub(crate) mod rust;
pub(crate) mod wire;
pub(crate) mod words;

pub(crate) use self::common::{Common, route};
