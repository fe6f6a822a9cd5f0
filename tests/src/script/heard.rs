//! Requests that the server received, and the replies to them.

use std::fmt::Write as _;

use alignet::Json;
use bytes::Bytes;
use tokio::time::Instant;

/// A complete request.
#[derive(Debug, Clone)]
pub struct Heard {
    head: String,
    /// The body.
    pub body: Bytes,
    /// The number of the connection it came over, from 1.
    pub connection: usize,
    /// The time at which it was complete.
    pub at: Instant,
}

impl Heard {
    /// Parses the first request of these bytes, and returns it with its length; `None` if it is incomplete.
    pub(super) fn parse(bytes: &[u8], connection: usize) -> Option<(Self, usize)> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut heard = Self { head, body: Bytes::new(), connection, at: Instant::now() };
        let length = heard.header("content-length").map_or(0, |length| length.parse().expect("a length"));
        heard.body = Bytes::copy_from_slice(bytes.get(end..end + length)?);
        Some((heard, end + length))
    }

    /// The lines of the head.
    pub fn head(&self) -> Vec<&str> {
        self.head.trim_end().lines().collect()
    }

    /// The method.
    pub fn method(&self) -> &str {
        self.head.split(' ').next().unwrap_or_default()
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

/// A reply to a request.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The headers by name and value, without those that frame the body.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Reply {
    /// A reply with a status and a body of JSON.
    pub fn new(status: u16, body: impl Into<String>) -> Self {
        Self { status, headers: Vec::new(), body: body.into() }.header("content-type", "application/json")
    }

    /// Replaces the status.
    #[must_use]
    pub fn status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// Sets a header, in place of any header of this name.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(header, _)| header != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Replaces the body.
    #[must_use]
    pub fn body(self, body: impl Into<String>) -> Self {
        Self { body: body.into(), ..self }
    }

    /// Changes the JSON of the body with `alter`.
    #[must_use]
    pub fn altered(self, alter: impl FnOnce(&mut serde_json::Map<String, Json>)) -> Self {
        let mut json: Json = serde_json::from_str(&self.body).expect("the body is JSON");
        alter(json.as_object_mut().expect("the body is an object"));
        self.body(json.to_string())
    }

    /// The reply as bytes on the wire.
    pub fn bytes(&self) -> Bytes {
        match self.status {
            204 => self.framed("", ""),
            _ => self.framed(&format!("content-length: {}\r\n", self.body.len()), &self.body),
        }
    }

    /// The bytes of the head with these framing lines, followed by this body.
    pub fn framed(&self, framing: &str, body: &str) -> Bytes {
        let mut out = format!("HTTP/1.1 {} -\r\n", self.status);
        for (name, value) in &self.headers {
            let _ = write!(out, "{name}: {value}\r\n");
        }
        out += &format!("{framing}\r\n{body}");
        out.into()
    }
}
