//! Reads the form that carries a return.

use std::borrow::Cow;

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use percent_encoding::percent_decode;

use super::signature::{BODY, Refusal};

/// Reads one field each of these names from a form, `application/x-www-form-urlencoded`. Other fields are ignored.
pub(super) fn fields<'f>(form: &'f [u8], names: [&str; 2]) -> Result<[Cow<'f, [u8]>; 2], Refusal> {
    if form.len() > BODY {
        return Err(Refusal::Refused("body size"));
    }
    let mut found = [None, None];
    for pair in form.split(|byte| *byte == b'&') {
        let mut parts = pair.splitn(2, |byte| *byte == b'=');
        let (name, value) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let name = decoded(name);
        for (wanted, found) in names.iter().zip(&mut found) {
            if *name == *wanted.as_bytes() && found.replace(decoded(value)).is_some() {
                return Err(Refusal::Refused("a form field twice"));
            }
        }
    }
    match found {
        [Some(body), Some(signature)] => Ok([body, signature]),
        _ => Err(Refusal::Refused("no form field")),
    }
}

/// Decodes a name or a value of a form. A plus sign stands for a space, which [`repaired`] would turn back into a
/// plus sign, so it is left as it is; no name has either.
fn decoded(text: &[u8]) -> Cow<'_, [u8]> {
    percent_decode(text).into()
}

/// Turns the spaces of a Base64 text back into plus signs. Base64 has no space: one stands where a form was written
/// without encoding the plus sign, or was decoded twice. The signature covers the text before that happened.
pub(super) fn repaired(text: &[u8]) -> Cow<'_, [u8]> {
    if !text.contains(&b' ') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.iter().map(|byte| if *byte == b' ' { b'+' } else { *byte }).collect())
}

/// Decodes Base64 in either alphabet, with or without padding. `None` if the text mixes the alphabets, or has a
/// line break or anything else that is no part of them.
pub(super) fn base64(text: &[u8]) -> Option<Vec<u8>> {
    const EITHER: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, EITHER);
    const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, EITHER);
    let url_safe = text.iter().any(|byte| b"-_".contains(byte));
    if url_safe { URL_SAFE.decode(text).ok() } else { STANDARD.decode(text).ok() }
}
