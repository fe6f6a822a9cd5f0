//! Finds, loads and checks the contract that an invocation names.

use std::{
    env,
    path::{Path, PathBuf},
};

use alignet_spec::{Contract, Sources, contract};
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::LitStr;

/// A checked contract, and the crate that its code goes into.
pub(crate) struct Found {
    pub(crate) contract: Contract,
    /// The files to watch, absolute; empty for the shipped contract, which cargo watches itself.
    pub(crate) files: Vec<PathBuf>,
    /// True if the code goes into the `alignet` crate itself.
    pub(crate) shipped: bool,
}

/// The reasons that there is no contract to expand, one message per mistake.
pub(crate) struct Failure {
    messages: Vec<String>,
    span: Span,
}

impl Failure {
    /// Expands to the mistakes as errors of rustc, and nothing else.
    pub(crate) fn expand(self) -> TokenStream {
        let messages = &self.messages;
        let span = self.span;
        quote_spanned!(span=> #(::core::compile_error!(#messages);)*)
    }
}

pub(crate) fn contract(folder: Option<&LitStr>) -> Result<Found, Failure> {
    let span = folder.map_or_else(Span::call_site, LitStr::span);
    let fail = |message: String| Failure { messages: vec![message], span };
    let Some(folder) = folder else {
        if env::var("CARGO_PKG_NAME").is_ok_and(|name| name != "alignet") {
            return Err(fail(
                "the shipped contract is expanded in the `alignet` crate already: use `alignet::Client`, \
                 or name the folder of a contract of your own, as in `alignet::client!(\"contract\")`"
                    .to_owned(),
            ));
        }
        return shipped();
    };
    let shown = folder.value();
    let root = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let path = Path::new(&root).join(&shown);
    let sources = Sources::read(&path, &shown).map_err(|error| {
        fail(format!("the contract can't be read from `{shown}`, which is relative to Cargo.toml: {error}"))
    })?;
    let names = sources.0.iter().filter_map(|source| Path::new(&source.path).file_name());
    let files = names.map(|name| path.join(name)).collect();
    let whole = sources.0.len();
    let sources = sources.extending_shipped();
    if sources.0.len() == whole {
        return Err(fail(format!(
            "the contract in `{shown}` has a table `[api]`, and so is a whole API of its own: remove the table and \
             its environments, to extend the shipped contract, which `alignet::Client` speaks"
        )));
    }
    load(sources, files, false, span)
}

/// Loads the shipped contract, for code that goes into the `alignet` crate or describes it.
pub(crate) fn shipped() -> Result<Found, Failure> {
    load(Sources::shipped(), Vec::new(), true, Span::call_site())
}

fn load(sources: Sources, files: Vec<PathBuf>, shipped: bool, span: Span) -> Result<Found, Failure> {
    match Contract::load(sources) {
        Ok(contract) => Ok(Found { contract, files, shipped }),
        Err(mistakes) => Err(Failure { messages: mistakes.rendered().collect(), span }),
    }
}

impl Found {
    /// Returns the notification whose body this type is.
    pub(crate) fn notification_of(&self, one: &contract::Type) -> Option<&contract::Notification> {
        let contract::Origin::Body(index) = one.origin else { return None };
        self.contract.notifications.get(index)
    }

    /// Returns the type with this index.
    pub(crate) fn type_at(&self, index: usize) -> &contract::Type {
        &self.contract.types[index]
    }
}
