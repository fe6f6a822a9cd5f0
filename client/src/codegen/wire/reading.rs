//! How much a reply is insisted on while it is read: what informs is read as absent where it is not as the
//! contract says, and noted by its path.
//!
//! A reply is read twice at the most. The first time takes every field at its word, which nearly every
//! reply allows and which costs nothing. Only where that fails is the text read again, with each field that
//! informs on its own.

use std::cell::{Cell, RefCell};

use serde::de::DeserializeOwned;

/// What to do about a field that informs and is of another type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// Fail: the text will be read again.
    AtItsWord,
    /// Read it as absent.
    Lenient,
    /// Read it as absent, and note its path.
    Noting,
}

thread_local! {
    static MANNER: Cell<Manner> = const { Cell::new(Manner::Lenient) };
    static NOTES: RefCell<Notes> = const { RefCell::new(Notes { path: Vec::new(), unread: Vec::new() }) };
}

#[derive(Default)]
struct Notes {
    /// The way to the value that is being read.
    path: Vec<String>,
    unread: Vec<String>,
}

/// The most paths that are noted of one reply.
const MOST: usize = 64;

/// The longest key of a map that is noted.
const LONGEST_KEY: usize = 40;

/// Reads a reply or a notification, and the paths of the fields that could not be read.
///
/// # Errors
///
/// When a field is missing that proves something, or is of another type; when the text is not JSON.
pub(crate) fn read_reply<T: DeserializeOwned>(text: &[u8]) -> serde_json::Result<(T, Vec<String>)> {
    match within(Manner::AtItsWord, || serde_json::from_slice(text)) {
        Ok(reply) => Ok((reply, Vec::new())),
        // A number that no type holds counts as syntax: only reading again tells where it stands.
        Err(_) => {
            NOTES.take();
            let reply = within(Manner::Noting, || serde_json::from_slice(text));
            let unread = NOTES.take().unread;
            Ok((reply?, unread))
        }
    }
}

/// Reads in this manner, and goes back to the one before, also when a type of the caller panics.
fn within<T>(manner: Manner, read: impl FnOnce() -> T) -> T {
    struct Back(Manner);
    impl Drop for Back {
        fn drop(&mut self) {
            MANNER.set(self.0);
        }
    }
    let _back = Back(MANNER.replace(manner));
    read()
}

/// Whether each field is taken at its word.
pub(super) fn at_its_word() -> bool {
    MANNER.get() == Manner::AtItsWord
}

/// Reads what is below a step of the path.
pub(super) fn below<T>(step: impl FnOnce() -> String, read: impl FnOnce() -> T) -> T {
    if MANNER.get() != Manner::Noting {
        return read();
    }
    let depth = NOTES.with_borrow_mut(|notes| {
        notes.path.push(shown(step()));
        notes.path.len()
    });
    let value = read();
    NOTES.with_borrow_mut(|notes| notes.path.truncate(depth - 1));
    value
}

/// Notes that what stands here was not read.
pub(super) fn note_unread() {
    if MANNER.get() == Manner::Noting {
        NOTES.with_borrow_mut(|notes| {
            if notes.unread.len() < MOST {
                notes.unread.push(notes.path.join("."));
            }
        });
    }
}

/// A key of a map may be anything; the name of a field never is.
fn shown(step: String) -> String {
    let plain = step.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    if plain && step.len() <= LONGEST_KEY { step } else { "…".to_owned() }
}
