//! Tests generated code: every construct compiles, and requests and replies are on the wire as the contract says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod constructs;
mod documented;
mod exact_values;
mod extensions;
mod http;
mod parts;
mod payment_methods;
mod round_trip;
mod setters;
mod wire;
