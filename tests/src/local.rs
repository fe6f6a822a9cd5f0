//! A sandbox of one's own, and clients of it.

use alignet::{Client, ClientBuilder};
use alignet_sandbox::{Builder, Sandbox};

/// A sandbox as it comes, and a client of it.
pub async fn start() -> (Sandbox, Client) {
    start_with(Sandbox::builder()).await
}

/// The same with another sandbox.
pub async fn start_with(builder: Builder) -> (Sandbox, Client) {
    let sandbox = builder.start().await.expect("the sandbox starts");
    let client = client(&sandbox).build().expect("the client is configured");
    (sandbox, client)
}

/// A client of a sandbox, to be refined.
pub fn client(sandbox: &Sandbox) -> ClientBuilder {
    Client::builder(sandbox.environment()).credentials(sandbox.credentials())
}
