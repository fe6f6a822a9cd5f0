#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| alignet::fuzz::token_reply(data));
