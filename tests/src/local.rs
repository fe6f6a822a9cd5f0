//! A sandbox of one's own, clients of it, and environments that lead elsewhere.

use alignet::{Client, ClientBuilder, Environment};
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

/// An environment with these origins. Calls carry there what they carry to `PREPROD`; the form and the
/// keys of notifications are left out.
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
