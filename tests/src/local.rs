//! Starts sandboxes, and makes clients of them and environments with chosen origins.

use std::path::Path;

use alignet::{Client, ClientBuilder, Credentials, Environment, Error};
use alignet_sandbox::{Builder, Contract, Sandbox};
use alignet_spec::Sources;
use tokio::task::{JoinSet, yield_now};

/// Starts a sandbox with default settings, and makes a client of it.
pub async fn start() -> (Sandbox, Client) {
    start_with(Sandbox::builder()).await
}

/// Starts this sandbox, and makes a client of it.
pub async fn start_with(builder: Builder) -> (Sandbox, Client) {
    let sandbox = builder.start().await.expect("the sandbox starts");
    let client = client(&sandbox).build().expect("the client is configured");
    (sandbox, client)
}

/// Starts a sandbox that serves a [`contract`], and makes a client of it.
pub async fn start_serving(folder: &str) -> (Sandbox, Client) {
    start_with(Sandbox::builder().contract(contract(folder))).await
}

/// Starts a sandbox that serves a [`contract`] and keeps its records, and makes a client of it.
pub async fn start_keeping(folder: &str) -> (Sandbox, Client) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join("sandbox");
    let records = Sources::read(&path, "sandbox").expect("the folder is there");
    start_with(Sandbox::builder().contract(contract(folder)).behaviour(records)).await
}

/// The shipped contract, extended by the files of a folder. Its path starts from this package.
pub fn contract(folder: &str) -> Contract {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let sources = Sources::read(&path, folder).expect("the folder is there").extending_shipped();
    Contract::load(sources).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

/// A builder of a client of a server at this origin.
pub fn client_at(origin: &str) -> ClientBuilder {
    Client::builder(environment(origin, origin)).credentials(Credentials::new("client", "secret"))
}

/// A client builder with the environment and the credentials of a sandbox.
pub fn client(sandbox: &Sandbox) -> ClientBuilder {
    Client::builder(sandbox.environment()).credentials(sandbox.credentials())
}

/// Makes a nonce call, for tests of something else.
pub async fn nonce(client: &Client) -> Result<(), Error> {
    client.create_nonce().send().await.map(drop)
}

/// Starts this many nonce calls.
pub async fn callers(client: &Client, number: usize) -> JoinSet<Result<(), Error>> {
    let mut callers = JoinSet::new();
    for _ in 0..number {
        let client = client.clone();
        callers.spawn(async move { nonce(&client).await });
    }
    yield_now().await;
    callers
}

/// An environment with these origins. Calls send the values that they send to `PREPROD`. It has no form and
/// no notification keys.
pub fn environment(auth: impl Into<String>, api: impl Into<String>) -> Environment {
    Environment::custom()
        .auth(auth)
        .api(api)
        .audience(Environment::PREPROD.audience())
        .api_version(Environment::PREPROD.api_version())
        .flex_script("")
        .flex_style("")
        .notification_keys([""])
        .build()
}
