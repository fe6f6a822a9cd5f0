//! The Alignet (Pay-me) contract, and the reader that checks it.
//!
//! `contract/*.toml` says what the endpoints of the API look like. [`Contract::load`] reads such
//! files through four stages, each in a file of its own:
//!
//! 1. `document`: the tables as written, with the place of every value;
//! 2. `resolve`: what they mean, names turned into indices;
//! 3. `check`: whether that is sound, one function per rule;
//! 4. [`diagnostic`]: every mistake of the run, in file order, rendered as rustc renders its own.
//!
//! The macro behind the `alignet` crate expands a [`Contract`] into Rust, and `alignet-sandbox`
//! serves it. The language itself is described in this crate's README.
//!
//! ```
//! let contract = alignet_spec::Contract::shipped().expect("the shipped contract is sound");
//! assert!(contract.endpoints.iter().any(|endpoint| endpoint.route == "/nonce"));
//! ```

pub mod contract;
pub mod diagnostic;
pub mod echo;
pub mod leaf;
pub mod name;
pub mod source;
pub mod validate;

mod check;
mod digits;
mod document;
mod place;
mod resolve;
mod scopes;
mod shape;
mod table;
mod usage;

pub use contract::Contract;
pub use diagnostic::Diagnostic;
pub use source::Sources;

use std::{error::Error, fmt};

use diagnostic::Report;
use document::Document;

impl Contract {
    /// Reads, resolves and checks a contract.
    ///
    /// # Errors
    ///
    /// Every mistake in it, in file order, with the sources they point into.
    pub fn load(sources: Sources) -> Result<Self, Mistakes> {
        match read(&sources) {
            Ok(contract) => Ok(contract),
            Err(diagnostics) => Err(Mistakes { sources, diagnostics }),
        }
    }

    /// The contract shipped with this crate.
    ///
    /// # Errors
    ///
    /// As [`Contract::load`]; a released crate has none.
    pub fn shipped() -> Result<Self, Mistakes> {
        Self::load(Sources::shipped())
    }
}

/// Everything that is wrong with a contract.
#[derive(Debug)]
pub struct Mistakes {
    /// The files.
    pub sources: Sources,
    /// What is wrong, in file order; never empty.
    pub diagnostics: Vec<Diagnostic>,
}

impl Mistakes {
    /// Every mistake as text, each without the leading `error: `.
    pub fn rendered(&self) -> impl Iterator<Item = String> {
        self.diagnostics.iter().map(|diagnostic| diagnostic.render(&self.sources))
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rendered: Vec<String> = self.rendered().map(|text| format!("error: {text}\n")).collect();
        f.write_str(&rendered.join("\n"))
    }
}

impl Error for Mistakes {}

/// The whole way of a contract, from text to soundness.
fn read(sources: &Sources) -> Result<Contract, Vec<Diagnostic>> {
    let report = Report::default();
    let document = Document::read(sources, &report);
    if document.garbled {
        // What isn't TOML can't be judged further, and what it declares would be missed elsewhere.
        return report.propagate(Contract::default());
    }
    let mut contract = resolve::resolve(sources, document, &report);
    usage::mark(&mut contract);
    check::check(&contract, &report);
    report.propagate(contract)
}
