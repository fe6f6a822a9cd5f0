//! A reply that was built.

use http::HeaderMap;
use serde_json::Value as Json;

/// The reply to a valid request: its declared headers, and its body.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) headers: HeaderMap,
    pub(crate) body: Json,
}
