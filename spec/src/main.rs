//! `alignet-spec check [DIR]`: checks a contract and prints the result.

use std::{
    env,
    io::{self, Write as _},
    path::Path,
    process::ExitCode,
};

use alignet_spec::{Contract, Sources};

const USAGE: &str = "usage: alignet-spec check [DIR]

Checks the contract shipped with this crate, or the one in DIR: its `*.toml` files, which extend the
shipped contract unless they have a table `[api]` of their own.

Exits with 0 when the contract is sound, with 1 when it is not or can't be read, and with 2 when the
command can't be understood.
";

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    let words: Vec<_> = arguments.iter().map(|argument| argument.to_string_lossy()).collect();
    match words.iter().map(AsRef::as_ref).collect::<Vec<&str>>()[..] {
        ["-h" | "--help"] => {
            print(USAGE);
            ExitCode::SUCCESS
        }
        ["check"] => check(Sources::shipped()),
        ["check", folder] if !folder.starts_with('-') => {
            match Sources::read(Path::new(&arguments[1]), folder) {
                Ok(sources) => check(sources.extending_shipped()),
                Err(error) => {
                    complain(&format!("error: no contract can be read from `{folder}`: {error}\n"));
                    ExitCode::FAILURE
                }
            }
        }
        _ => {
            complain(USAGE);
            ExitCode::from(2)
        }
    }
}

fn check(sources: Sources) -> ExitCode {
    match Contract::load(sources) {
        Ok(contract) => {
            let own = counts(&contract, |inherited| !inherited);
            match contract.endpoints.iter().any(|endpoint| endpoint.inherited) {
                true => print(&format!(
                    "{own} are sound; with the shipped contract, {}\n",
                    counts(&contract, |_| true)
                )),
                false => print(&format!("{own} are sound\n")),
            }
            ExitCode::SUCCESS
        }
        Err(mistakes) => {
            complain(&mistakes.to_string());
            if mistakes.diagnostics.len() > 1 {
                complain(&format!("\n{} mistakes\n", mistakes.diagnostics.len()));
            }
            ExitCode::FAILURE
        }
    }
}

/// Counts the endpoints and the types, of the shipped contract or not.
fn counts(contract: &Contract, which: fn(bool) -> bool) -> String {
    let endpoints = contract.endpoints.iter().filter(|endpoint| which(endpoint.inherited)).count();
    let types = contract.types.iter().filter(|one| which(one.inherited)).count();
    format!("{} and {}", count(endpoints, "endpoint"), count(types, "type"))
}

fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("{number} {what}") } else { format!("{number} {what}s") }
}

/// Prints to standard output. A write error, such as a closed pipe, is ignored.
fn print(text: &str) {
    let _ = io::stdout().write_all(text.as_bytes());
}

fn complain(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}
