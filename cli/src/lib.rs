//! The parts of the command `alignet-spec`, each for one of its subcommands.

pub mod check;
pub mod diff;
pub mod findings;
pub mod import;
pub mod json;
pub mod openapi;
