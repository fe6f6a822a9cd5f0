//! Generates code for the tests over all endpoints, so that they need no list: a call of every endpoint, and
//! the conversion of every reply back to JSON. It uses only what a user sees: builders and public fields.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "build/replies.rs"]
mod replies;
#[path = "build/requests.rs"]
mod requests;
#[path = "src/every/sample.rs"]
#[allow(dead_code, unreachable_pub)]
mod sample;

use std::{env, fs, path::Path};

use alignet_spec::{Contract, Sources, contract::Type};

/// The contract of the tests, which extends the shipped one.
const FOLDER: &str = "synthetic";

fn main() {
    for watched in ["build.rs", "build", "src/every/sample.rs", FOLDER] {
        println!("cargo::rerun-if-changed={watched}");
    }
    let sources = Sources::read(Path::new(FOLDER), FOLDER).expect("the folder is there").extending_shipped();
    let contract = Contract::load(sources).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let code = requests::calls(&contract) + &replies::functions(&contract);
    let folder = env::var_os("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&folder).join("every.rs"), code).expect("it can be written");
}

/// The path of a declared type, as the generated code names it.
fn path(one: &Type) -> String {
    let module = if one.inherited { "alignet::api" } else { "crate::synthetic" };
    format!("{module}::{}", one.name)
}
