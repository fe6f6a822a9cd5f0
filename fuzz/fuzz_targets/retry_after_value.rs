#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| alignet::fuzz::retry_after_value(data));
