//! The difference between two contracts: every change with its rule, and its effect on Rust code, on messages, and on the
//! decisions of the client.
//!
//! `compare/` walks both contracts, one file per kind of declaration. `model/` says what a contract means for Rust and for
//! JSON. `DIFFERENCES.md` beside this crate lists every rule with an example.

mod change;
mod compare;
mod json;
mod model;
mod rule;
mod text;
mod verdict;

use alignet_spec::Contract;

pub use self::{
    change::{At, Change},
    rule::Rule,
    verdict::{Behaviour, Effect, Level, Verdict},
};

/// The changes between two contracts, by declaration: first the settings that all calls share, then endpoints,
/// notifications and types.
#[derive(Debug)]
pub struct Difference<'c> {
    old: &'c Contract,
    new: &'c Contract,
    /// The changes.
    pub changes: Vec<Change>,
}

impl<'c> Difference<'c> {
    /// Compares two contracts.
    pub fn between(old: &'c Contract, new: &'c Contract) -> Self {
        Self { old, new, changes: compare::changes(old, new) }
    }

    /// Returns the level of the most serious change; `None` if nothing changed.
    pub fn level(&self) -> Option<Level> {
        self.changes.iter().map(|change| change.verdict.level()).max()
    }
}
