//! The OpenAPI documents: kept true, whole, and as strict as the sandbox.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod agreement;
mod document;
mod kept;
mod sample;
mod schemas;

use std::path::{Path, PathBuf};

use alignet_cli::openapi::{self, Version};
use alignet_spec::{Contract, Sources};
use serde_json::Value as Json;

const VERSIONS: [Version; 2] = [Version::V3_0, Version::V3_1];

/// A folder of the repository.
fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// The contract in a folder of the repository.
fn contract(path: &str) -> Contract {
    let sources = Sources::read(&folder(path), path).unwrap().extending_shipped();
    Contract::load(sources).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

/// The shipped contract, and others with every construct of the language.
fn contracts() -> Vec<Contract> {
    let folders = [
        "tests/contract",
        "tests/other_products",
        "sandbox/tests/contract",
        "macros/tests/golden/service",
        "macros/tests/golden/things",
        "spec/tests/accepted/whole",
        "spec/tests/accepted/unions",
        "spec/tests/accepted/shapes",
        "spec/tests/accepted/values",
    ];
    folders.into_iter().map(contract).chain([Contract::shipped().unwrap()]).collect()
}

fn export(contract: &Contract, version: Version) -> Json {
    serde_json::from_str(&openapi::export(contract, version).pretty()).unwrap()
}
