//! Writes objects for browsers.

use std::io;

use serde_json::ser::Formatter;

use super::wire::{Fields, InRequest, Object};
use crate::{
    error::{Error, ErrorKind},
    request::wiped::Wiped,
    types::secret::{LOAD_TIME, SingleUseSecret},
};

/// Writes an object with this secret as JSON that can't end the element that it is in. For generated code.
///
/// # Errors
///
/// [`ErrorKind::Expired`] if no more than [`LOAD_TIME`] of the secret's life is left.
pub fn for_browser<T: Object>(object: &T, secret: &SingleUseSecret) -> Result<SingleUseSecret, Error> {
    let mut json = Wiped::default();
    let mut serializer = serde_json::Serializer::with_formatter(&mut json, InHtml);
    let written = object.fields(Fields::<InRequest, _>::of(&mut serializer)).ok();
    let text = written.and_then(|()| json.into_text());
    let text = text.ok_or_else(|| Error::noted(ErrorKind::Request, "the object can't be written as JSON"))?;
    let json = secret.carried_by(text);
    if json.is_expired() {
        let note =
            format!("a page needs {} s of it to load, so ask right before the page", LOAD_TIME.as_secs());
        return Err(Error::noted(ErrorKind::Expired, note));
    }
    Ok(json)
}

/// The signs that end an element, begin another, or end a line of JavaScript.
const ESCAPED: [char; 5] = ['<', '>', '&', '\u{2028}', '\u{2029}'];

struct InHtml;

impl Formatter for InHtml {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        for part in fragment.split_inclusive(ESCAPED) {
            match part.char_indices().next_back().filter(|(_, last)| ESCAPED.contains(last)) {
                Some((end, last)) => {
                    writer.write_all(part.get(..end).unwrap_or_default().as_bytes())?;
                    write!(writer, "\\u{:04x}", u32::from(last))?;
                }
                None => writer.write_all(part.as_bytes())?,
            }
        }
        Ok(())
    }
}
