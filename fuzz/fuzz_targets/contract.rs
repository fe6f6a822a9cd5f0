#![no_main]

#[path = "../../tests/tests/fuzz/contract.rs"]
mod contract;

libfuzzer_sys::fuzz_target!(|data: &[u8]| contract::contract(data));
