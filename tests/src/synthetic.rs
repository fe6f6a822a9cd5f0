//! The calls of the contract in `synthetic/`: one for each repeat class.

alignet::client!("synthetic");
