//! Encodes a request: the fields that the caller set, the fields that the contract fixes, and the access token.

pub(crate) mod fields;
pub(crate) mod wiped;

use bytes::Bytes;
use http::{
    HeaderName, HeaderValue, Uri,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT},
    uri::PathAndQuery,
};

use self::wiped::Wiped;
use crate::{
    auth::token::Token,
    codegen::{
        endpoint::{Endpoint, Fixed, Holds, Operation, Source},
        places::Places,
        wire::{Fields, InRequest},
    },
    config::client::Inner,
    error::{Error, ErrorKind},
    types::secret,
};

/// The user agent of this client.
const AGENT: HeaderValue = HeaderValue::from_static(concat!("alignet-rust/", env!("CARGO_PKG_VERSION")));
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// The number of usual headers: user agent, accept, content type, authorization, and the connection's host and
/// content length.
const USUAL_HEADERS: usize = 6;

/// An encoded request, ready for any number of attempts.
pub(crate) struct EncodedRequest {
    pub(crate) uri: Uri,
    /// The headers that the caller set.
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) body: Bytes,
}

impl EncodedRequest {
    /// Encodes a request. Only this step depends on the type of the request.
    pub(crate) fn encode<E: Endpoint>(client: &Inner, request: &E) -> Result<Self, Error> {
        let mut places = Places::default();
        request.place(&mut places);
        let mut body = Wiped::default();
        if let Some(fixed) = E::OPERATION.body {
            begin(client, fixed, &mut body)
                .and_then(|begun| {
                    let mut json = serde_json::Serializer::new(&mut body);
                    request.body(Fields::<InRequest, _>::of(&mut json))?;
                    body.join(begun);
                    Ok(())
                })
                .map_err(|_| Error::noted(ErrorKind::Request, "the body can't be written as JSON"))?;
        }
        Self::new(client, const { &E::OPERATION }, places, body)
    }

    /// Encodes a request without a type: the fields of the path alone, in its order, and those that callers do not set.
    #[cfg(feature = "journal")]
    pub(crate) fn bare(client: &Inner, operation: &'static Operation, places: Places) -> Result<Self, Error> {
        use std::io::Write as _;

        let mut body = Wiped::default();
        if let Some(fixed) = operation.body {
            begin(client, fixed, &mut body)
                .and_then(|begun| {
                    body.write_all(b"{}").map_err(serde_json::Error::io)?;
                    body.join(begun);
                    Ok(())
                })
                .map_err(|_| Error::noted(ErrorKind::Request, "the body can't be written as JSON"))?;
        }
        Self::new(client, operation, places, body)
    }

    fn new(client: &Inner, operation: &Operation, places: Places, body: Wiped) -> Result<Self, Error> {
        if let Some(error) = places.error {
            return Err(error);
        }
        let wrong = || Error::noted(ErrorKind::Request, "the path can't be sent");
        let origin = client.origins.get(operation.origin).ok_or_else(wrong)?;
        let path = if places.segments.is_empty() && places.query.is_empty() {
            // The usual case, which needs no allocation.
            PathAndQuery::from_static(operation.route)
        } else {
            path(operation.route, &places).parse().map_err(|_| wrong())?
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

    /// Makes the HTTP request of one attempt.
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
        // Room for all headers, including those of the connection, so that the map never grows.
        headers.reserve(operation.headers.len() + self.headers.len() + USUAL_HEADERS);
        headers.insert(USER_AGENT, AGENT);
        headers.insert(ACCEPT, accepted(operation));
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

/// Returns the media types that a call reads. A refusal of a document is JSON.
fn accepted(operation: &Operation) -> HeaderValue {
    match operation.holds {
        Holds::Document(_, media) => {
            HeaderValue::from_str(&format!("{media}, application/json")).unwrap_or(JSON)
        }
        Holds::Object | Holds::Nothing(_) | Holds::List(_) => JSON,
    }
}

/// Returns a route with its fields filled in, followed by the query.
fn path(route: &str, places: &Places) -> String {
    let mut fields = places.segments.iter().map(String::as_str);
    let mut whole = String::with_capacity(route.len() + places.query.len());
    for part in route.split('/').skip(1) {
        whole.push('/');
        whole.push_str(if part.starts_with('{') { fields.next().unwrap_or_default() } else { part });
    }
    whole + &places.query
}

fn header(client: &Inner, name: &str, source: Source) -> Result<HeaderValue, Error> {
    let credentials = &client.credentials;
    let value = match source {
        Source::Text(text) | Source::Decimal(text) => Some(HeaderValue::from_static(text)),
        Source::Environment(index) => client.values.get(index).cloned().flatten(),
        Source::Integer(integer) => Some(HeaderValue::from(integer)),
        Source::Boolean(boolean) => Some(HeaderValue::from_static(if boolean { "true" } else { "false" })),
        Source::ClientId => HeaderValue::from_str(credentials.client_id()).ok(),
        Source::ClientSecret => secret::header(credentials.client_secret().expose().to_owned()),
    };
    let wrong = || Error::noted(ErrorKind::Config, format!("the value of header `{name}` can't be sent"));
    value.ok_or_else(wrong)
}

/// Writes the fields that callers do not set, as an object that is not closed yet. Returns its length.
fn begin(client: &Inner, fields: &[Fixed], body: &mut Wiped) -> serde_json::Result<usize> {
    let credentials = &client.credentials;
    for (name, source) in fields {
        body.add(if body.0.is_empty() { b"{" } else { b"," });
        serde_json::to_writer(&mut *body, name)?;
        body.add(b":");
        match *source {
            Source::Text(text) => serde_json::to_writer(&mut *body, text),
            Source::Decimal(number) => {
                body.add(number.as_bytes());
                Ok(())
            }
            Source::Integer(integer) => serde_json::to_writer(&mut *body, &integer),
            Source::Boolean(boolean) => serde_json::to_writer(&mut *body, &boolean),
            Source::Environment(index) => serde_json::to_writer(&mut *body, client.environment.value(index)),
            Source::ClientId => serde_json::to_writer(&mut *body, credentials.client_id()),
            Source::ClientSecret => serde_json::to_writer(&mut *body, credentials.client_secret().expose()),
        }?;
    }
    Ok(body.0.len())
}
