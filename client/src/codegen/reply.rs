//! The values that calls return.

use bytes::Bytes;
use http::HeaderMap;

use super::wire::{Object, read_list, read_reply};
use crate::types::{document::Document, secret::Sent};

/// The value that a call returns: an object of the contract, a list of objects, or a document.
pub trait Reply: Sized + Send + 'static {
    /// Reads the body of a success. Also returns the paths of the fields that could not be read.
    ///
    /// # Errors
    ///
    /// Errors if a field that proves something is missing or of another type, or if the body is not JSON where it must be.
    fn read(headers: &HeaderMap, body: &Bytes) -> serde_json::Result<(Self, Vec<String>)>;

    /// Starts the lifetimes of its secrets.
    fn begin(&mut self, _sent: Sent) {}
}

/// Returns true if the body of a success can be read as the type of the reply.
#[cfg(feature = "journal")]
pub(crate) type Legible = fn(&HeaderMap, &Bytes) -> bool;

impl<T: Object + Send + 'static> Reply for T {
    fn read(_: &HeaderMap, body: &Bytes) -> serde_json::Result<(Self, Vec<String>)> {
        read_reply(body)
    }

    fn begin(&mut self, sent: Sent) {
        self.bind(sent);
    }
}

impl<T: Object + Send + 'static> Reply for Vec<T> {
    fn read(_: &HeaderMap, body: &Bytes) -> serde_json::Result<(Self, Vec<String>)> {
        read_list(body)
    }
}

impl Reply for Document {
    fn read(headers: &HeaderMap, body: &Bytes) -> serde_json::Result<(Self, Vec<String>)> {
        Ok((Self::received(headers, body.clone()), Vec::new()))
    }
}
