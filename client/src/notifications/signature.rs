//! The checks that every signed message passes: size, signature, JSON, merchant.

use base64::{Engine as _, prelude::BASE64_STANDARD};

use super::{Description, key::Keys, merchants::Merchants};
use crate::reply::{
    json_path,
    scan::{Found, Target, scan},
    verdict::{CODE, PROCESSED, SUCCESS},
};

/// The most bytes of a message: several times the longest there are, and quick to hash.
pub(super) const BODY: usize = 64 * 1024;

/// The most characters of a signature, as the service says; an RSA signature of 2048 bits has 344.
pub(super) const SIGNATURE_TEXT: usize = 512;

/// The bytes of an RSA signature with a key of 2048 bits.
const SIGNATURE: usize = 256;

/// The reason that a message is not accepted, a fixed text of a few words. Only logs show it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Refusal {
    /// The message is not the service's, or not for this merchant.
    Refused(&'static str),
    /// The service signed the message, and it can't be read.
    Unreadable(&'static str),
}

use Refusal::{Refused, Unreadable};

/// Limits the work that a message can cause.
pub(super) fn sizes(body: &[u8], signature: &[u8]) -> Result<(), Refusal> {
    match (body.len(), signature.len()) {
        (0..=BODY, 0..=SIGNATURE_TEXT) => Ok(()),
        (0..=BODY, _) => Err(Refused("signature size")),
        _ => Err(Refused("body size")),
    }
}

/// Verifies that one of the keys made this signature, in Base64, of exactly these bytes.
pub(super) fn verify<'k>(
    mut keys: impl Iterator<Item = &'k Keys>,
    body: &[u8],
    signature: &[u8],
) -> Result<(), Refusal> {
    sizes(body, signature)?;
    let signature = BASE64_STANDARD.decode(signature).map_err(|_| Refused("base64"))?;
    if signature.len() != SIGNATURE {
        return Err(Refused("signature size"));
    }
    if keys.any(|keys| keys.signed(body, &signature)) { Ok(()) } else { Err(Refused("signature")) }
}

/// The merchant of a message, and the values that identify what it is about.
pub(super) struct Content {
    pub(super) merchant: String,
    /// The values at the paths of [`Description::identity`], in this order; more of a message that is not a plain
    /// success.
    pub(super) identity: Vec<Found>,
}

/// Reads the merchant of a signed JSON text, which must be one of these, and the values that identify the message.
///
/// A notification that is not a plain success does not count as a repetition of the success with the same
/// identity. If it contradicts itself, it proves nothing, and the true notification that follows must count
/// as new.
pub(super) fn content(
    description: &Description,
    merchants: &Merchants,
    json: &[u8],
) -> Result<Content, Refusal> {
    if std::str::from_utf8(json).is_err() || json_path::is_too_deep(json) {
        return Err(Unreadable("json"));
    }
    let target = |path: Vec<&'static str>| Target { path, lists: false };
    let code = description.status.iter().copied().chain([CODE]).collect();
    let proof = [target(vec![SUCCESS]), target(code)];
    let identity = description.identity.iter().map(|path| target(path.to_vec()));
    let targets: Vec<_> =
        [target(vec![description.merchant])].into_iter().chain(proof).chain(identity).collect();
    let (scan, whole) = scan(json, &targets);
    whole.map_err(|_| Unreadable("json"))?;
    if !scan.twice.is_empty() {
        return Err(Unreadable("a name twice"));
    }
    let merchant = match scan.of(0).next() {
        Some(Found::Text(merchant)) if merchants.contains(merchant) => merchant.clone(),
        Some(Found::Text(_)) => return Err(Refused("merchant")),
        _ => return Err(Unreadable("no merchant")),
    };
    let value = |index: usize| scan.of(index).next().cloned().unwrap_or(Found::Null);
    let (success, code) = (value(1), value(2));
    let mut identity: Vec<Found> = (3..targets.len()).map(value).collect();
    if !is_plain_success(&success, &code) {
        identity.extend([success, code]);
    }
    Ok(Content { merchant, identity })
}

/// True if neither `success` nor the code contradicts that the service processed the payment.
fn is_plain_success(success: &Found, code: &Found) -> bool {
    let success = match success {
        Found::Null | Found::Boolean(true) => true,
        Found::Text(text) => text == "true",
        _ => false,
    };
    let code = match code {
        Found::Null => true,
        Found::Text(text) => text == PROCESSED,
        _ => false,
    };
    success && code
}
