//! `alignet-sandbox`: a local Alignet on the command line.

mod arguments;

use std::{
    env,
    error::Error,
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use alignet_sandbox::{Builder, Contract, Sandbox};
use alignet_spec::Sources;
use arguments::{Command, Options, USAGE};

fn main() -> ExitCode {
    let options = match arguments::parse(env::args().skip(1)) {
        Ok(Command::Serve(options)) => options,
        Ok(Command::Help) => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(message) => {
            eprintln!("error: {message}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}", format!("error: {error}").trim_end());
            ExitCode::FAILURE
        }
    }
}

fn run(options: Options) -> Result<(), Box<dyn Error>> {
    let builder = builder(options)?;
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(serve(builder))
}

fn builder(options: Options) -> Result<Builder, Box<dyn Error>> {
    let mut builder = Sandbox::builder()
        .listen(options.listen)
        .allow_non_loopback(options.allow_non_loopback)
        // Nothing here reads the kept calls, and the process may run for weeks.
        .keep_calls(0)
        // A log that can't be written does not stop the server.
        .on_call(|call| drop(writeln!(io::stderr(), "{call}")));
    if let Some(client_id) = options.client_id {
        builder = builder.client_id(client_id);
    }
    if let Some(client_secret) = options.client_secret {
        builder = builder.client_secret(client_secret);
    }
    if let Some(folder) = options.contract {
        let sources = Sources::read(Path::new(&folder), &folder)
            .map_err(|error| format!("the contract can't be read from `{folder}`: {error}"))?;
        let contract = Contract::load(sources.extending_shipped())
            .map_err(|mistakes| format!("the contract is not sound\n\n{mistakes}"))?;
        builder = builder.contract(contract);
        let below = Path::new(&folder).join("sandbox");
        if below.is_dir() {
            let shown = format!("{folder}/sandbox");
            let files = Sources::read(&below, &shown)
                .map_err(|error| format!("the behaviour can't be read from `{shown}`: {error}"))?;
            builder = builder.behaviour(files);
        }
    }
    Ok(builder)
}

async fn serve(builder: Builder) -> Result<(), Box<dyn Error>> {
    let interrupted = interrupted()?;
    let sandbox = builder.start().await?;
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
    interrupted.await?;
    sandbox.shutdown().await;
    Ok(())
}

/// Starts to watch for Ctrl-C and the terminate signal; the future ends at the first of them.
#[cfg(unix)]
fn interrupted() -> io::Result<impl Future<Output = io::Result<()>>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        Ok(())
    })
}

/// Returns a future that ends at Ctrl-C.
#[cfg(not(unix))]
fn interrupted() -> io::Result<impl Future<Output = io::Result<()>>> {
    Ok(tokio::signal::ctrl_c())
}
