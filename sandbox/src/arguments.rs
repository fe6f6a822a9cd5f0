//! The command line.

use std::{net::SocketAddr, path::PathBuf};

use clap::{
    Parser,
    builder::NonEmptyStringValueParser,
    error::{ContextKind, ContextValue, ErrorKind},
};
use clap_complete::Shell;

/// Serves a local Alignet (Pay-me) until it is interrupted.
///
/// Prints the address, the credentials that it accepts and the public key of its notifications, then one line per call to
/// stderr. After an interrupt or a terminate signal it answers the calls under way for up to 10 s, or until the next signal, and
/// exits with 0. Exits with 1 if it can't serve, and with 2 if the command line is invalid.
#[derive(Debug, Parser)]
#[command(
    name = "alignet-sandbox",
    version,
    after_help = "Example: alignet-sandbox --env-file sandbox.env, then in another terminal \
                  set -a; . ./sandbox.env; set +a; cargo run"
)]
pub(crate) struct Arguments {
    /// The address to listen at; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", env = "ALIGNET_SANDBOX_LISTEN", default_value = "127.0.0.1:8787")]
    pub(crate) listen: SocketAddr,
    /// The client id to accept; without it, a random one.
    #[arg(long, value_name = "ID", env = "ALIGNET_SANDBOX_CLIENT_ID", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) client_id: Option<String>,
    /// The client secret to accept; without it, a random one. Other users of the machine see arguments, but not variables.
    #[arg(
        long,
        value_name = "TEXT",
        env = "ALIGNET_SANDBOX_CLIENT_SECRET",
        hide_env_values = true,
        value_parser = NonEmptyStringValueParser::new()
    )]
    pub(crate) client_secret: Option<String>,
    /// The folder of a contract that extends the shipped one, or that has a table `[api]` of its own; DIR/sandbox holds its
    /// records and scenarios.
    #[arg(long, value_name = "DIR")]
    pub(crate) contract: Option<PathBuf>,
    /// Writes the variables by which clients find the sandbox to this file, once it listens: lines for a shell or for a
    /// program that reads such files. Only this user can read the file.
    #[arg(long, value_name = "FILE")]
    pub(crate) env_file: Option<PathBuf>,
    /// The URL for the notifications of charges by the Flex form, as if the merchant had registered it.
    #[arg(long, value_name = "URL")]
    pub(crate) callback_url: Option<String>,
    /// The URL to which buyers return from a bank's page after the Flex form, as if the merchant had registered it.
    #[arg(long, value_name = "URL")]
    pub(crate) redirect_url: Option<String>,
    /// Accepts departures from the documentation that integrations in use get away with, and names them in the log.
    #[arg(long)]
    pub(crate) as_deployed: bool,
    /// Lets other machines reach the sandbox, in the clear. At an address that they reach, it posts no notifications.
    #[arg(long)]
    pub(crate) allow_non_loopback: bool,
    /// Prints completions for a shell, and exits.
    #[arg(long, value_name = "SHELL")]
    pub(crate) completions: Option<Shell>,
}

/// Says what is wrong with a command line, and never shows a value: it may be a secret in the wrong place.
pub(crate) fn mistake(error: &clap::Error) -> String {
    let option = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(text)) if text.starts_with("--") => {
            text.split([' ', '=']).next().unwrap_or_default()
        }
        _ => return "there is an argument that belongs to no option".to_owned(),
    };
    match (error.kind(), error.get(ContextKind::SuggestedArg)) {
        (ErrorKind::UnknownArgument, Some(ContextValue::String(near))) => {
            format!("`{option}` is not an option: did you mean `{near}`?")
        }
        (ErrorKind::UnknownArgument, _) => format!("`{option}` is not an option"),
        (ErrorKind::TooManyValues, _) => format!("`{option}` takes no value"),
        (ErrorKind::ArgumentConflict, _) => format!("`{option}` is given twice"),
        (ErrorKind::ValueValidation, _) if option == "--listen" => {
            "`--listen` needs an address and a port, such as 127.0.0.1:8787".to_owned()
        }
        _ => format!("`{option}` needs a value"),
    }
}
