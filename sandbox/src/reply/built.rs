//! A reply that was built.

use http::HeaderMap;
use serde_json::Value as Json;

use crate::request::Mistake;

/// The reply to a valid request: its declared headers, and its body.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) headers: HeaderMap,
    pub(crate) body: Json,
    /// The parts of the request that were not done as they ask.
    pub(crate) mistakes: Vec<Mistake>,
}
