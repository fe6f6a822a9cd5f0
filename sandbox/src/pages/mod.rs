//! The pages of the sandbox: its inspector, those that stand for the buyer's bank, and the assets of all pages.

mod bank;
mod html;
mod inspector;

use std::sync::Arc;

use axum::{
    Router,
    http::header,
    response::Redirect,
    routing::{MethodRouter, get},
};

use crate::state::State;

/// The path of the page at which the buyer continues; the name of the record and its generated value follow.
pub(crate) const CONTINUE: &str = "/_sandbox/continue";

/// The path of the inspector.
const INSPECTOR: &str = "/_sandbox/";

/// Routes the pages.
pub(crate) fn router(state: &Arc<State>) -> Router {
    Router::new()
        .route(INSPECTOR, get(inspector::inspector))
        .route("/_sandbox", get(to_inspector))
        .route("/_sandbox/inspector.css", asset("text/css; charset=utf-8", include_str!("inspector.css")))
        .route(
            "/_sandbox/inspector.js",
            asset("text/javascript; charset=utf-8", include_str!("inspector.js")),
        )
        .route("/_sandbox/page.css", asset("text/css; charset=utf-8", include_str!("page.css")))
        .route("/_sandbox/return.js", asset("text/javascript; charset=utf-8", include_str!("return.js")))
        .route("/_sandbox/continue/{record}/{id}", get(bank::ask).post(bank::decide))
        .with_state(Arc::clone(state))
}

/// Leads to the inspector.
pub(crate) async fn to_inspector() -> Redirect {
    Redirect::temporary(INSPECTOR)
}

fn asset(kind: &'static str, text: &'static str) -> MethodRouter<Arc<State>> {
    get(move || async move { ([(header::CONTENT_TYPE, kind)], text) })
}
