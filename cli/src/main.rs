//! The command `alignet-spec`; see this crate's README.

mod arguments;
mod comparison;

use std::{
    io::{self, Write as _},
    path::Path,
    process::ExitCode,
};

use alignet_cli::{check, openapi};
use alignet_spec::{Contract, Sources};
use arguments::{Arguments, Command};
use clap::{CommandFactory as _, Parser as _};

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Check { folder } => with_contract(folder.as_deref(), |contract| {
            print(&format!("{}\n", check::summary(contract)));
            ExitCode::SUCCESS
        }),
        Command::Diff(arguments) => comparison::run(&arguments),
        Command::Openapi { old, folder } => with_contract(folder.as_deref(), |contract| {
            let version = if old { openapi::Version::V3_0 } else { openapi::Version::V3_1 };
            print(&openapi::export(contract, version).pretty());
            ExitCode::SUCCESS
        }),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Arguments::command(), "alignet-spec", &mut io::stdout());
            ExitCode::SUCCESS
        }
    }
}

/// Reads the contract in a folder, or the shipped one. Prints the mistakes, if it has any.
fn with_contract(folder: Option<&Path>, then: impl FnOnce(&Contract) -> ExitCode) -> ExitCode {
    load(folder).map_or(ExitCode::FAILURE, |contract| then(&contract))
}

/// Reads the contract in a folder, or the shipped one.
///
/// # Errors
///
/// Fails if the contract has mistakes, or can't be read. Either is printed.
fn load(folder: Option<&Path>) -> Result<Contract, Unsound> {
    let sources = match folder {
        None => Sources::shipped(),
        Some(folder) => {
            let shown = folder.to_string_lossy();
            match Sources::read(folder, &shown) {
                Ok(sources) => sources.extending_shipped(),
                Err(error) => {
                    complain(&format!("error: no contract can be read from `{shown}`: {error}\n"));
                    return Err(Unsound);
                }
            }
        }
    };
    Contract::load(sources).map_err(|mistakes| {
        complain(&mistakes.to_string());
        if mistakes.diagnostics.len() > 1 {
            complain(&format!("\n{} mistakes\n", mistakes.diagnostics.len()));
        }
        Unsound
    })
}

/// A contract that has mistakes or can't be read, which was said.
struct Unsound;

/// Prints to standard output. A write error, such as a closed pipe, is ignored.
fn print(text: &str) {
    let _ = io::stdout().write_all(text.as_bytes());
}

fn complain(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}
