//! JSON beyond `serde_json`: every digit of a number, values written in digits, and positions in a text.

pub(crate) mod digits;
pub mod exact;
pub(crate) mod position;
