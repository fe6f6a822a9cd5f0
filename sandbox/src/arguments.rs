//! Parses the command line.

use std::net::SocketAddr;

pub(crate) const USAGE: &str = "\
usage: alignet-sandbox [OPTIONS]

Serves a local Alignet (Pay-me) until it is interrupted.

  --listen ADDRESS      where to listen (127.0.0.1:8787; port 0 takes a free one)
  --client-id ID        the client id to accept (a random one)
  --client-secret TEXT  the client secret to accept (a random one)
  --contract DIR        the contract to serve, which extends the shipped one, and in DIR/sandbox its
                        records and scenarios (the shipped one alone)
  --allow-non-loopback  lets other machines reach it, in the clear; at an address that
                        they reach, it posts no notifications
  --help                shows this";

/// The command that the arguments ask for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Help,
    Serve(Options),
}

/// The options of the server.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) listen: SocketAddr,
    pub(crate) client_id: Option<String>,
    pub(crate) client_secret: Option<String>,
    pub(crate) contract: Option<String>,
    pub(crate) allow_non_loopback: bool,
}

/// Parses `--name VALUE` and `--name=VALUE`. An error names the mistake and never shows a value.
pub(crate) fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Command, String> {
    let mut options = Options {
        listen: SocketAddr::from(([127, 0, 0, 1], 8787)),
        client_id: None,
        client_secret: None,
        contract: None,
        allow_non_loopback: false,
    };
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        let (name, inline) = match argument.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (argument.as_str(), None),
        };
        let mut value = || {
            let value = inline.clone().or_else(|| arguments.next());
            value.filter(|value| !value.is_empty()).ok_or_else(|| format!("`{name}` needs a value"))
        };
        match name {
            "--listen" => {
                options.listen = value()?
                    .parse()
                    .map_err(|_| "`--listen` needs an address and a port, such as 127.0.0.1:8787")?;
            }
            "--client-id" => options.client_id = Some(value()?),
            "--client-secret" => options.client_secret = Some(value()?),
            "--contract" => options.contract = Some(value()?),
            "--allow-non-loopback" if inline.is_some() => return Err(format!("`{name}` takes no value")),
            "--allow-non-loopback" => options.allow_non_loopback = true,
            "--help" | "-h" => return Ok(Command::Help),
            _ if name.starts_with("--") => return Err(format!("`{name}` is not an option")),
            _ => return Err("there is an argument that belongs to no option".to_owned()),
        }
    }
    Ok(Command::Serve(options))
}
