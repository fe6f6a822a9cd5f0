//! Every endpoint: a call for each kind of request that its contract allows, and its replies. All of it is
//! generated from the contract, so a new endpoint is tested as soon as it is declared.

pub mod canonical;
pub mod sample;

use std::{
    fmt::Debug,
    future::Future,
    pin::Pin,
    sync::{LazyLock, Mutex, PoisonError},
    time::Duration,
};

use alignet::{Client, Error, Json};
use alignet_spec::{
    Contract,
    contract::{Endpoint, Primitive, Segment, Shape},
    echo,
};
use percent_encoding::percent_decode_str;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Map;

use crate::{canary::debugged, local};

/// The shipped contract, extended by the one in `synthetic/`.
pub fn contract() -> &'static Contract {
    static CONTRACT: LazyLock<Contract> = LazyLock::new(|| local::contract("synthetic"));
    &CONTRACT
}

/// Finds the endpoint of a request by its method and its path, with or without a query.
pub fn endpoint_at(method: &str, path: &str) -> Option<&'static Endpoint> {
    let path = path.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let fits = |(segment, part): (&Segment, &&str)| match segment {
        Segment::Literal(text) => text == part,
        Segment::Field(_) => true,
    };
    contract().endpoints.iter().find(|endpoint| {
        let segments = &endpoint.segments;
        endpoint.method.as_str() == method
            && segments.len() == parts.len()
            && segments.iter().zip(&parts).all(fits)
    })
}

/// The endpoint of a request, and the first of its replies with the values that repeat this request's path,
/// query and body.
pub fn reply_to(method: &str, target: &str, body: &[u8]) -> Option<(&'static Endpoint, Json)> {
    let endpoint = endpoint_at(method, target)?;
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let parts = path.split('/').skip(1).map(|part| Json::from(decoded(part)));
    let in_path = endpoint.segments.iter().zip(parts).filter_map(|(segment, part)| match segment {
        Segment::Field(index) => Some((endpoint.path[*index].wire.clone(), part)),
        Segment::Literal(_) => None,
    });
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let in_query = pairs.map(|(name, value)| (decoded(name), Json::from(decoded(value))));
    let in_body: Map<String, Json> = serde_json::from_slice(body).unwrap_or_default();
    let sent = in_path.chain(in_query).chain(in_body).collect();
    let mut reply = replies(endpoint).remove(0);
    echo::repeat(contract(), endpoint, &sent, &mut reply);
    Some((endpoint, reply))
}

/// A call of an endpoint with sample values.
#[derive(Clone, Copy)]
pub struct Call {
    /// The endpoint, such as `create_nonce`.
    pub operation: &'static str,
    /// The name of the sample.
    pub sample: &'static str,
    request: &'static str,
    run: for<'c> fn(&'c Client, &'c Caller) -> Running<'c>,
}

type Running<'c> = Pin<Box<dyn Future<Output = Result<Replied, Error>> + Send + 'c>>;

/// Every call. The calls of an endpoint are adjacent; the first is the contract's example, if there is one.
pub fn calls() -> &'static [Call] {
    CALLS
}

/// The first call of each endpoint.
pub fn endpoints() -> impl Iterator<Item = Call> {
    CALLS.chunk_by(|one, next| one.operation == next.operation).map(|calls| calls[0])
}

impl Call {
    /// The endpoint in the contract.
    pub fn endpoint(&self) -> &'static Endpoint {
        let mut endpoints = contract().endpoints.iter();
        endpoints.find(|endpoint| endpoint.name == self.operation).expect("calls are made from the contract")
    }

    /// The values that it sets, by name on the wire.
    pub fn request(&self) -> Map<String, Json> {
        serde_json::from_str(self.request).expect("it was an object")
    }

    /// The successful replies to this call, with the values that repeat its request.
    pub fn replies(&self) -> Vec<Json> {
        let sent = self.request();
        let mut replies = replies(self.endpoint());
        replies.iter_mut().for_each(|reply| echo::repeat(contract(), self.endpoint(), &sent, reply));
        replies
    }

    /// Sends the call.
    pub async fn send(&self, client: &Client, caller: &Caller) -> Result<Replied, Error> {
        (self.run)(client, caller).await
    }
}

impl Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.operation, self.sample)
    }
}

/// The reply to a call.
pub struct Replied {
    /// The reply in `Debug` format.
    pub shown: String,
    /// The reply as an application stores it.
    pub stored: Stored,
    /// The fields of the reply, in the form of [`canonical`].
    pub json: Json,
}

/// A value as an application stores it, and as it is read back.
pub struct Stored {
    /// Its JSON.
    pub json: Json,
    /// The value that was read back, in `Debug` format.
    pub again: Result<String, String>,
}

impl Stored {
    fn of<T: Debug + Serialize + DeserializeOwned>(value: &T) -> Self {
        let json = serde_json::to_value(value).expect("every type can be written");
        let again = T::deserialize(&json).map(|again| debugged(&again)).map_err(|error| error.to_string());
        Self { json, again }
    }
}

/// Returns true if a value in `Debug` format holds a secret.
pub fn holds_secret(shown: &str) -> bool {
    shown.contains("[redacted")
}

/// Returns the secret of a field, from the path of the field and the sample's secret.
type Secrets = dyn Fn(&str, &str) -> String + Send + Sync;

/// The settings of calls, and the `Debug` output of the values built for them.
pub struct Caller {
    timeout: Duration,
    secret: Box<Secrets>,
    seen: Mutex<String>,
}

impl Caller {
    /// Calls with this timeout, and with the secrets of the samples.
    pub fn new(timeout: Duration) -> Self {
        Self::with_secrets(timeout, |_, sample| sample.to_owned())
    }

    /// Calls with this timeout, and with the secrets that `secret` returns for the path of a field and the
    /// sample's secret.
    pub fn with_secrets(
        timeout: Duration,
        secret: impl Fn(&str, &str) -> String + Send + Sync + 'static,
    ) -> Self {
        Self { timeout, secret: Box::new(secret), seen: Mutex::default() }
    }

    /// The `Debug` output and the JSON of all values that were built for its calls.
    pub fn seen(&self) -> String {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn secret(&self, place: &str, sample: &str) -> String {
        (self.secret)(place, sample)
    }

    fn see<T: Debug + Serialize + DeserializeOwned>(&self, value: T) -> T {
        let (shown, stored) = (debugged(&value), Stored::of(&value));
        if !holds_secret(&shown) {
            assert_eq!(stored.again.as_ref(), Ok(&shown), "{}", stored.json);
        }
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) += &format!("{shown}{}", stored.json);
        value
    }
}

/// The successful replies of an endpoint: the contract's example, if there is one, and generated replies.
pub fn replies(endpoint: &Endpoint) -> Vec<Json> {
    let example = endpoint.example.reply.as_ref().map(|example| {
        let json: Json = serde_json::from_str(&example.value).expect("an example is JSON");
        json
    });
    let made = sample::each(contract(), contract().reply_fields(endpoint).iter()).into_iter();
    example.into_iter().chain(made.map(|much| sample::reply(contract(), endpoint, much))).collect()
}

/// Replaces the secrets of a reply by those that `secret` returns for a field's name and its old secret.
pub fn plant(endpoint: &Endpoint, reply: &mut Json, secret: &mut dyn FnMut(&str, &str) -> String) {
    canonical::each_leaf(contract(), endpoint, reply, &mut |wire, shape, json| {
        if let (Shape::Primitive(Primitive::Secret), Json::String(text)) = (shape, json) {
            *text = secret(wire, text);
        }
    });
}

fn put(map: &mut Map<String, Json>, wire: &str, value: Json) {
    map.insert(wire.to_owned(), value);
}

fn tagged(tag: &str, wire: &str, content: Option<&str>, held: Option<Json>) -> Json {
    let mut map = match (content, held) {
        (None, Some(Json::Object(fields))) => fields,
        (Some(content), Some(held)) => Map::from_iter([(content.to_owned(), held)]),
        _ => Map::new(),
    };
    put(&mut map, tag, Json::from(wire));
    Json::Object(map)
}

fn free(text: &str) -> Json {
    serde_json::from_str(text).expect("it was JSON")
}

#[allow(clippy::all, clippy::pedantic, unreachable_patterns)]
mod made {
    use super::*;
    include!(concat!(env!("OUT_DIR"), "/every.rs"));
}
use made::CALLS;
