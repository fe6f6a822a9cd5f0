//! Reads a reply leniently: a field that informs reads as absent if it is not as the contract says, and its
//! path is noted.
//!
//! A reply is read at most twice. The first time is strict: every field must be as the contract says. This
//! costs nothing extra, and nearly every reply passes. If it fails, the text is read again, and each field
//! that informs is read on its own.

use std::cell::{Cell, RefCell};

use serde::de::DeserializeOwned;

/// The treatment of a field that informs and is of another type.
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
    /// The path of the value that is being read.
    path: Vec<String>,
    unread: Vec<String>,
}

/// The most paths that are noted of one reply.
const MOST: usize = 64;

/// Reads a reply or a notification. Also returns the paths of the fields that could not be read.
///
/// # Errors
///
/// Errors if a field that proves something is missing or of another type, or if the text is not JSON.
pub(crate) fn read_reply<T: DeserializeOwned>(text: &[u8]) -> serde_json::Result<(T, Vec<String>)> {
    match read_exactly(text) {
        Ok(reply) => Ok((reply, Vec::new())),
        // serde reports a number that no type holds as a syntax error; only the second reading finds its path.
        Err(_) => {
            NOTES.take();
            let reply = within(Manner::Noting, || serde_json::from_slice(text));
            let unread = NOTES.take().unread;
            Ok((reply?, unread))
        }
    }
}

/// Reads a value of which every field must be as the contract says.
///
/// # Errors
///
/// Errors if a field is missing or of another type, or if the text is not JSON.
pub(crate) fn read_exactly<T: DeserializeOwned>(text: &[u8]) -> serde_json::Result<T> {
    within(Manner::AtItsWord, || serde_json::from_slice(text))
}

/// Reads in this manner, and restores the manner before, even if a type of the caller panics.
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

/// Returns true if every field must be as the contract says.
pub(super) fn at_its_word() -> bool {
    MANNER.get() == Manner::AtItsWord
}

/// Reads the value below a step of the path.
pub(super) fn below<T>(step: impl FnOnce() -> String, read: impl FnOnce() -> T) -> T {
    if MANNER.get() != Manner::Noting {
        return read();
    }
    let depth = NOTES.with_borrow_mut(|notes| {
        notes.path.push(step());
        notes.path.len()
    });
    let value = read();
    NOTES.with_borrow_mut(|notes| notes.path.truncate(depth - 1));
    value
}

/// Notes that the value at the current path was not read.
pub(super) fn note_unread() {
    if MANNER.get() == Manner::Noting {
        NOTES.with_borrow_mut(|notes| {
            if notes.unread.len() < MOST {
                notes.unread.push(notes.path.join("."));
            }
        });
    }
}
