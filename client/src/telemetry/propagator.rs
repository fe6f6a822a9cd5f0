//! Headers that the application adds to each attempt, such as `traceparent`.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Request};

/// A function of the application that adds headers to each attempt.
#[derive(Clone)]
pub(crate) struct Propagator(Arc<dyn Fn(&mut HeaderMap) + Send + Sync>);

impl Propagator {
    pub(crate) fn new(inject: impl Fn(&mut HeaderMap) + Send + Sync + 'static) -> Self {
        Self(Arc::new(inject))
    }

    /// Adds the headers of the function to those of a request. The function sees no header of the request, because
    /// some carry secrets, and replaces none.
    ///
    /// Takes the request by value: a borrow would keep its place in the future of the call.
    pub(crate) fn add_to(&self, mut request: Request<Bytes>) -> Request<Bytes> {
        let mut added = HeaderMap::new();
        (self.0)(&mut added);
        let headers = request.headers_mut();
        for name in added.keys() {
            if headers.contains_key(name) || is_reserved(name.as_str()) {
                tracing::warn!(header = name.as_str(), "a propagator can't set this header: it is ignored");
                continue;
            }
            for value in added.get_all(name) {
                headers.append(name, value.clone());
            }
        }
        request
    }
}

/// True for a header, in lower case, that changes how a request is sent, read or answered.
fn is_reserved(name: &str) -> bool {
    const NAMES: [&str; 11] = [
        "authorization",
        "connection",
        "cookie",
        "expect",
        "host",
        "keep-alive",
        "range",
        "te",
        "trailer",
        "upgrade",
        "user-agent",
    ];
    const STARTS: [&str; 5] = ["accept", "content-", "if-", "proxy-", "transfer-"];
    NAMES.contains(&name) || STARTS.iter().any(|start| name.starts_with(start))
}
