//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use clap_complete::Shell;

use crate::comparison::Comparison;

/// Checks contracts of the Alignet (Pay-me) API, and translates them for other tools.
///
/// Exits with 0 when the contract is sound, with 1 when it is not or can't be read, and with 2 when the command line is
/// invalid.
#[derive(Debug, Parser)]
#[command(name = "alignet-spec", version)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Checks a contract and lists all of its mistakes.
    #[command(after_help = "Example: alignet-spec check my_contract")]
    Check {
        /// The folder of the contract: its `*.toml` files, which extend the shipped contract unless they have a table
        /// `[api]` of their own. Without it, the shipped contract.
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
    },
    /// Compares two contracts: every change, with its effect on Rust code, on messages and on the client's behaviour.
    ///
    /// Exits with 3 when a change is breaking. DIFFERENCES.md beside this command's source lists the rules.
    #[command(after_help = "Example: alignet-spec diff shipped my_contract --fail-on minor")]
    Diff(Comparison),
    /// Prints a contract as an OpenAPI document.
    #[command(after_help = "Example: alignet-spec openapi > alignet.json")]
    Openapi {
        /// Writes OpenAPI 3.0.3, for tools that don't know 3.1.
        #[arg(long = "3.0")]
        old: bool,
        /// The folder of the contract, as for `check`. The document of one that extends the shipped contract has both.
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
    },
    /// Prints completions for a shell.
    #[command(
        after_help = "Example: alignet-spec completions bash > ~/.local/share/bash-completion/completions/alignet-spec"
    )]
    Completions {
        /// The shell.
        shell: Shell,
    },
}
