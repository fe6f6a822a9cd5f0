//! The main use of this crate: a nonce for the Pay-me Flex form.
//!
//! The nonce comes from Alignet if `ALIGNET_CLIENT_ID`, `ALIGNET_CLIENT_SECRET` and `ALIGNET_ENVIRONMENT` are
//! set, and otherwise from a sandbox inside this process.

use std::{env, error::Error};

use alignet::{CREDENTIALS_VARIABLES, Client, Credentials, ENVIRONMENT_VARIABLE, Environment};
use alignet_sandbox::Sandbox;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let variables = CREDENTIALS_VARIABLES.into_iter().chain([ENVIRONMENT_VARIABLE]);
    let configured = variables.into_iter().any(|name| env::var_os(name).is_some());

    // If only some of the variables are set, `from_env` fails and names a missing one.
    let (sandbox, environment, credentials) = if configured {
        (None, Environment::from_env()?, Credentials::from_env()?)
    } else {
        let sandbox = Sandbox::start().await?;
        let (environment, credentials) = (sandbox.environment(), sandbox.credentials());
        (Some(sandbox), environment, credentials)
    };
    match &sandbox {
        Some(sandbox) => println!("from the embedded sandbox at {}", sandbox.url()),
        None => println!("from Alignet, environment {}", environment.name()),
    }

    let alignet = Client::builder(environment).credentials(credentials).build()?;
    let reply = alignet.create_nonce().send().await?;

    // Read the remaining lifetime first: exposing the nonce consumes it.
    let remaining = reply.nonce.remaining();
    let nonce = reply.nonce.expose()?;
    println!("nonce: {nonce}");
    println!("remaining: {:.1} s", remaining.as_secs_f64());
    Ok(())
}
