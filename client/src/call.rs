//! One call: encoded, sent by `execute`, decoded. Only what depends on the types
//! is generic, so that three hundred endpoints cost little more than one.

use std::{io, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::{Serialize, Serializer, ser::SerializeMap};
use zeroize::{Zeroize, Zeroizing};

use crate::{
    client::{Client, Inner},
    decode::decode,
    endpoint::{Endpoint, Places, Source},
    error::{Delivery, Error, ErrorKind},
    execute::{self, Answer, request_id},
    retry::is_unsettled,
    secret::Sent,
};

/// A call about to be sent: which client, and how long it may take. For generated code.
#[derive(Debug, Clone)]
pub struct Call {
    client: Client,
    timeout: Option<Duration>,
}

impl Call {
    /// A call by this client.
    pub fn new(client: &Client) -> Self {
        Self { client: client.clone(), timeout: None }
    }

    /// Sets the time that the whole call may take.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sends the request and returns the decoded reply.
    ///
    /// # Errors
    ///
    /// Every way a call can fail.
    pub async fn send<E: Endpoint>(self, request: E) -> Result<E::Reply, Error> {
        self.send_with_meta(request).await.map(Response::into_inner)
    }

    /// Sends the request and returns the decoded reply with what surrounded it.
    ///
    /// # Errors
    ///
    /// Every way a call can fail.
    pub async fn send_with_meta<E: Endpoint>(self, request: E) -> Result<Response<E::Reply>, Error> {
        let client = self.client.inner();
        let outgoing = encode(client, &request).map_err(|error| error.of_operation(E::OPERATION.name))?;
        drop(request); // Its secrets are wiped before the first wait.
        let answer = execute::execute(client, const { &E::OPERATION }, outgoing, self.timeout).await?;
        reply::<E>(answer)
    }
}

/// A request, ready for as many attempts as it takes.
pub(crate) struct Outgoing {
    pub(crate) places: Places,
    pub(crate) body: Bytes,
}

fn encode<E: Endpoint>(client: &Inner, request: &E) -> Result<Outgoing, Error> {
    let mut places = Places::default();
    request.place(&mut places);
    if let Some(error) = places.error.take() {
        return Err(error);
    }
    let Some(fixed) = E::OPERATION.body else { return Ok(Outgoing { places, body: Bytes::new() }) };
    let mut buffer = Wiped::default();
    serde_json::to_writer(&mut buffer, &Body { fixed: Fixed { client, fields: fixed }, request })
        .map_err(|_| Error::noted(ErrorKind::Request, "the body can't be written as JSON"))?;
    Ok(Outgoing { places, body: Bytes::from_owner(buffer.0) })
}

fn reply<E: Endpoint>(answer: Answer) -> Result<Response<E::Reply>, Error> {
    match decode::<E::Reply>(&answer.body) {
        Ok(mut reply) => {
            E::bind(&mut reply, Sent(answer.sent));
            Ok(Response { reply, status: answer.status, headers: answer.headers })
        }
        Err(error) => {
            let error = error.delivery_is(Delivery::Answered(answer.status)).request_id_is(&answer.headers);
            let unsettled = E::OPERATION.repeat == crate::endpoint::Repeat::Never && is_unsettled(&error);
            let error = if unsettled { error.indeterminate() } else { error };
            Err(error.of_operation(E::OPERATION.name))
        }
    }
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

/// A reply with what surrounded it.
#[derive(Debug)]
pub struct Response<T> {
    reply: T,
    status: StatusCode,
    headers: HeaderMap,
}

impl<T> Response<T> {
    /// The reply.
    pub fn reply(&self) -> &T {
        &self.reply
    }

    /// The reply alone.
    pub fn into_inner(self) -> T {
        self.reply
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers that came with it.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The id that the service gave the request, to quote when asking the vendor about it.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }
}
