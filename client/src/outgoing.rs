//! A request as it goes out: what the caller set, what the contract fixes, and the access token.

use std::io;

use bytes::Bytes;
use http::{
    HeaderName, HeaderValue, Uri,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT},
    uri::PathAndQuery,
};
use serde::{Serialize, Serializer, ser::SerializeMap};
use zeroize::{Zeroize, Zeroizing};

use crate::{
    client::Inner,
    endpoint::{Endpoint, Operation, Places, Source},
    error::{Error, ErrorKind},
    secret,
    token::Token,
};

/// How this client calls itself.
const AGENT: HeaderValue = HeaderValue::from_static(concat!("alignet-rust/", env!("CARGO_PKG_VERSION")));
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// User agent, accept, content type, authorization; and the connection's host and content length.
const USUAL_HEADERS: usize = 6;

/// A request, ready for as many attempts as it takes.
pub(crate) struct Outgoing {
    uri: Uri,
    /// Those that the caller set.
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Bytes,
}

impl Outgoing {
    /// The one step that depends on the type of the request.
    pub(crate) fn encode<E: Endpoint>(client: &Inner, request: &E) -> Result<Self, Error> {
        let mut places = Places::default();
        request.place(&mut places);
        let mut buffer = Wiped::default();
        if let Some(fixed) = E::OPERATION.body {
            serde_json::to_writer(&mut buffer, &Body { fixed: Fixed { client, fields: fixed }, request })
                .map_err(|_| Error::noted(ErrorKind::Request, "the body can't be written as JSON"))?;
        }
        Self::new(client, const { &E::OPERATION }, places, buffer)
    }

    fn new(client: &Inner, operation: &Operation, places: Places, body: Wiped) -> Result<Self, Error> {
        if let Some(error) = places.error {
            return Err(error);
        }
        let wrong = || Error::noted(ErrorKind::Request, "the path can't be sent");
        let origin = client.origins.get(operation.origin).ok_or_else(wrong)?;
        let path = match operation.path {
            // The usual case, which needs no allocation.
            [Some(whole)] if places.query.is_empty() => PathAndQuery::from_static(whole),
            parts => path(parts, &places).parse().map_err(|_| wrong())?,
        };
        let mut uri = http::uri::Parts::default();
        uri.scheme = Some(origin.scheme.clone());
        uri.authority = Some(origin.authority.clone());
        uri.path_and_query = Some(path);
        Ok(Self {
            uri: Uri::from_parts(uri).map_err(|_| wrong())?,
            headers: places.headers,
            body: Bytes::from_owner(body.0),
        })
    }

    /// The request of one attempt.
    pub(crate) fn request(
        &self,
        client: &Inner,
        operation: &Operation,
        token: Option<&Token>,
    ) -> Result<http::Request<Bytes>, Error> {
        let mut request = http::Request::new(self.body.clone());
        *request.method_mut() = operation.method.clone();
        *request.uri_mut() = self.uri.clone();
        let headers = request.headers_mut();
        // Room for these and for those of the connection, so that the map never grows.
        headers.reserve(operation.headers.len() + self.headers.len() + USUAL_HEADERS);
        headers.insert(USER_AGENT, AGENT);
        headers.insert(ACCEPT, JSON);
        if operation.body.is_some() {
            headers.insert(CONTENT_TYPE, JSON);
        }
        for (name, source) in operation.headers {
            headers.insert(HeaderName::from_static(name), header(client, name, *source)?);
        }
        for (name, value) in &self.headers {
            headers.insert(name, value.clone());
        }
        if let Some(token) = token {
            headers.insert(AUTHORIZATION, token.header.clone());
        }
        Ok(request)
    }
}

fn path(parts: &[Option<&str>], places: &Places) -> String {
    let mut fields = places.segments.iter().map(String::as_str);
    let whole = parts.iter().map(|part| part.unwrap_or_else(|| fields.next().unwrap_or_default()));
    whole.collect::<String>() + &places.query
}

fn header(client: &Inner, name: &str, source: Source) -> Result<HeaderValue, Error> {
    let credentials = &client.credentials;
    let value = match source {
        Source::Text(text) => Some(HeaderValue::from_static(text)),
        Source::Environment(index) => client.values.get(index).cloned().flatten(),
        Source::Integer(integer) => Some(HeaderValue::from(integer)),
        Source::Boolean(boolean) => Some(HeaderValue::from_static(if boolean { "true" } else { "false" })),
        Source::ClientId => HeaderValue::from_str(credentials.client_id()).ok(),
        Source::ClientSecret => secret::header(credentials.client_secret().expose().to_owned()),
    };
    let wrong = || Error::noted(ErrorKind::Config, format!("the value of header `{name}` can't be sent"));
    value.ok_or_else(wrong)
}

/// What callers do not set, and what they do, as one JSON object.
#[derive(Serialize)]
struct Body<'a, E> {
    #[serde(flatten)]
    fixed: Fixed<'a>,
    #[serde(flatten)]
    request: &'a E,
}

struct Fixed<'a> {
    client: &'a Inner,
    fields: &'static [(&'static str, Source)],
}

impl Serialize for Fixed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let credentials = &self.client.credentials;
        let mut map = serializer.serialize_map(Some(self.fields.len()))?;
        for (name, source) in self.fields {
            match *source {
                Source::Text(text) => map.serialize_entry(name, text)?,
                Source::Integer(integer) => map.serialize_entry(name, &integer)?,
                Source::Boolean(boolean) => map.serialize_entry(name, &boolean)?,
                Source::Environment(index) => {
                    map.serialize_entry(name, self.client.environment.value(index))?
                }
                Source::ClientId => map.serialize_entry(name, credentials.client_id())?,
                Source::ClientSecret => map.serialize_entry(name, credentials.client_secret().expose())?,
            }
        }
        map.end()
    }
}

/// A buffer that leaves no copy behind when it grows, and is wiped when dropped.
struct Wiped(Zeroizing<Vec<u8>>);

impl Default for Wiped {
    fn default() -> Self {
        // Most bodies fit, so that most never grow.
        Self(Zeroizing::new(Vec::with_capacity(512)))
    }
}

impl io::Write for Wiped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let needed = self.0.len() + bytes.len();
        if needed > self.0.capacity() {
            let mut larger = Vec::with_capacity(needed.max(self.0.capacity() * 2));
            larger.extend_from_slice(&self.0);
            std::mem::replace(&mut *self.0, larger).zeroize();
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
