//! Tests what people and programs of any language see beside the service's own calls: the form's openings and test data, the
//! bank's page, the values of one call, the clock, the stop of the binary, and the session that the README shows.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "../support/mod.rs"]
mod support;

mod assets;
mod bank;
mod clock;
mod openings;
mod sent;
mod session;
mod test_data;

use alignet_sandbox::Sandbox;
use serde_json::Value as Json;
use support::{Reply, Request};

/// Asks the sandbox's own interface.
async fn ask(sandbox: &Sandbox, method: &str, path: &str, body: Option<Json>) -> Reply {
    let mut request = Request::new(method, &format!("/_sandbox/{path}"));
    if let Some(body) = body {
        request = request.with_header("Content-Type", "application/json").with_body(body.to_string());
    }
    request.send(sandbox.addr()).await.unwrap()
}
