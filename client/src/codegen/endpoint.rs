//! The data of an endpoint. Generated code has one implementation of [`Endpoint`] per endpoint, data only.

use http::{Method, StatusCode};

use super::{echo::Echo, places::Places, reply::Reply, states::Outcomes, wire::Writer};

pub(crate) use super::parts::{Bearer, Holds, PartStates};
pub use super::parts::{FetchToken, Fixed, Repeat, Source, TypeOf};

/// A request type and the reply it gets.
pub trait Endpoint: Send + Sync + 'static {
    /// The reply.
    type Reply: Reply;

    /// The data that is the same for every call of the endpoint.
    const OPERATION: Operation;

    /// Puts the fields beside the body into path, query and headers, in the order of the path.
    fn place(&self, _places: &mut Places) {}

    /// Passes the fields of the body to a writer.
    fn body<W: Writer>(&self, writer: W) -> W::Done {
        writer.write(&[], ())
    }
}

/// The data of an endpoint that is the same for every call.
///
/// The function of an HTTP method makes it, and the other functions refine it; see [`Endpoint`].
#[derive(Debug, Clone, Copy)]
// Only the journal reads the fields that recovery needs.
#[cfg_attr(not(feature = "journal"), allow(dead_code))]
pub struct Operation {
    pub(crate) name: &'static str,
    pub(crate) method: &'static Method,
    pub(crate) origin: usize,
    pub(crate) route: &'static str,
    pub(crate) repeat: Repeat,
    pub(crate) key: Option<&'static str>,
    pub(crate) ahead: bool,
    pub(crate) settled_by: Option<SettledBy>,
    pub(crate) merchant: Option<&'static str>,
    pub(crate) queried_by: Option<QueriedBy>,
    pub(crate) undone_by: Option<&'static Operation>,
    pub(crate) undoes: bool,
    pub(crate) bearer: Option<Bearer>,
    pub(crate) headers: &'static [Fixed],
    pub(crate) body: Option<&'static [Fixed]>,
    pub(crate) status: &'static [&'static str],
    pub(crate) status_optional: bool,
    pub(crate) holds: Holds,
    pub(crate) partial: Option<&'static str>,
    pub(crate) parts: Option<PartStates>,
    pub(crate) open: &'static [&'static str],
    pub(crate) errors: &'static [(u16, TypeOf)],
    pub(crate) outcomes: &'static [Outcomes],
    pub(crate) echoes: &'static [Echo],
    pub(crate) secrets: &'static str,
    pub(crate) reply_secrets: &'static str,
    pub(crate) secret_headers: &'static str,
}

/// The query that settles a call if its response is lost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SettledBy {
    /// The endpoint of the query.
    pub(crate) endpoint: &'static str,
    /// The names on the wire of the fields of the request that identify the call.
    pub(crate) reference: &'static str,
}

/// The query that finds a call again after a crash, whose path takes the merchant, the reference, and this field.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(not(feature = "journal"), allow(dead_code))]
pub(crate) struct QueriedBy {
    pub(crate) operation: &'static Operation,
    /// The name on the wire of the service's id of the transaction; `None` if the path does not take it.
    pub(crate) transaction: Option<&'static str>,
}

/// Endpoints of a contract.
pub type Operations = &'static [&'static Operation];

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
            key: None,
            ahead: false,
            settled_by: None,
            merchant: None,
            queried_by: None,
            undone_by: None,
            undoes: false,
            bearer: None,
            headers: &[],
            body: None,
            status: &[],
            status_optional: false,
            holds: Holds::Object,
            partial: None,
            parts: None,
            open: &[],
            errors: &[],
            outcomes: &[],
            echoes: &[],
            secrets: "",
            reply_secrets: "",
            secret_headers: "",
        }
    }

    /// Sets the repeat class. Without it, a call is never repeated.
    #[must_use]
    pub const fn repeat(self, repeat: Repeat) -> Self {
        Self { repeat, ..self }
    }

    /// Sets the header that carries the key of a call; its name in lower case.
    #[must_use]
    pub const fn key(self, header: &'static str) -> Self {
        Self { key: Some(header), ..self }
    }

    /// Opens connections to the endpoint's origin ahead, because the origin has calls that must not be repeated.
    #[must_use]
    pub const fn ahead(self) -> Self {
        Self { ahead: true, ..self }
    }

    /// Sets the endpoint that settles a call that must not be repeated, and the fields of the request that
    /// identify the call, in any part of the request.
    #[must_use]
    pub const fn settled_by(self, endpoint: &'static str, reference: &'static str) -> Self {
        Self { settled_by: Some(SettledBy { endpoint, reference }), ..self }
    }

    /// Sets the name on the wire of the field of the request that says for which merchant a call is.
    #[must_use]
    pub const fn merchant(self, field: &'static str) -> Self {
        Self { merchant: Some(field), ..self }
    }

    /// Sets the endpoint that finds a call again after a crash, by merchant, reference, and this field of its path, the
    /// service's id of the transaction.
    #[must_use]
    pub const fn queried_by(self, operation: &'static Self, transaction: Option<&'static str>) -> Self {
        Self { queried_by: Some(QueriedBy { operation, transaction }), ..self }
    }

    /// Sets the endpoint that takes a call back, by merchant and reference.
    #[must_use]
    pub const fn undone_by(self, operation: &'static Self) -> Self {
        Self { undone_by: Some(operation), ..self }
    }

    /// Says that the endpoint takes calls of another back, so that its outcomes are those of the other call.
    #[must_use]
    pub const fn undoes(self) -> Self {
        Self { undoes: true, ..self }
    }

    /// Sets the names on the wire of the secret fields that callers set, in any part of the request;
    /// newline-separated, headers in lower case.
    #[must_use]
    pub const fn secrets(self, names: &'static str) -> Self {
        Self { secrets: names, ..self }
    }

    /// Adds an access token with these scopes, separated by spaces.
    #[must_use]
    pub const fn bearer(self, scopes: &'static str, fetch: FetchToken) -> Self {
        Self { bearer: Some(Bearer { scopes, fetch }), ..self }
    }

    /// Adds headers that callers do not set; names in lower case.
    #[must_use]
    pub const fn headers(self, headers: &'static [Fixed]) -> Self {
        Self { headers, ..self }
    }

    /// Sets the HTTP status of a success without a body.
    #[must_use]
    pub const fn bodyless(self, status: u16) -> Self {
        Self { holds: Holds::Nothing(status), ..self }
    }

    /// Sets the HTTP status of a success whose body is a JSON list.
    #[must_use]
    pub const fn list(self, status: u16) -> Self {
        Self { holds: Holds::List(status), ..self }
    }

    /// Sets the HTTP status of a success whose body is bytes of a media type, in lower case and without parameters.
    #[must_use]
    pub const fn document(self, status: u16, media: &'static str) -> Self {
        Self { holds: Holds::Document(status, media), ..self }
    }

    /// Sets the code, besides that of success, of a request that may have been carried out in part.
    #[must_use]
    pub const fn partial(self, code: &'static str) -> Self {
        Self { partial: Some(code), ..self }
    }

    /// Sets the path of the reply to the state of each part, the states in which a part is carried out, and those in which
    /// it is declined.
    #[must_use]
    pub const fn parts(
        self,
        state: &'static str,
        made: &'static [&'static str],
        declined: &'static [&'static str],
    ) -> Self {
        Self { parts: Some(PartStates { state, made, declined }), ..self }
    }

    /// Sets the codes of failures that leave the result open.
    #[must_use]
    pub const fn open(self, codes: &'static [&'static str]) -> Self {
        Self { open: codes, ..self }
    }

    /// Sets the types of the bodies of refusals, by their HTTP statuses.
    #[must_use]
    pub const fn errors(self, errors: &'static [(u16, TypeOf)]) -> Self {
        Self { errors, ..self }
    }

    /// Returns the type of the body of a refusal with this status.
    pub(crate) fn error_at(&self, status: StatusCode) -> Option<TypeOf> {
        self.errors.iter().find(|(declared, _)| *declared == status.as_u16()).map(|(_, of)| *of)
    }

    /// Sets the states of the reply that tell of funds.
    #[must_use]
    pub const fn outcomes(self, outcomes: &'static [Outcomes]) -> Self {
        Self { outcomes, ..self }
    }

    /// Sets the fields of the reply that repeat the request.
    #[must_use]
    pub const fn echoes(self, echoes: &'static [Echo]) -> Self {
        Self { echoes, ..self }
    }

    /// Sets the names on the wire of the reply's secrets; newline-separated.
    #[must_use]
    pub const fn reply_secrets(self, names: &'static str) -> Self {
        Self { reply_secrets: names, ..self }
    }

    /// Sets the names of the reply's secret headers, in lower case; newline-separated.
    #[must_use]
    pub const fn secret_headers(self, names: &'static str) -> Self {
        Self { secret_headers: names, ..self }
    }

    /// Adds a JSON body, with these fields that callers do not set.
    #[must_use]
    pub const fn body(self, fixed: &'static [Fixed]) -> Self {
        Self { body: Some(fixed), ..self }
    }

    /// Sets the path of the status object in the reply.
    #[must_use]
    pub const fn status(self, path: &'static [&'static str]) -> Self {
        Self { status: path, ..self }
    }

    /// As [`status`](Self::status), for a reply that may lack the status object.
    #[must_use]
    pub const fn optional_status(self, path: &'static [&'static str]) -> Self {
        Self { status: path, status_optional: true, ..self }
    }

    /// Returns the endpoint's name in the contract, which is also the method's name on the client.
    pub const fn name(&self) -> &'static str {
        self.name
    }
}
