//! The client: one environment, one merchant, one cache of tokens.

use std::{fmt, sync::Arc, time::Duration};

use http::{HeaderMap, HeaderValue};

#[cfg(feature = "journal")]
use crate::journal::Journal;
use crate::{
    auth::{Tokens, token::Token},
    config::{
        credentials::Credentials,
        environment::Environment,
        origin::{Origin, origins},
        retry_budget::Budget,
    },
    error::{Error, ErrorKind},
    limits::{CONNECT, REPLY, SPARES},
    telemetry::propagator::Propagator,
    transport::{Reqwest, Transport, Way},
};

/// Calls the endpoints of one environment on behalf of one merchant.
///
/// Make one client when the application starts, and clone it wherever it is needed. Clones share
/// connections, access tokens and the retry budget. A client can be made outside a runtime. Calls
/// need a tokio runtime with time and IO enabled, and may come from several runtimes.
///
/// ```no_run
/// # async fn run() -> Result<(), alignet::Error> {
/// use alignet::{Client, Credentials, Environment};
///
/// let alignet = Client::builder(Environment::PREPROD)
///     .credentials(Credentials::from_env()?)
///     .build()?;
/// let reply = alignet.create_nonce().send().await?;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) environment: Environment,
    pub(crate) credentials: Credentials,
    pub(crate) way: Way,
    pub(crate) origins: Vec<Origin>,
    /// The environment's values as header values. `None` for a value that can't be a header.
    pub(crate) values: Vec<Option<HeaderValue>>,
    pub(crate) fixed: Option<Arc<Token>>,
    pub(crate) tokens: Tokens,
    pub(crate) budget: Budget,
    pub(crate) timeout: Option<Duration>,
    pub(crate) propagator: Option<Propagator>,
    pub(crate) largest_document: usize,
    #[cfg(feature = "journal")]
    pub(crate) journal: Option<Arc<dyn Journal>>,
}

impl Client {
    /// Returns a builder of a client for an environment.
    pub fn builder(environment: Environment) -> ClientBuilder {
        ClientBuilder {
            environment,
            credentials: None,
            bearer: None,
            transport: None,
            timeout: None,
            connect_timeout: None,
            propagator: None,
            spare_connections: SPARES,
            largest_document: REPLY,
            #[cfg(feature = "journal")]
            journal: None,
        }
    }

    /// The environment that calls go to.
    pub fn environment(&self) -> &Environment {
        &self.inner.environment
    }

    pub(crate) fn inner(&self) -> &Arc<Inner> {
        &self.inner
    }

    pub(crate) fn from_inner(inner: Arc<Inner>) -> Self {
        Self { inner }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("environment", &self.inner.environment)
            .field("credentials", &self.inner.credentials)
            .finish_non_exhaustive()
    }
}

/// Settings of a [`Client`].
#[must_use]
pub struct ClientBuilder {
    environment: Environment,
    credentials: Option<Credentials>,
    bearer: Option<crate::types::secret::Secret>,
    transport: Option<Arc<dyn Transport>>,
    timeout: Option<Duration>,
    connect_timeout: Option<Duration>,
    propagator: Option<Propagator>,
    spare_connections: usize,
    largest_document: usize,
    #[cfg(feature = "journal")]
    journal: Option<Arc<dyn Journal>>,
}

impl ClientBuilder {
    /// Sets the merchant's credentials. Access tokens are fetched, cached and renewed with these.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// Sets a fixed access token, for an application that fetches its own. The client then fetches none.
    /// The credentials are still required, because their client id is part of requests. A call whose
    /// token is refused fails with [`ErrorKind::Unauthorized`].
    pub fn bearer(mut self, token: impl Into<crate::types::secret::Secret>) -> Self {
        self.bearer = Some(token.into());
        self
    }

    /// Sets the transport that sends requests instead of the built-in one; see [`Transport`].
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sets the time that a call may take, attempts and waits included, unless the call sets its own.
    /// By default, each endpoint has its own time (see [`reliability`](crate::reliability)).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets the time that connecting may take, TLS included; 3.1 s by default. Applies to the built-in
    /// transport only.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// Sets a function that adds headers to each attempt, such as `traceparent`, inside the span of the attempt; see
    /// [`telemetry`](crate::telemetry#propagation). Token requests are attempts too.
    ///
    /// The function gets an empty map. A header that the request has, or that belongs to HTTP or to the client, is
    /// ignored with a `tracing` warning.
    ///
    /// ```
    /// # use alignet::{Client, Credentials, Environment};
    /// let alignet = Client::builder(Environment::PREPROD)
    ///     .credentials(Credentials::new("id", "secret"))
    ///     .propagator(|headers| {
    ///         headers.insert("x-shop", http::HeaderValue::from_static("north"));
    ///     })
    ///     .build()?;
    /// # Ok::<(), alignet::Error>(())
    /// ```
    pub fn propagator(mut self, inject: impl Fn(&mut HeaderMap) + Send + Sync + 'static) -> Self {
        self.propagator = Some(Propagator::new(inject));
        self
    }

    /// Sets the number of connections that are kept open ahead of calls that must not be repeated; 2 by default.
    /// With 0, each such call opens its own connection, which takes two or three round trips more. Applies to
    /// the built-in transport only; see [`reliability`](crate::reliability#round-trips).
    ///
    /// ```
    /// # use alignet::{Client, Credentials, Environment};
    /// // A nightly job, which has no buyer to keep waiting.
    /// let alignet = Client::builder(Environment::PREPROD)
    ///     .credentials(Credentials::new("id", "secret"))
    ///     .spare_connections(0)
    ///     .build()?;
    /// # Ok::<(), alignet::Error>(())
    /// ```
    pub fn spare_connections(mut self, number: usize) -> Self {
        self.spare_connections = number;
        self
    }

    /// Sets the most bytes of a [`Document`](crate::Document); [`REPLY`](crate::reliability::REPLY), 1 MiB, by default.
    /// A larger one is not read to its end: its call fails as [`ErrorKind::TooLarge`]. A document is held in memory, so the
    /// limit times the number of calls at once is what documents may take of it. A large one may also need more
    /// [`timeout`](Self::timeout) than a read has. Other replies have limits of their own.
    ///
    /// ```
    /// # use alignet::{Client, Credentials, Environment};
    /// // Monthly reports, with scanned pages.
    /// let alignet = Client::builder(Environment::PREPROD)
    ///     .credentials(Credentials::new("id", "secret"))
    ///     .largest_document(32 * 1024 * 1024)
    ///     .build()?;
    /// # Ok::<(), alignet::Error>(())
    /// ```
    pub fn largest_document(mut self, bytes: usize) -> Self {
        self.largest_document = bytes;
        self
    }

    /// Sets the journal that every call that may move money is written into before it leaves; see
    /// [`journal`](crate::journal). A call whose entry can't be written is not sent. All processes that charge for a merchant
    /// use the same journal.
    ///
    /// ```
    /// # use alignet::{Client, Credentials, Environment};
    /// use alignet::journal::MemoryJournal;
    ///
    /// // In production: a journal in a database.
    /// let alignet = Client::builder(Environment::PREPROD)
    ///     .credentials(Credentials::new("id", "secret"))
    ///     .journal(MemoryJournal::new())
    ///     .build()?;
    /// # Ok::<(), alignet::Error>(())
    /// ```
    #[cfg(feature = "journal")]
    pub fn journal(mut self, journal: impl Journal) -> Self {
        self.journal = Some(Arc::new(journal));
        self
    }

    /// Builds the client. Sends nothing.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] if the credentials are missing or empty, if an origin is not `https://host`
    /// or `http://` on loopback, if a fixed access token can't be sent, or if TLS can't be set up.
    pub fn build(self) -> Result<Client, Error> {
        let credentials = self.credentials.ok_or_else(|| {
            Error::noted(
                ErrorKind::Config,
                "there are no credentials: call `.credentials(…)` before `.build()`",
            )
        })?;
        if credentials.client_id().is_empty() {
            return Err(Error::noted(ErrorKind::Config, "the client id is empty"));
        }
        // With a fixed bearer, the secret is not used.
        if credentials.client_secret().expose().is_empty() && self.bearer.is_none() {
            return Err(Error::noted(ErrorKind::Config, "the client secret is empty"));
        }
        let origins = origins(&self.environment)?;
        let way = match self.transport {
            Some(transport) => Way::Custom(transport),
            None => {
                let connect = self.connect_timeout.unwrap_or(CONNECT);
                Way::BuiltIn(Reqwest::new(&origins, connect, self.spare_connections)?)
            }
        };
        let fixed = self.bearer.map(|token| Token::fixed(token.expose()).map(Arc::new)).transpose()?;
        let values =
            self.environment.values().iter().map(|value| HeaderValue::from_str(value.text()?).ok()).collect();
        Ok(Client::from_inner(Arc::new(Inner {
            environment: self.environment,
            credentials,
            way,
            origins,
            values,
            fixed,
            tokens: Tokens::default(),
            budget: Budget::new(),
            timeout: self.timeout,
            propagator: self.propagator,
            largest_document: self.largest_document,
            #[cfg(feature = "journal")]
            journal: self.journal,
        })))
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("environment", &self.environment)
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}
