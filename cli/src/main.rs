//! The command `alignet-spec`; see this crate's README.

mod arguments;
mod comparison;

use std::{
    io::{self, Write as _},
    path::Path,
    process::ExitCode,
};

use alignet_cli::{check, findings, import, openapi};
use alignet_spec::{Contract, Mistakes, SCHEMA, Sources, diagnostic::Palette};
use anstream::{AutoStream, ColorChoice};
use arguments::{Arguments, Command, Format};
use clap::{CommandFactory as _, Parser as _};

fn main() -> ExitCode {
    let Arguments { color, command } = Arguments::parse();
    match color {
        clap::ColorChoice::Auto => ColorChoice::Auto,
        clap::ColorChoice::Always => ColorChoice::Always,
        clap::ColorChoice::Never => ColorChoice::Never,
    }
    .write_global();
    match command {
        Command::Check { format: Format::Text, folder } => with_contract(folder.as_deref(), |contract| {
            print(&format!("{}\n", check::summary(contract)));
            ExitCode::SUCCESS
        }),
        Command::Import { file, whole } => draft(&file, whole),
        Command::Check { format, folder } => {
            let found = load(folder.as_deref()).err().map(|failure| failure.findings()).unwrap_or_default();
            let json = match format {
                Format::Sarif => findings::sarif(&found),
                Format::Json | Format::Text => findings::json(&found),
            };
            print(&format!("{json:#}\n"));
            if found.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Command::Schema => {
            print(SCHEMA);
            ExitCode::SUCCESS
        }
        Command::Diff(arguments) => comparison::run(&arguments),
        Command::Openapi { old, folder } => with_contract(folder.as_deref(), |contract| {
            let version = if old { openapi::Version::V3_0 } else { openapi::Version::V3_1 };
            print(&openapi::export(contract, version).pretty());
            ExitCode::SUCCESS
        }),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "alignet-spec", &mut script);
            print(&String::from_utf8_lossy(&script));
            ExitCode::SUCCESS
        }
    }
}

/// The reason why there is no contract.
enum Failure {
    Unreadable { folder: String, error: io::Error },
    Unsound(Mistakes),
}

impl Failure {
    fn findings(&self) -> Vec<findings::Finding> {
        match self {
            Self::Unreadable { folder, error } => vec![findings::unreadable(folder, error)],
            Self::Unsound(mistakes) => findings::findings(mistakes),
        }
    }

    fn text(&self, palette: &Palette) -> String {
        match self {
            Self::Unreadable { .. } => {
                let lines = self.findings().into_iter().map(|one| format!("{}\n", one.message));
                let Palette { error, message, end, .. } = palette;
                lines.map(|line| format!("{error}error{end}{message}: {end}{line}")).collect()
            }
            Self::Unsound(mistakes) if mistakes.diagnostics.len() == 1 => mistakes.render_in(palette),
            Self::Unsound(mistakes) => {
                format!("{}\n{} mistakes\n", mistakes.render_in(palette), mistakes.diagnostics.len())
            }
        }
    }
}

/// Reads the contract in a folder, or the shipped one.
fn load(folder: Option<&Path>) -> Result<Contract, Failure> {
    let sources = match folder {
        None => Sources::shipped(),
        Some(path) => {
            let folder = path.to_string_lossy();
            Sources::read(path, &folder)
                .map_err(|error| Failure::Unreadable { folder: folder.into_owned(), error })?
                .extending_shipped()
        }
    };
    Contract::load(sources).map_err(Failure::Unsound)
}

/// The exit code of an import that leaves a part of the document out.
const PARTIAL: u8 = 3;

/// Prints the draft of a contract, and what it lacks.
fn draft(file: &Path, whole: bool) -> ExitCode {
    let shown = file.display();
    let import = std::fs::read(file)
        .map_err(|error| error.to_string())
        .and_then(|bytes| import::import(&bytes, whole));
    match import {
        Ok(import) => {
            print(&import.toml);
            print_error(&import.summary());
            if import.notes.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(PARTIAL) }
        }
        Err(error) => {
            print_error(&format!("error: `{shown}` can't be imported: {error}\n"));
            ExitCode::FAILURE
        }
    }
}

/// Reads the contract in a folder, or the shipped one. Prints the mistakes, if it has any.
fn with_contract(folder: Option<&Path>, then: impl FnOnce(&Contract) -> ExitCode) -> ExitCode {
    sound(folder).map_or(ExitCode::FAILURE, |contract| then(&contract))
}

/// Returns the contract in a folder, or the shipped one; `None` if it has mistakes or can't be read, which is printed.
fn sound(folder: Option<&Path>) -> Option<Contract> {
    load(folder).map_err(|failure| complain(&failure)).ok()
}

/// Prints to standard output. A write error, such as a closed pipe, is ignored.
fn print(text: &str) {
    let _ = io::stdout().write_all(text.as_bytes());
}

/// Prints plain text to standard error.
fn print_error(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

/// Prints to standard error, in colours if it is a terminal.
fn complain(failure: &Failure) {
    let _ = match AutoStream::choice(&io::stderr()) {
        ColorChoice::Never => io::stderr().write_all(failure.text(&Palette::PLAIN).as_bytes()),
        _ => anstream::stderr().write_all(failure.text(&Palette::ANSI).as_bytes()),
    };
}
