//! The Alignet (Pay-me) contract, and the reader that checks it.
//!
//! `contract/*.toml` describes the endpoints of the API. [`Contract::load`] reads such files in four
//! stages, each in a module of its own:
//!
//! 1. `document` reads the tables as written, with the position of every value;
//! 2. `resolve` interprets them and turns names into indices;
//! 3. `check` checks the result, with one function per rule;
//! 4. [`diagnostic`] lists every mistake of the run in file order, rendered like errors of rustc.
//!
//! The macro behind the `alignet` crate expands a [`Contract`] into Rust, and `alignet-sandbox`
//! serves it; the sandbox reads its own files with [`table`], too. This crate's README describes the language.
//!
//! ```
//! let contract = alignet_spec::Contract::shipped().expect("the shipped contract is sound");
//! assert!(contract.endpoints.iter().any(|endpoint| endpoint.route == "/nonce"));
//! ```

pub mod contract;
pub mod diagnostic;
pub mod echo;
pub mod literal;
pub mod name;
pub mod secret_names;
pub mod source;
pub mod suggestion;
pub mod table;
pub mod validate;

mod check;
mod direction;
mod document;
mod foreign;
mod json;
mod primitive;
mod resolve;
mod scopes;
mod shape;

pub use check::{HEADERS_OF_CLIENT, HEADERS_OF_TRANSFER};
pub use contract::Contract;
pub use diagnostic::Diagnostic;
pub use json::exact;
pub use source::Sources;

use std::{error::Error, fmt};

/// The JSON Schema (draft 7) of contract files, as JSON. Editors complete and check such files with it.
pub const SCHEMA: &str = include_str!("../contract.schema.json");

use diagnostic::{Palette, Report};
use document::Document;

/// The version of this crate, and so of the shipped contract.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

impl Contract {
    /// Reads, resolves and checks a contract.
    ///
    /// # Errors
    ///
    /// Returns every mistake in the contract, in file order, with the files that the mistakes point into.
    pub fn load(sources: Sources) -> Result<Self, Mistakes> {
        match read(&sources) {
            Ok(contract) => Ok(contract),
            Err(diagnostics) => Err(Mistakes { sources, diagnostics }),
        }
    }

    /// Loads the contract shipped with this crate.
    ///
    /// # Errors
    ///
    /// As for [`Contract::load`]; the contract of a released crate has no mistakes.
    pub fn shipped() -> Result<Self, Mistakes> {
        Self::load(Sources::shipped())
    }
}

/// The mistakes in a contract.
#[derive(Debug)]
pub struct Mistakes {
    /// The files that the mistakes point into.
    pub sources: Sources,
    /// The mistakes, in file order; never empty.
    pub diagnostics: Vec<Diagnostic>,
}

impl Mistakes {
    /// Renders each mistake as text, without the leading `error: `.
    pub fn rendered(&self) -> impl Iterator<Item = String> {
        self.diagnostics.iter().map(|diagnostic| diagnostic.render(&self.sources))
    }

    /// Renders every mistake as text, each with a leading `error: `, in the colours of a palette.
    pub fn render_in(&self, palette: &Palette) -> String {
        let Palette { error, message, end, .. } = palette;
        let rendered = self.diagnostics.iter().map(|one| {
            format!("{error}error{end}{message}: {end}{}\n", one.render_in(&self.sources, palette))
        });
        rendered.collect::<Vec<_>>().join("\n")
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render_in(&Palette::PLAIN))
    }
}

impl Error for Mistakes {}

/// Runs all stages, from the text to the checked contract.
fn read(sources: &Sources) -> Result<Contract, Vec<Diagnostic>> {
    let report = Report::default();
    let document = Document::read(sources, &report);
    if document.garbled {
        // A file that can't be read can't be checked further, and other files may refer to its declarations.
        return report.propagate(Contract::default());
    }
    let mut contract = resolve::resolve(sources, document, &report);
    direction::mark(&mut contract);
    check::check(&contract, &report);
    report.propagate(contract)
}
