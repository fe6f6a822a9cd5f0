//! Requests as they came in, and what is answered to them.

use std::fmt::Write as _;

use bytes::Bytes;
use tokio::time::Instant;

/// A complete request.
#[derive(Debug, Clone)]
pub struct Heard {
    head: String,
    /// The body.
    pub body: Bytes,
    /// Which connection it came over, from 1.
    pub connection: usize,
    /// When it was complete.
    pub at: Instant,
}

impl Heard {
    /// The request that these bytes begin with, and its length; `None` while it is not complete.
    pub(super) fn parse(bytes: &[u8], connection: usize) -> Option<(Self, usize)> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut heard = Self { head, body: Bytes::new(), connection, at: Instant::now() };
        let length = heard.header("content-length").map_or(0, |length| length.parse().expect("a length"));
        heard.body = Bytes::copy_from_slice(bytes.get(end..end + length)?);
        Some((heard, end + length))
    }

    /// The path and the query.
    pub fn path(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }

    /// The first header with this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let headers = self.head.lines().skip(1).filter_map(|line| line.split_once(':'));
        let mut named = headers.filter(|(header, _)| header.eq_ignore_ascii_case(name));
        named.next().map(|(_, value)| value.trim())
    }
}

/// What is answered to a request.
#[derive(Debug, Clone)]
pub struct Reply {
    status: u16,
    headers: String,
    body: String,
}

impl Reply {
    /// A status and a body of JSON.
    pub fn new(status: u16, body: impl Into<String>) -> Self {
        Self { status, headers: "content-type: application/json\r\n".to_owned(), body: body.into() }
    }

    /// A reply with nothing in it, not even a content type.
    pub fn empty(status: u16) -> Self {
        Self { status, headers: String::new(), body: String::new() }
    }

    /// The same with another header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let _ = write!(self.headers, "{name}: {value}\r\n");
        self
    }

    /// The same with no header but this one.
    #[must_use]
    pub fn only_header(self, name: &str, value: &str) -> Self {
        Self { headers: String::new(), ..self }.header(name, value)
    }

    /// The reply as it goes over the wire.
    pub fn bytes(&self, close: bool) -> Bytes {
        let close = if close { "connection: close\r\n" } else { "" };
        let length = match self.status {
            204 => String::new(),
            _ => format!("content-length: {}\r\n", self.body.len()),
        };
        format!("HTTP/1.1 {} -\r\n{}{close}{length}\r\n{}", self.status, self.headers, self.body).into()
    }
}
