//! Tests generated code: every construct compiles, and requests and replies are on the wire as the contract says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod constructs;
mod documented;
mod exact_values;
mod given;
mod http;
mod lists_and_documents;
mod other_products;
mod pages;
mod partner;
mod parts;
mod payment_methods;
mod reply_headers;
mod round_trip;
mod setters;
mod wire;
