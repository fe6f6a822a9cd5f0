//! What a sandbox is started with.

use std::{
    fmt, io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use alignet_spec::{
    Contract,
    contract::{Environment, EnvironmentValue, Fill, Literal, Shape},
    name,
};
use serde_json::Value as Json;
use tokio::net::TcpListener;

use crate::{
    mint,
    record::Recorded,
    remember, route,
    sandbox::Sandbox,
    serve::Server,
    signing::SigningKey,
    state::{Observer, Settings, State},
    synthesise,
    vault::{self, Scopes},
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
    /// the clear.
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
        if !(self.allow_non_loopback || listen.ip().to_canonical().is_loopback()) {
            return Err(invalid(format!(
                "{listen} can be reached from other machines, and a sandbox speaks plain HTTP: listen on \
                 127.0.0.1, or allow non-loopback addresses",
            )));
        }
        let kept_calls = self.kept_calls;
        let state = Arc::new(State::new(self.settings()?, kept_calls));
        let router = route::router(&state)?;
        let listener = TcpListener::bind(listen).await.map_err(|error| {
            io::Error::new(error.kind(), format!("{listen} can't be listened at: {error}"))
        })?;
        let address = listener.local_addr()?;
        Ok(Sandbox::new(state, address, Server::spawn(listener, router)))
    }

    fn settings(self) -> io::Result<Settings> {
        let contract = match self.contract {
            Some(contract) => contract,
            None => Contract::shipped()
                .map_err(|mistakes| io::Error::new(io::ErrorKind::InvalidData, mistakes))?,
        };
        let environment = environment(&contract, self.environment.as_deref())?;
        let stands_for = environment.map(|environment| environment.name.clone()).unwrap_or_default();
        let environment = match environment {
            Some(environment) => environment.values.iter().map(text).collect(),
            None => contract.api.environment.iter().map(|key| format!("sandbox-{}", key.name)).collect(),
        };
        let mut known_scopes = scopes(&contract);
        let granted_scopes = self.scopes.map_or_else(|| known_scopes.clone(), |text| vault::scopes(&text));
        known_scopes.extend(granted_scopes.iter().cloned());
        let random = || mint::random(24).map_err(io::Error::other);
        Ok(Settings {
            stands_for,
            environment,
            client_id: self.client_id.map_or_else(random, Ok)?,
            client_secret: self.client_secret.map_or_else(random, Ok)?,
            known_scopes,
            granted_scopes,
            replies: replies(&contract)?,
            lifetimes: lifetimes(&contract, &self.lifetimes)?,
            plans: remember::plans(&contract),
            signing_key: self.signing_key.map_or_else(SigningKey::of_process, Ok)?,
            observer: self.observer,
            contract,
        })
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

/// The environment of that name, or the first one; `None` when the contract has none at all.
fn environment<'c>(contract: &'c Contract, name: Option<&str>) -> io::Result<Option<&'c Environment>> {
    let Some(name) = name else { return Ok(contract.environments.first()) };
    let found = contract.environments.iter().find(|environment| environment.name == name);
    found.map(Some).ok_or_else(|| {
        let valid = contract.environments.iter().map(|environment| environment.name.as_str());
        invalid(format!("there is no environment `{name}`; {}", name::suggest(name, "declared", valid)))
    })
}

/// A value that calls can carry.
fn text(value: &EnvironmentValue) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Every scope that the contract names: those that endpoints need, and those asked for by default.
fn scopes(contract: &Contract) -> Scopes {
    let needed = contract.endpoints.iter().filter_map(|endpoint| endpoint.scopes.as_deref());
    let fields = contract.endpoints.iter().flat_map(|endpoint| endpoint.fields());
    let asked = fields.filter(|field| field.shape == Shape::Scopes).filter_map(|field| match &field.fill {
        Fill::Default(Literal::String(text)) | Fill::Const(Literal::String(text)) => Some(text.as_str()),
        _ => None,
    });
    needed.chain(asked).flat_map(vault::scopes).collect()
}

/// What each endpoint answers, before secrets are minted.
fn replies(contract: &Contract) -> io::Result<Vec<Json>> {
    let reply = |endpoint: &alignet_spec::contract::Endpoint| match &endpoint.example.reply {
        Some(example) => serde_json::from_str(&example.value).map_err(io::Error::from),
        None => Ok(synthesise::reply(contract, endpoint)),
    };
    contract.endpoints.iter().map(reply).collect()
}

fn lifetimes(contract: &Contract, chosen: &[(String, Duration)]) -> io::Result<Vec<Option<Duration>>> {
    let mut lifetimes = vec![None; contract.endpoints.len()];
    for (operation, lifetime) in chosen {
        let found = contract.endpoints.iter().position(|endpoint| endpoint.name == *operation);
        let Some(index) = found else {
            let valid = contract.endpoints.iter().map(|endpoint| endpoint.name.as_str());
            let help = name::suggest(operation, "declared", valid);
            return Err(invalid(format!("there is no endpoint `{operation}`; {help}")));
        };
        lifetimes[index] = Some(*lifetime);
    }
    Ok(lifetimes)
}
