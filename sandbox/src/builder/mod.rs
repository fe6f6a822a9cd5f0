//! The settings of a sandbox, before it starts.

mod settings;

use std::{
    fmt, io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use alignet_spec::{Contract, Sources};
use tokio::net::TcpListener;

use crate::{
    flex::forms::Registered,
    journal::{Journal, LoggedCall, Observer},
    notifications::{outbox::Outbox, signing::SigningKey},
    sandbox::Sandbox,
    server::{accept::Server, route},
    state::State,
};

/// The default number of calls kept for [`Sandbox::requests`].
const KEPT_CALLS: usize = 10_000;

/// Configures and starts a sandbox; made by [`Sandbox::builder`].
#[must_use = "a builder does nothing before `start`"]
pub struct Builder {
    contract: Option<Contract>,
    behaviour: Sources,
    as_deployed: bool,
    listen: SocketAddr,
    allow_non_loopback: bool,
    client_id: Option<String>,
    client_secret: Option<String>,
    environment: Option<String>,
    scopes: Option<String>,
    lifetimes: Vec<(String, Duration)>,
    kept_calls: usize,
    signing_key: Option<SigningKey>,
    registered: Registered,
    observer: Option<Observer>,
}

impl Sandbox {
    /// Serves the shipped contract on a free loopback port, with random credentials.
    ///
    /// # Errors
    ///
    /// As [`Builder::start`].
    ///
    /// # Panics
    ///
    /// As [`Builder::start`].
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Configures a sandbox that differs from [`Sandbox::start`].
    pub fn builder() -> Builder {
        Builder::new()
    }
}

impl Builder {
    fn new() -> Self {
        Self {
            contract: None,
            behaviour: Sources::default(),
            as_deployed: false,
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            allow_non_loopback: false,
            client_id: None,
            client_secret: None,
            environment: None,
            scopes: None,
            lifetimes: Vec::new(),
            kept_calls: KEPT_CALLS,
            signing_key: None,
            registered: Registered::default(),
            observer: None,
        }
    }

    /// Serves this contract in place of the shipped one.
    pub fn contract(self, contract: Contract) -> Self {
        Self { contract: Some(contract), ..self }
    }

    /// Adds records and scenarios for endpoints of the contract, beside those of the shipped endpoints.
    /// The README describes the files.
    pub fn behaviour(self, files: Sources) -> Self {
        Self { behaviour: files, ..self }
    }

    /// With `true`, accepts departures from the documentation that integrations in use get away with, such as a missing
    /// `ALG-API-VERSION`, and says so in [`LoggedCall::remarks`]. The README lists them. Without, which is the default, such
    /// calls are refused: no page of the service promises that they work.
    pub fn as_deployed(self, as_deployed: bool) -> Self {
        Self { as_deployed, ..self }
    }

    /// Listens at this address. Port 0, as in the default `127.0.0.1:0`, takes a free port.
    pub fn listen(self, address: SocketAddr) -> Self {
        Self { listen: address, ..self }
    }

    /// Allows `listen` to take an address that other machines can reach; without `true` here, `start` refuses
    /// every address that is not loopback. Calls, and so credentials and tokens, then cross the network
    /// unencrypted. At such an address the sandbox keeps the notifications that calls cause but posts none:
    /// callers could otherwise make it post to addresses that only this machine can reach.
    pub fn allow_non_loopback(self, allow: bool) -> Self {
        Self { allow_non_loopback: allow, ..self }
    }

    /// Accepts these credentials. The default is random credentials.
    pub fn credentials(self, client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        self.client_id(client_id).client_secret(client_secret)
    }

    /// Accepts this client id. The default is a random id.
    pub fn client_id(self, client_id: impl Into<String>) -> Self {
        Self { client_id: Some(client_id.into()), ..self }
    }

    /// Accepts this client secret. The default is a random secret.
    pub fn client_secret(self, client_secret: impl Into<String>) -> Self {
        Self { client_secret: Some(client_secret.into()), ..self }
    }

    /// Stands in for this environment of the contract, such as `PREPROD`: calls must carry its values. The
    /// default is the contract's first environment.
    pub fn environment(self, name: impl Into<String>) -> Self {
        Self { environment: Some(name.into()), ..self }
    }

    /// The scopes that the credentials may request, separated by spaces. The default is every scope that the
    /// contract declares.
    pub fn scopes(self, scopes: impl Into<String>) -> Self {
        Self { scopes: Some(scopes.into()), ..self }
    }

    /// Sets the lifetime of the secrets that this endpoint returns, such as `("create_nonce", 5 s)`. Its
    /// replies state it in whole seconds. The default is the lifetime in the contract's example.
    pub fn lifetime(mut self, operation: impl Into<String>, lifetime: Duration) -> Self {
        self.lifetimes.push((operation.into(), lifetime));
        self
    }

    /// Keeps this many of the latest calls for [`Sandbox::requests`], and as many notifications for
    /// [`Sandbox::notified`]. The default is 10,000. Calls of more than 64 MiB together are fewer. [`Sandbox::calls`] counts
    /// all calls.
    pub fn keep_calls(self, calls: usize) -> Self {
        Self { kept_calls: calls, ..self }
    }

    /// Signs notifications with this key. The default is a key that all sandboxes of the process share,
    /// because generating a key is slow.
    pub fn signing_key(self, key: SigningKey) -> Self {
        Self { signing_key: Some(key), ..self }
    }

    /// Sends the notifications of charges that the buyer makes in the Flex form to this URL, as if the merchant had registered
    /// it with the service: the form's page names none.
    pub fn callback_url(mut self, url: impl Into<String>) -> Self {
        self.registered.callback_url = Some(url.into());
        self
    }

    /// Leads buyers who paid at a bank's page, from the Flex form, back to this URL, as if the merchant had registered it with
    /// the service: the form's page names none.
    pub fn redirect_url(mut self, url: impl Into<String>) -> Self {
        self.registered.redirect_url = Some(url.into());
        self
    }

    /// Calls `observer` with each call when it has ended; the `Display` of a call is one line for a log.
    pub fn on_call(self, observer: impl Fn(&LoggedCall) + Send + Sync + 'static) -> Self {
        Self { observer: Some(Arc::new(observer)), ..self }
    }

    /// Starts to listen, on the current tokio runtime.
    ///
    /// # Errors
    ///
    /// - `InvalidInput` if the address is not loopback and [`Builder::allow_non_loopback`] was not set, if
    ///   the contract lacks an endpoint or environment that was named here, if two of its endpoints have
    ///   the same method and path at different hosts, or if a registered URL has another scheme than HTTP or HTTPS.
    /// - `InvalidData` if the behaviour has a mistake; the text shows each with its position.
    /// - The error of binding the address, such as `AddrInUse`.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime with IO and time enabled.
    pub async fn start(mut self) -> io::Result<Sandbox> {
        let listen = self.listen;
        let loopback = listen.ip().to_canonical().is_loopback();
        if !(self.allow_non_loopback || loopback) {
            return Err(invalid(format!(
                "{listen} can be reached from other machines, and a sandbox speaks plain HTTP: listen on \
                 127.0.0.1, or allow non-loopback addresses",
            )));
        }
        let journal = Journal::keeping(self.kept_calls, self.observer.take());
        let outbox = Outbox::new(self.kept_calls, loopback);
        let state = Arc::new(State::new(self.settings()?, outbox, journal));
        let router = route::router(&state, loopback)?;
        let listener = TcpListener::bind(listen).await.map_err(|error| {
            io::Error::new(error.kind(), format!("{listen} can't be listened at: {error}"))
        })?;
        let address = listener.local_addr()?;
        let sandbox = Sandbox::new(Arc::clone(&state), address, Server::spawn(listener, router));
        state.url.get_or_init(|| sandbox.url());
        Ok(sandbox)
    }
}

/// Omits the secrets.
impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("listen", &self.listen)
            .field("allow_non_loopback", &self.allow_non_loopback)
            .field("environment", &self.environment)
            .field("scopes", &self.scopes)
            .field("lifetimes", &self.lifetimes)
            .field("kept_calls", &self.kept_calls)
            .finish_non_exhaustive()
    }
}

fn invalid(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}
