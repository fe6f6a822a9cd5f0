//! What a sandbox is started with.

mod settings;

use std::{
    fmt, io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use alignet_spec::Contract;
use tokio::net::TcpListener;

use crate::{
    record::Recorded,
    route,
    sandbox::Sandbox,
    serve::Server,
    signing::SigningKey,
    state::{Observer, State},
};

/// How many calls are kept for [`Sandbox::requests`] unless the builder says otherwise.
const KEPT_CALLS: usize = 10_000;

/// How a sandbox is to be; made by [`Sandbox::builder`].
#[must_use = "a builder does nothing before `start`"]
pub struct Builder {
    contract: Option<Contract>,
    listen: SocketAddr,
    allow_non_loopback: bool,
    client_id: Option<String>,
    client_secret: Option<String>,
    environment: Option<String>,
    scopes: Option<String>,
    lifetimes: Vec<(String, Duration)>,
    kept_calls: usize,
    signing_key: Option<SigningKey>,
    observer: Option<Observer>,
}

impl Builder {
    pub(crate) fn new() -> Self {
        Self {
            contract: None,
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            allow_non_loopback: false,
            client_id: None,
            client_secret: None,
            environment: None,
            scopes: None,
            lifetimes: Vec::new(),
            kept_calls: KEPT_CALLS,
            signing_key: None,
            observer: None,
        }
    }

    /// Serves another contract than the one that is shipped.
    pub fn contract(self, contract: Contract) -> Self {
        Self { contract: Some(contract), ..self }
    }

    /// Listens at this address; port 0, as in the default `127.0.0.1:0`, takes a free one.
    pub fn listen(self, address: SocketAddr) -> Self {
        Self { listen: address, ..self }
    }

    /// Whether other machines may reach the sandbox: `listen` is refused an address that is not a
    /// loopback one unless this says `true`. Calls, and so credentials and tokens, cross the network in
    /// the clear. At such an address it keeps the notifications that calls give rise to, but posts none:
    /// others could have it call what only this machine can reach.
    pub fn allow_non_loopback(self, allow: bool) -> Self {
        Self { allow_non_loopback: allow, ..self }
    }

    /// Accepts these credentials; random ones otherwise.
    pub fn credentials(self, client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        self.client_id(client_id).client_secret(client_secret)
    }

    /// Accepts this client id; a random one otherwise.
    pub fn client_id(self, client_id: impl Into<String>) -> Self {
        Self { client_id: Some(client_id.into()), ..self }
    }

    /// Accepts this client secret; a random one otherwise.
    pub fn client_secret(self, client_secret: impl Into<String>) -> Self {
        Self { client_secret: Some(client_secret.into()), ..self }
    }

    /// Stands in for this environment of the contract, such as `PREPROD`: its values are the ones that
    /// calls must carry. The contract's first one otherwise.
    pub fn environment(self, name: impl Into<String>) -> Self {
        Self { environment: Some(name.into()), ..self }
    }

    /// The scopes that the credentials may ask for, separated by spaces; every scope that the contract
    /// names otherwise.
    pub fn scopes(self, scopes: impl Into<String>) -> Self {
        Self { scopes: Some(scopes.into()), ..self }
    }

    /// How long what this endpoint mints lives, such as `("create_nonce", 5 s)`, which its replies
    /// then say in whole seconds; what the contract's example says otherwise.
    pub fn lifetime(mut self, operation: impl Into<String>, lifetime: Duration) -> Self {
        self.lifetimes.push((operation.into(), lifetime));
        self
    }

    /// Keeps so many of the latest calls for [`Sandbox::requests`], 10,000 otherwise, and as many
    /// notifications for [`Sandbox::notified`].
    /// [`Sandbox::calls`] counts all of them.
    pub fn keep_calls(self, calls: usize) -> Self {
        Self { kept_calls: calls, ..self }
    }

    /// Signs notifications with this key; otherwise with one that all sandboxes of the process share, as
    /// making one takes a while.
    pub fn signing_key(self, key: SigningKey) -> Self {
        Self { signing_key: Some(key), ..self }
    }

    /// Is told about each call once it is over; the `Display` of a call is one line for a log.
    pub fn on_call(self, observer: impl Fn(&Recorded) + Send + Sync + 'static) -> Self {
        Self { observer: Some(Arc::new(observer)), ..self }
    }

    /// Starts to listen, on the current tokio runtime.
    ///
    /// # Errors
    ///
    /// `InvalidInput` when the address is not a loopback one, though it must be, or when the contract
    /// lacks what was named here, or has two endpoints that one address can't tell apart;
    /// `InvalidData` when the contract is not sound; and whatever keeps the address from being
    /// listened at, such as `AddrInUse`.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime with IO and time enabled.
    pub async fn start(self) -> io::Result<Sandbox> {
        let listen = self.listen;
        let loopback = listen.ip().to_canonical().is_loopback();
        if !(self.allow_non_loopback || loopback) {
            return Err(invalid(format!(
                "{listen} can be reached from other machines, and a sandbox speaks plain HTTP: listen on \
                 127.0.0.1, or allow non-loopback addresses",
            )));
        }
        let kept_calls = self.kept_calls;
        let state = Arc::new(State::new(self.settings()?, kept_calls, loopback));
        let router = route::router(&state)?;
        let listener = TcpListener::bind(listen).await.map_err(|error| {
            io::Error::new(error.kind(), format!("{listen} can't be listened at: {error}"))
        })?;
        let address = listener.local_addr()?;
        Ok(Sandbox::new(state, address, Server::spawn(listener, router)))
    }
}

/// Shows no secret.
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
