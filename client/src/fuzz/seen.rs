//! Checks that the visible text of an error is bounded, and shows no secret.

use std::fmt::Write as _;

use crate::error::Error;

/// A secret of the request, which replaces every `$` of an input, and which no error may show.
///
/// No field has a name that starts like this, so that a part of the canary is never taken for a name.
pub const CANARY: &str = "=canary/3f9c2b+7d51e8=";
/// The length of a start or an end of the canary that must not show either.
const FRAGMENT: usize = 10;
/// The most characters of an error as one line: path, code, message and request id, each with at
/// most 500, and the words around them.
const LONGEST_LINE: usize = 2400;

/// Returns the input with the canary in place of every `$`; empty if the input spells out parts of the canary.
pub(super) fn planted(data: &[u8]) -> Vec<u8> {
    let spells = |part: &str| data.windows(FRAGMENT).any(|window| window == part.as_bytes());
    if fragments().into_iter().any(spells) {
        return Vec::new();
    }
    let mut input = Vec::with_capacity(data.len());
    for byte in data {
        match byte {
            b'$' => input.extend_from_slice(CANARY.as_bytes()),
            byte => input.push(*byte),
        }
    }
    input
}

fn fragments() -> [&'static str; 2] {
    [&CANARY[..FRAGMENT], &CANARY[CANARY.len() - FRAGMENT..]]
}

/// Asserts that the visible text of an error is bounded and clean.
pub(super) fn assert_bounded(error: &Error) {
    assert_clean(&shown(error));
    let line = error.to_string();
    assert!(line.chars().count() <= LONGEST_LINE && !line.chars().any(char::is_control));
    let said = error.messages().iter().flat_map(|message| [&*message.locale, &*message.value]);
    for text in said.chain(error.code()).chain(error.path()).chain(error.request_id()) {
        assert!(text.chars().count() <= 500 && !text.chars().any(char::is_control));
    }
    assert!(error.messages().len() <= 8);
}

/// Returns everything that is visible of an error.
pub(super) fn shown(error: &Error) -> String {
    let mut shown = format!("{error}\n{error:?}\n");
    for message in error.messages() {
        // Writing to a string can't fail.
        let _ = writeln!(shown, "{}\n{}", message.locale, message.value);
    }
    shown
}

pub(crate) fn assert_clean(text: &str) {
    assert!(!fragments().into_iter().any(|part| text.contains(part)), "it shows the canary: {text}");
}
