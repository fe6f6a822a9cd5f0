//! Finds the spellings of secrets in a text, in linear time.

use std::ops::Range;

use memchr::memmem::Finder;

use super::{
    decoded::View,
    encodings::{Form, LONG, Needle, SHORTEST},
};

/// Returns true if a text contains a secret unchanged. A short secret must stand alone.
pub(super) fn is_in(secret: &str, text: &str) -> bool {
    match secret.len() {
        ..SHORTEST => false,
        SHORTEST..LONG => next_alone(&Finder::new(secret), text, 0).is_some(),
        LONG.. => Finder::new(secret).find(text.as_bytes()).is_some(),
    }
}

/// Takes secrets out of a text and returns the parts between them: one part more than there were secrets.
pub(super) fn left(text: &str, needles: &[&Needle]) -> Vec<Range<usize>> {
    let mut left = between(found(text, needles), text.len());
    // A short secret beside a long one also stands alone, because the long ones are removed by now.
    let mut alone: Vec<&Needle> =
        needles.iter().copied().filter(|needle| needle.form == Form::Alone).collect();
    // The longest comes first, because a secret may be part of another.
    alone.sort_by_key(|needle| std::cmp::Reverse(needle.bytes.len()));
    for needle in alone {
        let finder = Finder::new(needle.bytes.as_slice());
        left = left.into_iter().flat_map(|part| without(&finder, text, part)).collect();
    }
    left
}

/// Returns every place of the long secrets, in no order.
fn found(text: &str, needles: &[&Needle]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for view in View::all(text) {
        let mut joined = None;
        for needle in needles {
            let view = match needle.form {
                Form::Alone => continue,
                Form::Text | Form::Base64 => &view,
                Form::Digits => joined.get_or_insert_with(|| view.joined()),
            };
            let finder = Finder::new(needle.bytes.as_slice());
            let places = finder.find_iter(&view.bytes).map(|at| view.places(at..at + needle.bytes.len()));
            match needle.form {
                Form::Base64 => found.extend(words(text.as_bytes(), places)),
                _ => found.extend(places),
            }
        }
    }
    found
}

/// Returns the words in Base64 that contain these places, which come in order.
fn words(text: &[u8], places: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let is_in_word = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(byte);
    let mut words: Vec<Range<usize>> = Vec::new();
    for place in places {
        let done = words.last().map_or(0, |word| word.end);
        if place.start < done {
            continue;
        }
        let before = text.get(done..place.start).unwrap_or_default();
        let after = text.get(place.end..).unwrap_or_default();
        let head = before.iter().rev().take_while(|byte| is_in_word(byte)).count();
        let tail = after.iter().take_while(|byte| is_in_word(byte) || **byte == b'=').count();
        words.push(place.start - head..place.end + tail);
    }
    words
}

/// Returns the parts of a text between these places, which may overlap.
fn between(mut places: Vec<Range<usize>>, length: usize) -> Vec<Range<usize>> {
    places.sort_unstable_by_key(|place| (place.start, place.end));
    let (mut left, mut start) = (Vec::new(), 0);
    let mut places = places.into_iter().peekable();
    while let Some(mut place) = places.next() {
        while let Some(next) = places.next_if(|next| next.start < place.end) {
            place.end = place.end.max(next.end);
        }
        left.push(start..place.start);
        start = place.end;
    }
    left.push(start..length);
    left
}

/// Removes a secret that stands alone from a part of a text, and returns the parts that are left.
fn without(finder: &Finder<'_>, text: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let searched = text.get(part.clone()).unwrap_or_default();
    let (mut left, mut start) = (Vec::new(), 0);
    while let Some(found) = next_alone(finder, searched, start) {
        left.push(part.start + start..part.start + found.start);
        start = found.end;
    }
    left.push(part.start + start..part.end);
    left
}

/// Returns the next place where a secret stands alone, from a position on.
fn next_alone(finder: &Finder<'_>, text: &str, mut from: usize) -> Option<Range<usize>> {
    loop {
        let start = from + finder.find(text.as_bytes().get(from..)?)?;
        let place = start..start + finder.needle().len();
        if stands_alone(text, &place) {
            return Some(place);
        }
        from = start + 1;
    }
}

/// Returns true if neither end of a range splits a run of digits or of letters.
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

/// Returns the last boundary of a character up to a position.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
