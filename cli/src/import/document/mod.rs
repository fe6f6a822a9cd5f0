//! The OpenAPI document: its JSON, places in it, and its schemas with references and `allOf` resolved.

mod json;
mod place;
mod read;
mod schema;

pub(crate) use self::{
    json::{Json, quoted},
    place::{Document, Place, Problem},
    read::read,
    schema::Schema,
};

/// Returns true for control characters, and for characters that change the direction of the text around: a contract
/// refuses them.
pub(crate) fn is_invisible(char: char) -> bool {
    char.is_control() || matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
