#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| alignet::fuzz::charge_reply(data));
