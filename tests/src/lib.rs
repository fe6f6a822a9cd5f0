//! Code that the end-to-end tests share.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

pub mod canary;
pub mod canned;
pub mod charges;
pub mod clock;
pub mod every;
pub mod local;
pub mod nested;
pub mod partner;
pub mod plain_http;
#[cfg(unix)]
pub mod postgres;
pub mod report;
pub mod respawn;
pub mod script;
pub mod service;
pub mod synthetic;
pub mod wires;

/// The README's Rust, run as documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
