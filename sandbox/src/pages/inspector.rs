//! The inspector: a page that shows the calls, records, secrets and notifications of the sandbox, and has a button for what
//! happens outside of calls. Its script asks the HTTP interface, so the page itself holds no value.

use axum::{http::StatusCode, response::Response};

use super::html::page;

pub(super) async fn inspector() -> Response {
    page(StatusCode::OK, "Sandbox inspector", include_str!("inspector.html"))
}
