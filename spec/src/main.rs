//! `alignet-spec check [DIR]`: says whether a contract is sound.

use std::{env, path::Path, process::ExitCode};

use alignet_spec::{Contract, Sources};

const USAGE: &str = "usage: alignet-spec check [DIR]\n\n\
    Checks the contract shipped with this crate, or the one in DIR, which extends it.";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let sources = match arguments[..] {
        ["check"] => Ok(Sources::shipped()),
        ["check", folder] => Sources::read(Path::new(folder), folder).map(Sources::extending_shipped),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    let sources = match sources {
        Ok(sources) => sources,
        Err(error) => {
            eprintln!("error: the contract can't be read from `{}`: {error}", arguments[1]);
            return ExitCode::FAILURE;
        }
    };
    match Contract::load(sources) {
        Ok(contract) => {
            println!("{} endpoints and {} types are sound", contract.endpoints.len(), contract.types.len());
            ExitCode::SUCCESS
        }
        Err(mistakes) => {
            eprint!("{mistakes}");
            ExitCode::FAILURE
        }
    }
}
