//! The calls of the contract in `synthetic/`: one for each way of repeating a call.

alignet::client!("synthetic");
