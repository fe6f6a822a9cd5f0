//! Finds one secret in a text, in linear time.

use std::{borrow::Cow, ops::Range};

use memchr::memmem::Finder;

/// A secret of so many bytes is found wherever it stands. A shorter one, such as a card's security code,
/// is found where it stands alone: `123` in `CVV 123`, but not in `51234`.
const LONG: usize = 8;
/// A shorter one is no secret: it would be found in everything.
const SHORTEST: usize = 3;
/// Digits of so many, such as a card's number, are also found in groups, with a space or a hyphen between them.
const GROUPED: usize = 12;
/// The most bytes of a character.
const CHARACTER: usize = 4;

/// A secret to look for.
pub(super) struct Secret<'s> {
    finder: Finder<'s>,
    length: usize,
    grouped: bool,
}

impl<'s> Secret<'s> {
    /// `None` when it is too short to be one.
    pub(super) fn new(secret: &'s str) -> Option<Self> {
        let length = secret.len();
        let grouped = length >= GROUPED && secret.bytes().all(|byte| byte.is_ascii_digit());
        (length >= SHORTEST).then(|| Self { finder: Finder::new(secret), length, grouped })
    }

    /// How far behind its first byte a text tells whether it stands there, and whether alone.
    pub(super) fn reach(&self) -> usize {
        CHARACTER + if self.grouped { 2 * self.length } else { self.length }
    }

    pub(super) fn is_in(&self, text: &str) -> bool {
        let haystack = Haystack::new(text, self.grouped);
        self.next(text, &haystack, 0).is_some()
    }

    /// What is left of a part of a text when the secret is taken out wherever it begins and ends before
    /// `end`: one part more than it was found.
    pub(super) fn taken_out_of(&self, text: &str, part: Range<usize>, end: usize) -> Vec<Range<usize>> {
        let searched = text.get(part.start..part.end.min(end)).unwrap_or_default();
        let haystack = Haystack::new(searched, self.grouped);
        let (mut left, mut start, mut from) = (Vec::new(), part.start, 0);
        while let Some((found, next)) = self.next(searched, &haystack, from) {
            left.push(start..part.start + found.start);
            (start, from) = (part.start + found.end, next);
        }
        left.push(start..part.end);
        left
    }

    /// The next place of the secret in a text from a position of its haystack on, and the position to go on
    /// from.
    fn next(&self, text: &str, haystack: &Haystack<'_>, mut from: usize) -> Option<(Range<usize>, usize)> {
        loop {
            let start = from + self.finder.find(haystack.bytes.get(from..)?)?;
            let end = start + self.length;
            let place = haystack.place(start)..haystack.place(end - 1) + 1;
            if self.length >= LONG || stands_alone(text, &place) {
                return Some((place, end));
            }
            from = start + 1;
        }
    }
}

/// The bytes that are searched for a secret.
struct Haystack<'t> {
    bytes: Cow<'t, [u8]>,
    /// Where each byte stands in the text, when some of the text are left out.
    places: Option<Vec<usize>>,
}

impl<'t> Haystack<'t> {
    /// The bytes of a text; for a secret in groups, without each single space or hyphen between two digits.
    fn new(text: &'t str, grouped: bool) -> Self {
        let bytes = text.as_bytes();
        if !grouped {
            return Self { bytes: bytes.into(), places: None };
        }
        let is_digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
        let separates = |at: usize, byte: u8| {
            matches!(byte, b' ' | b'-') && is_digit(at.checked_sub(1)) && is_digit(at.checked_add(1))
        };
        let kept = bytes.iter().copied().enumerate().filter(|(at, byte)| !separates(*at, *byte));
        let (places, bytes): (Vec<usize>, Vec<u8>) = kept.unzip();
        Self { bytes: bytes.into(), places: Some(places) }
    }

    fn place(&self, at: usize) -> usize {
        self.places.as_ref().map_or(at, |places| places.get(at).copied().unwrap_or_default())
    }
}

/// Whether the digit or letter on either side is not followed by another of its kind.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let around = (text.get(..range.start), text.get(range.clone()), text.get(range.end..));
    let (Some(before), Some(secret), Some(after)) = around else { return false };
    let alike = |a: Option<char>, b: Option<char>| match (a, b) {
        (Some(a), Some(b)) => (a.is_numeric() && b.is_numeric()) || (a.is_alphabetic() && b.is_alphabetic()),
        _ => false,
    };
    !alike(before.chars().next_back(), secret.chars().next())
        && !alike(secret.chars().next_back(), after.chars().next())
}

/// The last boundary of a character up to a position.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
