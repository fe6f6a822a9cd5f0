//! Checks public keys: they have the form of keys, and no two are equal.

use std::collections::HashMap;

use crate::{
    contract::{Contract, EnvironmentValue},
    diagnostic::{Diagnostic, Report},
    source::{Span, Spanned},
};

pub(super) fn public_keys_are_keys(contract: &Contract, report: &Report) {
    for key in keys(contract).filter(|key| !is_key(&key.value)) {
        report.push(
            Diagnostic::new(key.span, "this is not a public key")
                .help("write an RSA key of 2048 bits, as the Base64 of its `SubjectPublicKeyInfo` in one line: 392 characters that begin with `MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A`")
                .help("in a PEM file, it is what stands between `BEGIN PUBLIC KEY` and `END PUBLIC KEY`, without the line breaks"),
        );
    }
}

pub(super) fn public_keys_are_distinct(contract: &Contract, report: &Report) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for key in keys(contract) {
        let Some(first) = seen.get(key.value.as_str()) else {
            seen.insert(&key.value, key.span);
            continue;
        };
        let location = contract.sources.location(*first);
        report.push(
            Diagnostic::new(key.span, "this key stands in the contract twice")
                .help(format!("the other is at {location}: remove one of the two"))
                .help("with one key for two environments, a notification of one would pass for one of the other"),
        );
    }
}

fn keys(contract: &Contract) -> impl Iterator<Item = &Spanned<String>> {
    let values = contract.environments.iter().flat_map(|environment| &environment.values);
    values.flat_map(|value| match value {
        EnvironmentValue::Keys(keys) => keys.as_slice(),
        EnvironmentValue::String(_) => &[],
    })
}

/// The start of the `SubjectPublicKeyInfo` (RFC 5280, in DER) of every RSA key of 2048 bits, up to the
/// modulus.
const BEFORE: [u8; 33] = [
    0x30, 0x82, 0x01, 0x22, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01,
    0x05, 0x00, 0x03, 0x82, 0x01, 0x0f, 0x00, 0x30, 0x82, 0x01, 0x0a, 0x02, 0x82, 0x01, 0x01, 0x00,
];

/// The end of every such key: the exponent 65537, which all of them use.
const BEHIND: [u8; 5] = [0x02, 0x03, 0x01, 0x00, 0x01];

/// The modulus between the two, in bytes.
const MODULUS: usize = 256;

/// Returns true if a text has the form of a key. The key is not used here, so the form is enough.
fn is_key(text: &str) -> bool {
    let Some(bytes) = decode(text) else { return false };
    let modulus = bytes.strip_prefix(&BEFORE).and_then(|rest| rest.strip_suffix(&BEHIND));
    modulus.is_some_and(|modulus| {
        let (first, last) = (modulus.first().copied().unwrap_or(0), modulus.last().copied().unwrap_or(0));
        modulus.len() == MODULUS && first >= 0x80 && last % 2 == 1
    })
}

/// Decodes Base64 of the standard alphabet. A key fills its last group, so there is no padding.
fn decode(text: &str) -> Option<Vec<u8>> {
    if text.len() % 4 != 0 {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for group in text.as_bytes().chunks(4) {
        let mut bits = 0;
        for char in group {
            bits = bits << 6 | u32::from(sextet(*char)?);
        }
        bytes.extend_from_slice(&bits.to_be_bytes()[1..]);
    }
    Some(bytes)
}

fn sextet(char: u8) -> Option<u8> {
    Some(match char {
        b'A'..=b'Z' => char - b'A',
        b'a'..=b'z' => char - b'a' + 26,
        b'0'..=b'9' => char - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}
