//! Decodes a text, and keeps the place in the text of each decoded byte.

use std::{borrow::Cow, ops::Range};

use memchr::memchr;

/// The most bytes that may separate two digits of a number in groups.
const SEPARATED: usize = 12;

/// The most bytes of a text that one byte of a view comes from, together with the separators before it: a digit
/// and its separators, all of them percent-encoded.
pub(super) const WIDEST: usize = 3 * (1 + SEPARATED);
/// The most bytes of a text that spell one byte of a secret: a letter as `\u0041`, or its digits in hexadecimal
/// as `%34%31`.
pub(super) const WIDE: usize = 6;

/// The bytes of a text, decoded.
pub(super) struct View<'t> {
    pub(super) bytes: Cow<'t, [u8]>,
    /// The place of each byte in the text; `None` when the bytes are the text's own.
    places: Option<Vec<Range<usize>>>,
}

impl<'t> View<'t> {
    /// Returns the different readings of a text: unchanged, with percent-encoding decoded, and with the escapes
    /// of a string literal decoded.
    pub(super) fn all(text: &'t str) -> Vec<Self> {
        let plain = Self { bytes: text.as_bytes().into(), places: None };
        let decode = |marker: u8, decode: Decode| {
            memchr(marker, text.as_bytes()).map(|_| Self::decoded(text.as_bytes(), marker, decode))
        };
        [Some(plain), decode(b'%', percent), decode(b'\\', escape)].into_iter().flatten().collect()
    }

    /// Decodes each code that begins with a marker.
    fn decoded(text: &[u8], marker: u8, decode: Decode) -> Self {
        let (mut bytes, mut places) = (Vec::with_capacity(text.len()), Vec::with_capacity(text.len()));
        let mut at = 0;
        while let Some(byte) = text.get(at) {
            let coded = text.get(at..).filter(|_| *byte == marker);
            let length = coded.and_then(|coded| decode(coded, &mut bytes)).unwrap_or_else(|| {
                bytes.push(*byte);
                1
            });
            places.resize(bytes.len(), at..at + length);
            at += length;
        }
        Self { bytes: bytes.into(), places: Some(places) }
    }

    /// Returns the view without separators between two digits, which are neither digits nor letters.
    pub(super) fn joined(&self) -> View<'static> {
        let mut kept: Vec<usize> = Vec::with_capacity(self.bytes.len());
        // The number of separators since the last digit, if nothing else came since.
        let mut separators = None;
        for (at, byte) in self.bytes.iter().enumerate() {
            match byte {
                b'0'..=b'9' => {
                    let between = separators.filter(|count| *count <= SEPARATED).unwrap_or_default();
                    kept.truncate(kept.len() - between);
                    separators = Some(0);
                }
                b'a'..=b'z' | b'A'..=b'Z' => separators = None,
                _ => separators = separators.map(|count| count + 1),
            }
            kept.push(at);
        }
        let bytes: Vec<u8> = kept.iter().filter_map(|at| self.bytes.get(*at).copied()).collect();
        let places = kept.into_iter().map(|at| self.place(at)).collect();
        View { bytes: bytes.into(), places: Some(places) }
    }

    /// Returns the place of a byte in the text.
    fn place(&self, at: usize) -> Range<usize> {
        match &self.places {
            None => at..at + 1,
            Some(places) => places.get(at).cloned().unwrap_or_default(),
        }
    }

    /// Returns the place of some bytes in the text. There must be at least one byte.
    pub(super) fn places(&self, found: Range<usize>) -> Range<usize> {
        self.place(found.start).start..self.place(found.end.saturating_sub(1)).end
    }
}

/// Decodes the beginning of a text, adds the result to the bytes, and returns the length of the code; `None` if
/// the text does not begin with a code.
type Decode = fn(&[u8], &mut Vec<u8>) -> Option<usize>;

/// Decodes a byte, as `%41`.
fn percent(text: &[u8], bytes: &mut Vec<u8>) -> Option<usize> {
    bytes.push(u8::try_from(number(text.get(1..3)?)?).ok()?);
    Some(3)
}

/// Decodes a character that is escaped as in string literals: `\"`, `\n`, `\x41`, `\u0041`.
fn escape(text: &[u8], bytes: &mut Vec<u8>) -> Option<usize> {
    let coded = |digits| char::from_u32(number(text.get(digits)?)?);
    let (char, length) = match text.get(1)? {
        b'u' => (coded(2..6)?, 6),
        b'x' => (coded(2..4)?, 4),
        b'n' => ('\n', 2),
        b'r' => ('\r', 2),
        b't' => ('\t', 2),
        b'b' => ('\u{8}', 2),
        b'f' => ('\u{c}', 2),
        other if other.is_ascii_punctuation() => (char::from(*other), 2),
        _ => return None,
    };
    bytes.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
    Some(length)
}

/// Reads a number of hexadecimal digits alone.
fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |number, digit| Some(number * 16 + char::from(*digit).to_digit(16)?))
}
