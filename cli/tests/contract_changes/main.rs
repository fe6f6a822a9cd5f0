//! Changes of contracts: each is found, has the right verdict, and stands on the page of the rules.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod base;
mod mutants;
mod mutations;
mod rules;
mod verdicts;
