//! Emits the setters of calls, of types that requests hold, and of custom environments.
//!
//! A required field that is not set has a type of its own, named after the field. Setting the field replaces
//! this type by the value's, so that the compiler names a missing field.

mod fields;
mod finish;
mod required;
mod setter;
mod setting;

pub(crate) use self::setting::{Builder, Setting, Start};
