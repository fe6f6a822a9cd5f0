//! The calls of the contract in `contract/`, which extends the shipped one.

alignet::client!("contract");
