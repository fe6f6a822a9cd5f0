//! `alignet-sandbox`: a local Alignet on the command line.

mod arguments;

use std::{
    error::Error,
    fs,
    io::{self, Write},
    path::Path,
    process::ExitCode,
    time::Duration,
};

use alignet_sandbox::{Builder, Contract, Sandbox};
use alignet_spec::Sources;
use arguments::Arguments;
use clap::{CommandFactory as _, Parser as _};

/// The time that calls in progress have to end after a signal: as long as the service waits for the answer to a notification.
const GRACE: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // Help and version are no mistakes.
        Err(error) if !error.use_stderr() => error.exit(),
        Err(error) => {
            let usage = Arguments::command().render_usage();
            eprintln!(
                "error: {}\n\n{usage}\n\nFor more information, try '--help'.",
                arguments::mistake(&error)
            );
            return ExitCode::from(2);
        }
    };
    if let Some(shell) = arguments.completions {
        clap_complete::generate(shell, &mut Arguments::command(), "alignet-sandbox", &mut io::stdout());
        return ExitCode::SUCCESS;
    }
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}", format!("error: {error}").trim_end());
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let builder = builder(arguments)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(serve(builder, arguments.env_file.as_deref()))
}

fn builder(arguments: &Arguments) -> Result<Builder, Box<dyn Error>> {
    let mut builder = Sandbox::builder()
        .listen(arguments.listen)
        .allow_non_loopback(arguments.allow_non_loopback)
        .as_deployed(arguments.as_deployed)
        // A log that can't be written does not stop the server.
        .on_call(|call| drop(writeln!(io::stderr(), "{call}")));
    if let Some(client_id) = &arguments.client_id {
        builder = builder.client_id(client_id);
    }
    if let Some(client_secret) = &arguments.client_secret {
        builder = builder.client_secret(client_secret);
    }
    if let Some(url) = &arguments.callback_url {
        builder = builder.callback_url(url);
    }
    if let Some(url) = &arguments.redirect_url {
        builder = builder.redirect_url(url);
    }
    if let Some(folder) = &arguments.contract {
        let shown = folder.to_string_lossy();
        let sources = Sources::read(folder, &shown)
            .map_err(|error| format!("the contract can't be read from `{shown}`: {error}"))?;
        let contract = Contract::load(sources.extending_shipped())
            .map_err(|mistakes| format!("the contract is not sound\n\n{mistakes}"))?;
        builder = builder.contract(contract);
        let below = folder.join("sandbox");
        if below.is_dir() {
            let shown = format!("{shown}/sandbox");
            let files = Sources::read(&below, &shown)
                .map_err(|error| format!("the behaviour can't be read from `{shown}`: {error}"))?;
            builder = builder.behaviour(files);
        }
    }
    Ok(builder)
}

/// Writes the variables to a file that only this user can read. Each value stands in single quotes, which shells and
/// readers of such files understand.
fn write_variables(sandbox: &Sandbox, path: &Path) -> io::Result<()> {
    let lines = sandbox
        .expose_variables()
        .map(|(name, value)| format!("{name}='{}'\n", value.replace('\'', "'\\''")));
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(lines.concat().as_bytes())
}

async fn serve(builder: Builder, env_file: Option<&Path>) -> Result<(), Box<dyn Error>> {
    let mut signals = Signals::watch()?;
    let sandbox = builder.start().await?;
    if let Some(path) = env_file {
        write_variables(&sandbox, path)
            .map_err(|error| format!("the variables can't be written to `{}`: {error}", path.display()))?;
    }
    // One write, so that a reader of the first line may close the pipe.
    let lines = format!(
        "listening on http://{}\nclient_id={} client_secret={}\nnotification_key={}\n",
        sandbox.addr(),
        sandbox.client_id(),
        sandbox.expose_client_secret(),
        sandbox.signing_key().public_key(),
    );
    let mut stdout = io::stdout();
    stdout.write_all(lines.as_bytes())?;
    stdout.flush()?;
    signals.next().await?;
    tokio::select! {
        () = sandbox.shutdown_within(GRACE) => {}
        // Whoever asks again does not want to wait.
        _ = signals.next() => {}
    }
    Ok(())
}

/// The signals that end the program: Ctrl-C and, where there is one, the terminate signal.
#[cfg(unix)]
struct Signals([tokio::signal::unix::Signal; 2]);

#[cfg(unix)]
impl Signals {
    fn watch() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self([signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?]))
    }

    async fn next(&mut self) -> io::Result<()> {
        let [interrupt, terminate] = &mut self.0;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        Ok(())
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn watch() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> io::Result<()> {
        tokio::signal::ctrl_c().await
    }
}
