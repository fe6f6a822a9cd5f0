//! Spells a secret in every way in which a service may repeat it.

use std::fmt::Write as _;

use zeroize::Zeroizing;

use super::decoded::{WIDE, WIDEST};

/// The length in bytes from which a secret is found anywhere, and in every spelling. A shorter secret, such as a
/// card's security code, is found only unchanged and where it stands alone: `123` in `CVV 123`, but not in `51234`.
pub(super) const LONG: usize = 8;
/// The fewest bytes of a secret. A shorter text would be found everywhere.
pub(super) const SHORTEST: usize = 3;
/// The fewest digits of a number, such as a card's, that is also found in groups with separators between them.
const GROUPED: usize = 12;

/// The most bytes of a character.
const CHARACTER: usize = 4;

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_SAFE: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// One spelling of a secret, to search for in a text.
pub(super) struct Needle {
    pub(super) bytes: Zeroizing<Vec<u8>>,
    pub(super) form: Form,
    /// The most bytes of a text, from the start of the spelling, that show if it is there and if it stands alone.
    pub(super) reach: usize,
}

/// The places in a text where a spelling is searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Unchanged, where it does not continue a number or a word.
    Alone,
    /// Anywhere, also with some of its bytes percent-encoded or escaped.
    Text,
    /// As `Text`, also with separators between its digits.
    Digits,
    /// Anywhere, as a part of a Base64 word, which is hidden whole.
    Base64,
}

/// Returns each secret once, without texts that are too short.
pub(super) fn distinct<'s>(secrets: impl Iterator<Item = &'s str>) -> Vec<&'s str> {
    let mut secrets: Vec<&str> = secrets.filter(|secret| secret.len() >= SHORTEST).collect();
    secrets.sort_unstable();
    secrets.dedup();
    secrets
}

/// Returns every spelling of some secrets.
pub(super) fn spelt(secrets: Vec<&str>) -> Vec<Needle> {
    let mut needles: Vec<Needle> = Vec::new();
    for secret in secrets {
        spell(secret, &mut |bytes, form| {
            let widest = if form == Form::Digits { WIDEST } else { WIDE };
            let reach = secret.len().saturating_mul(widest).saturating_add(CHARACTER);
            needles.push(Needle { bytes, form, reach });
        });
    }
    needles
}

fn spell(secret: &str, add: &mut impl FnMut(Zeroizing<Vec<u8>>, Form)) {
    let bytes = secret.as_bytes();
    let own = |text: &[u8]| Zeroizing::new(text.to_vec());
    if bytes.len() < LONG {
        return add(own(bytes), Form::Alone);
    }
    let grouped = bytes.len() >= GROUPED && bytes.iter().all(u8::is_ascii_digit);
    add(own(bytes), if grouped { Form::Digits } else { Form::Text });
    if secret.contains(' ') {
        // In a form, a plus stands for a space.
        add(Zeroizing::new(secret.replace(' ', "+").into_bytes()), Form::Text);
    }
    let hex = hex(bytes);
    let upper = Zeroizing::new(hex.to_ascii_uppercase());
    if *upper != *hex {
        add(upper, Form::Text);
    }
    add(hex, Form::Text);
    // Base64 encodes groups of three bytes, so a secret may begin at three offsets in a group.
    for before in 0..3 {
        let standard = base64(bytes, before, STANDARD);
        let url_safe = base64(bytes, before, URL_SAFE);
        if *standard != *url_safe {
            add(url_safe, Form::Base64);
        }
        add(standard, Form::Base64);
    }
}

fn hex(bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    // With enough capacity, the text never moves and leaves no copy behind.
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a string can't fail.
        let _ = write!(text, "{byte:02x}");
    }
    Zeroizing::new(text.into_bytes())
}

/// Returns the characters of Base64 that depend on these bytes alone, if `before` bytes of their group of three
/// precede them.
fn base64(bytes: &[u8], before: usize, alphabet: &[u8; 64]) -> Zeroizing<Vec<u8>> {
    let byte = |at: usize| {
        let byte = at.checked_sub(before).and_then(|at| bytes.get(at));
        u16::from(byte.copied().unwrap_or_default())
    };
    let own = (8 * before).div_ceil(6)..(before + bytes.len()) * 8 / 6;
    let character = |at: usize| {
        let (first, shift) = (6 * at / 8, 6 * at % 8);
        let sextet = (byte(first) << 8 | byte(first + 1)) >> (10 - shift) & 63;
        alphabet[usize::from(sextet)]
    };
    let mut text = Zeroizing::new(Vec::with_capacity(own.len()));
    text.extend(own.map(character));
    text
}
