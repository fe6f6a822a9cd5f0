//! The command line.

use std::path::PathBuf;

use clap::{ColorChoice, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::comparison::Comparison;

/// An example and the meaning of the exit codes, below the help.
const AFTER_HELP: &str = "\
Example: alignet-spec check my_contract

Exit codes:
  0  done; the contract is sound
  1  the contract has mistakes, or can't be read
  2  the command line is invalid
  3  `diff` found a change that is breaking, or of the level of `--fail-on`; `import` left a part of the document out";

/// Checks contracts of the Alignet (Pay-me) API, and translates them for other tools.
#[derive(Debug, Parser)]
#[command(name = "alignet-spec", version, after_help = AFTER_HELP)]
pub(crate) struct Arguments {
    /// The colours of mistakes: `auto` shows them on a terminal, unless `NO_COLOR` is set.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorChoice,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Checks a contract and lists all of its mistakes.
    #[command(after_help = "Example: alignet-spec check my_contract --format sarif > mistakes.sarif")]
    Check {
        /// The form of the list. JSON and SARIF go to standard output, also when there is no mistake.
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: Format,
        /// The folder of the contract: its `*.toml` files, which extend the shipped contract unless they have a table
        /// `[api]` of their own. Without it, the shipped contract.
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
    },
    /// Drafts a contract from an OpenAPI document.
    ///
    /// The draft goes to standard output. Each `"?"` in it is a question that the document does not answer, and that
    /// `check` explains. Exits with 3 when a part of the document is left out; standard error lists each.
    #[command(after_help = "Example: alignet-spec import openapi.json > my_contract/imported.toml")]
    Import {
        /// The document: OpenAPI 3.0 or 3.1, in JSON or YAML.
        file: PathBuf,
        /// Draft a contract that stands alone, with the servers of the document, rather than an extension of the
        /// shipped one.
        #[arg(long)]
        whole: bool,
    },
    /// Prints the JSON Schema of contract files, with which editors complete and check them.
    #[command(after_help = "Example: alignet-spec schema > my_contract/alignet.schema.json")]
    Schema,
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people: each mistake with its lines.
    Text,
    /// For programs: the README describes the members.
    Json,
    /// For tools of code review: SARIF 2.1.0.
    Sarif,
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser as _};

    use super::Arguments;

    #[test]
    fn every_command_shows_an_example_that_is_valid() {
        Arguments::command().debug_assert();
        for command in Arguments::command().get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let example = help.lines().find_map(|line| line.strip_prefix("Example: ")).unwrap_or_default();
            let words = example.split(" > ").next().unwrap_or_default().split(' ');
            let parsed = Arguments::try_parse_from(words);
            assert!(
                parsed.is_ok() && example.contains(&format!("alignet-spec {}", command.get_name())),
                "the example of `{}`, `{example}`: {parsed:?}",
                command.get_name()
            );
        }
    }
}
