//! A request as it was received, and as it was validated.

use bytes::Bytes;
use http::HeaderMap;
use serde_json::{Map, Value as Json};

/// The longest accepted body, in bytes: many times the size that any call needs.
pub(crate) const BODY_LIMIT: usize = 64 * 1024;

/// A request that was read to its end.
pub(crate) struct Received {
    /// The values of the path's placeholders in order; `None` if a value is not UTF-8.
    pub(crate) path: Option<Vec<String>>,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    /// The body; `None` if it is too long.
    pub(crate) body: Option<Bytes>,
}

/// A valid request: the fields of each place, by name on the wire.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Accepted {
    pub(crate) path: Map<String, Json>,
    pub(crate) query: Map<String, Json>,
    pub(crate) body: Map<String, Json>,
    /// True if the call may create a record although there is one of the same key: the buyer's next attempt in one form.
    pub(crate) again: bool,
}

/// A mistake in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mistake {
    /// The place and the path of the field, such as `header` and `Authorization`; `None` if the mistake is in no field.
    pub(crate) at: Option<(&'static str, String)>,
    /// The mistake, in a sentence that names the field.
    pub(crate) text: String,
}
