//! What generated code fills: one implementation of [`Endpoint`] per endpoint, data only.

use http::Method;
use serde::{Serialize, de::DeserializeOwned};

use super::places::Places;
use crate::{auth::flight::Fetching, config::client::Client, types::secret::Sent};

/// A request type and the reply it gets.
pub trait Endpoint: Serialize + Send + Sync + 'static {
    /// The reply.
    type Reply: DeserializeOwned + Send + 'static;

    /// Everything about the endpoint that is the same for every call.
    const OPERATION: Operation;

    /// Puts the fields that are not in the body into path, query and headers, in the order of the
    /// path.
    fn place(&self, _places: &mut Places) {}

    /// Starts the life of the reply's secrets.
    fn bind(_reply: &mut Self::Reply, _sent: Sent) {}
}

/// Everything about an endpoint that is the same for every call.
///
/// Made by the function of its HTTP method, and refined from there; see [`Endpoint`].
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    pub(crate) name: &'static str,
    pub(crate) method: &'static Method,
    pub(crate) origin: usize,
    pub(crate) route: &'static str,
    pub(crate) repeat: Repeat,
    pub(crate) settled_by: Option<SettledBy>,
    pub(crate) bearer: Option<Bearer>,
    pub(crate) headers: &'static [Fixed],
    pub(crate) body: Option<&'static [Fixed]>,
    pub(crate) status: &'static [&'static str],
    pub(crate) status_optional: bool,
    pub(crate) partial: Option<&'static str>,
    pub(crate) open: &'static [&'static str],
    pub(crate) outcomes: &'static [Outcomes],
    pub(crate) echoes: &'static [Echo],
    pub(crate) secrets: &'static str,
    pub(crate) reply_secrets: &'static str,
}

/// How what became of a call is found out when its answer is lost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SettledBy {
    /// The endpoint that tells.
    pub(crate) endpoint: &'static str,
    /// The fields of the request, by their name on the wire, that the call is known by.
    pub(crate) reference: &'static str,
}

/// A field that callers do not set: its name on the wire, and where its value comes from.
pub type Fixed = (&'static str, Source);

impl Operation {
    /// A GET of a route on one of the environment's origins, by index. A part of the route in braces
    /// takes the next path field.
    pub const fn get(name: &'static str, origin: usize, route: &'static str) -> Self {
        Self::new(name, &Method::GET, origin, route)
    }

    /// A POST; see [`get`](Self::get).
    pub const fn post(name: &'static str, origin: usize, route: &'static str) -> Self {
        Self::new(name, &Method::POST, origin, route)
    }

    /// A PUT; see [`get`](Self::get).
    pub const fn put(name: &'static str, origin: usize, route: &'static str) -> Self {
        Self::new(name, &Method::PUT, origin, route)
    }

    /// A PATCH; see [`get`](Self::get).
    pub const fn patch(name: &'static str, origin: usize, route: &'static str) -> Self {
        Self::new(name, &Method::PATCH, origin, route)
    }

    /// A DELETE; see [`get`](Self::get).
    pub const fn delete(name: &'static str, origin: usize, route: &'static str) -> Self {
        Self::new(name, &Method::DELETE, origin, route)
    }

    const fn new(name: &'static str, method: &'static Method, origin: usize, route: &'static str) -> Self {
        Self {
            name,
            method,
            origin,
            route,
            repeat: Repeat::Never,
            settled_by: None,
            bearer: None,
            headers: &[],
            body: None,
            status: &[],
            status_optional: false,
            partial: None,
            open: &[],
            outcomes: &[],
            echoes: &[],
            secrets: "",
            reply_secrets: "",
        }
    }

    /// What repeating a call does; never repeated unless said.
    #[must_use]
    pub const fn repeat(self, repeat: Repeat) -> Self {
        Self { repeat, ..self }
    }

    /// Which endpoint tells what became of a call that must not be repeated, and by which fields of the
    /// request, wherever in it they are.
    #[must_use]
    pub const fn settled_by(self, endpoint: &'static str, reference: &'static str) -> Self {
        Self { settled_by: Some(SettledBy { endpoint, reference }), ..self }
    }

    /// The names on the wire of what callers set and nobody may see, wherever in the request it is; one
    /// a line, headers in lower case.
    #[must_use]
    pub const fn secrets(self, names: &'static str) -> Self {
        Self { secrets: names, ..self }
    }

    /// A call carries an access token with these scopes, separated by spaces.
    #[must_use]
    pub const fn bearer(self, scopes: &'static str, fetch: FetchToken) -> Self {
        Self { bearer: Some(Bearer { scopes, fetch }), ..self }
    }

    /// Headers that callers do not set; names in lower case.
    #[must_use]
    pub const fn headers(self, headers: &'static [Fixed]) -> Self {
        Self { headers, ..self }
    }

    /// The code, besides that of success, with which a part may have been done.
    #[must_use]
    pub const fn partial(self, code: &'static str) -> Self {
        Self { partial: Some(code), ..self }
    }

    /// The codes of failures that leave open what was done.
    #[must_use]
    pub const fn open(self, codes: &'static [&'static str]) -> Self {
        Self { open: codes, ..self }
    }

    /// The states of the reply that tell of funds.
    #[must_use]
    pub const fn outcomes(self, outcomes: &'static [Outcomes]) -> Self {
        Self { outcomes, ..self }
    }

    /// The fields of the reply that repeat the request.
    #[must_use]
    pub const fn echoes(self, echoes: &'static [Echo]) -> Self {
        Self { echoes, ..self }
    }

    /// The names on the wire of the reply's secrets; one a line.
    #[must_use]
    pub const fn reply_secrets(self, names: &'static str) -> Self {
        Self { reply_secrets: names, ..self }
    }

    /// A call has a JSON body, with these fields that callers do not set.
    #[must_use]
    pub const fn body(self, fixed: &'static [Fixed]) -> Self {
        Self { body: Some(fixed), ..self }
    }

    /// Where the reply keeps its status object.
    #[must_use]
    pub const fn status(self, path: &'static [&'static str]) -> Self {
        Self { status: path, ..self }
    }

    /// As [`status`](Self::status), where a reply may come without it.
    #[must_use]
    pub const fn optional_status(self, path: &'static [&'static str]) -> Self {
        Self { status: path, status_optional: true, ..self }
    }

    /// The endpoint's name in the contract, which is also the method's name on the client.
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

/// The path to a state in a reply, with dots between its keys, and what each state proves.
pub type Outcomes = (&'static str, States);

/// The states that a contract lists, and what each proves.
pub type States = &'static [(&'static str, Proves)];

/// What a state proves about the funds of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proves {
    /// They are there.
    Authorised,
    /// They were authorised, and have been presented for clearing since.
    Cleared,
    /// They may still come.
    Pending,
    /// They were authorised, and given back since.
    Reversed,
    /// They are not there, and won't be.
    Declined,
    /// Nothing.
    Unknown,
}

/// A field of a reply that repeats a field of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Echo {
    pub(crate) path: &'static str,
    pub(crate) sent: &'static str,
    pub(crate) number: bool,
    pub(crate) any: bool,
    pub(crate) required: bool,
}

impl Echo {
    /// A text at a path of the reply, and the path of the request's field that it repeats, each with dots
    /// between its keys.
    pub const fn text(path: &'static str, sent: &'static str) -> Self {
        Self { path, sent, number: false, any: false, required: true }
    }

    /// A number, which may come with zeros before it.
    pub const fn number(path: &'static str, sent: &'static str) -> Self {
        Self { number: true, ..Self::text(path, sent) }
    }

    /// Lets the reply leave it out.
    #[must_use]
    pub const fn optional(self) -> Self {
        Self { required: false, ..self }
    }

    /// Asks of one item of a list to repeat it, rather than of all.
    #[must_use]
    pub const fn in_one(self) -> Self {
        Self { any: true, ..self }
    }
}

/// What repeating a call does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Repeat {
    /// It reads: any number of calls is one call.
    Safe,
    /// It makes another of something that costs nothing.
    Harmless,
    /// It may move money twice, so it is never sent again when it may have been received.
    Never,
}

/// Fetches a token with these scopes.
pub type FetchToken = fn(Client, &'static str) -> Fetching;

/// The access token that a call carries.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bearer {
    /// What it must allow, separated by spaces.
    pub(crate) scopes: &'static str,
    /// How it is fetched.
    pub(crate) fetch: FetchToken,
}

/// Where a value comes from that callers do not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The contract.
    Text(&'static str),
    /// The contract.
    Integer(i64),
    /// The contract.
    Boolean(bool),
    /// The environment, by the index of its value.
    Environment(usize),
    /// The credentials.
    ClientId,
    /// The credentials.
    ClientSecret,
}
