//! The command `diff`.

use std::{path::PathBuf, process::ExitCode};

use alignet_cli::diff::{Difference, Level};
use clap::{Args, ValueEnum};

use crate::{print, sound};

#[derive(Debug, Args)]
pub(crate) struct Comparison {
    /// The folder of the old contract, or `shipped` for the one that this command was built with.
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The folder of the new contract, or `shipped`.
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// The form of the output.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// The least level of a change that makes the command exit with 3.
    #[arg(long, value_enum, default_value = "major", value_name = "LEVEL")]
    fail_on: FailOn,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FailOn {
    /// Breaking changes.
    Major,
    /// Those, and new or stricter things.
    Minor,
    /// Every change.
    Patch,
    /// No change.
    Never,
}

impl FailOn {
    fn level(self) -> Option<Level> {
        match self {
            Self::Major => Some(Level::Major),
            Self::Minor => Some(Level::Minor),
            Self::Patch => Some(Level::Patch),
            Self::Never => None,
        }
    }
}

/// The exit code for changes that must not pass unseen.
const FOUND: u8 = 3;

/// Compares two contracts and prints the changes.
pub(crate) fn run(arguments: &Comparison) -> ExitCode {
    let named = |folder: &PathBuf| Some(folder.clone()).filter(|folder| folder.as_os_str() != "shipped");
    // Both are read, so that one run reports the mistakes of both.
    let (old, new) = (sound(named(&arguments.old).as_deref()), sound(named(&arguments.new).as_deref()));
    let (Some(old), Some(new)) = (old, new) else { return ExitCode::FAILURE };
    let difference = Difference::between(&old, &new);
    match arguments.format {
        Format::Text => print(&difference.to_string()),
        Format::Json => print(&format!("{:#}\n", difference.json())),
    }
    let found = arguments.fail_on.level().is_some_and(|level| difference.level() >= Some(level));
    if found { ExitCode::from(FOUND) } else { ExitCode::SUCCESS }
}
