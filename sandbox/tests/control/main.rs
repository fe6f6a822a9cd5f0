//! Tests what drives and shows the sandbox: the HTTP interface, its description, and the inspector.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod described;
mod inspector;
mod interface;
mod lists;
#[path = "../support/mod.rs"]
mod support;

use alignet_sandbox::Sandbox;
use serde_json::Value as Json;

use support::ask;

async fn get(sandbox: &Sandbox, path: &str) -> Json {
    let reply = ask(sandbox, "GET", path, None).await;
    assert_eq!((reply.status, reply.header("x-content-type-options")), (200, Some("nosniff")), "{path}");
    reply.json()
}

async fn post(sandbox: &Sandbox, path: &str, body: Json) -> (u16, Json) {
    let reply = ask(sandbox, "POST", path, Some(body)).await;
    (reply.status, reply.json())
}
