//! Drafts from OpenAPI documents: `tests/import/documents/NAME.yaml` or `.json` beside the draft `NAME.toml` and what is left out,
//! `NAME.txt`. `BLESS=1` writes the latter two.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod any_json;
mod drafts;
mod exports;
mod hostile;

use std::{
    fs,
    path::{Path, PathBuf},
};

use alignet_cli::import::{Import, import};
use alignet_spec::{Contract, Sources, diagnostic::Diagnostic};
use serde_json::{Value as Json, json};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/documents")
}

fn document(name: &str) -> Vec<u8> {
    fs::read(folder().join(name)).unwrap()
}

fn drafted(document: &Json) -> Import {
    import(document.to_string().as_bytes(), false).unwrap()
}

fn mistakes(toml: &str) -> Vec<Diagnostic> {
    let sources = Sources::from_texts("draft", &[("draft.toml", toml)]).extending_shipped();
    Contract::load(sources).map_or_else(|mistakes| mistakes.diagnostics, |_| Vec::new())
}

/// The least document with one operation, whose reply has these properties.
fn replying(properties: Json) -> Json {
    let schema = json!({ "type": "object", "properties": properties });
    let reply = json!({ "200": { "content": { "application/json": { "schema": schema } } } });
    json!({ "openapi": "3.1.0", "paths": { "/a": { "get": { "operationId": "a", "responses": reply } } } })
}
