//! A buffer for JSON with secrets.

use std::{io, mem};

use zeroize::{Zeroize, Zeroizing};

use crate::types::secret::Secret;

/// A buffer that leaves no copy behind when it grows, and is wiped when dropped. It holds bytes; a test
/// fills it with values that count wipes.
pub(crate) struct Wiped<T: Clone + Zeroize = u8>(pub(super) Zeroizing<Vec<T>>);

impl Default for Wiped {
    fn default() -> Self {
        // Most bodies fit, so most buffers never grow.
        Self(Zeroizing::new(Vec::with_capacity(512)))
    }
}

impl<T: Clone + Zeroize> Wiped<T> {
    /// Appends items. Inlined, because JSON is written in many small pieces.
    #[inline]
    pub(super) fn add(&mut self, more: &[T]) {
        if more.len() > self.0.capacity() - self.0.len() {
            self.grow(more.len());
        }
        self.0.extend_from_slice(more);
    }

    #[cold]
    fn grow(&mut self, by: usize) {
        let most = (self.0.len() + by).max(self.0.capacity() * 2);
        let mut larger = Vec::with_capacity(most);
        larger.extend_from_slice(&self.0);
        mem::replace(&mut *self.0, larger).zeroize();
    }
}

impl Wiped {
    /// Joins the two objects in the buffer into one. The first, which ends at `end`, lacks its closing brace.
    pub(super) fn join(&mut self, end: usize) {
        match self.0.get(end..) {
            Some([b'{', b'}']) if end > 0 => drop(self.0.remove(end)),
            Some([b'{', ..]) if end > 0 => self.0[end] = b',',
            _ => {}
        }
    }

    /// Returns the text in the buffer, without copying it; `None` if it is not UTF-8.
    pub(crate) fn into_text(mut self) -> Option<Secret> {
        String::from_utf8(mem::take(&mut *self.0)).ok().map(Secret::new)
    }
}

impl io::Write for Wiped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.add(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, rc::Rc};

    use super::*;

    /// A value that counts the wipes of its copies.
    #[derive(Clone)]
    struct Byte(Rc<Cell<usize>>);

    impl Zeroize for Byte {
        fn zeroize(&mut self) {
            self.0.set(self.0.get() + 1);
        }
    }

    #[test]
    fn a_buffer_is_wiped_when_it_is_outgrown_and_when_it_is_dropped() {
        let wiped = Rc::new(Cell::new(0));
        let bytes = vec![Byte(Rc::clone(&wiped)); 10];
        let mut buffer = Wiped(Zeroizing::new(Vec::with_capacity(4)));
        buffer.add(&bytes[..3]);
        assert_eq!(wiped.get(), 0, "there is place");
        buffer.add(&bytes[..2]);
        assert_eq!(wiped.get(), 3, "it grew, and left three behind");
        buffer.add(&bytes);
        assert_eq!((wiped.get(), buffer.0.len()), (3 + 5, 15));
        drop(buffer);
        assert_eq!(wiped.get(), 3 + 5 + 15);
    }

    #[test]
    fn json_is_written_whole_however_often_its_buffer_grows() {
        let text = "ñ\"".repeat(10_000);
        let mut body = Wiped::default();
        assert!(serde_json::to_writer(&mut body, &text).is_ok());
        assert_eq!(serde_json::from_slice::<String>(&body.0).ok(), Some(text));
    }
}
