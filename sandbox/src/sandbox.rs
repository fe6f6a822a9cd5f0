//! A sandbox that runs.

use std::{
    fmt, io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use alignet_spec::{Contract, contract::Holds};
use serde_json::Value as Json;

use crate::{
    builder::Builder,
    deliver,
    fault::{Fault, InvalidFault, Target},
    notify::{self, InvalidNotification, SignedNotification},
    outbox::Notified,
    record::Recorded,
    serve::Server,
    signing::SigningKey,
    state::State,
    vault::RedeemError,
};

/// A local Alignet, which serves until it is shut down or dropped.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use alignet_sandbox::{Fault, Sandbox};
///
/// let sandbox = Sandbox::start().await?;
/// println!("point the code under test at {}", sandbox.url());
///
/// sandbox.fault("create_nonce", Fault::status(503).times(2))?;
/// // … run it …
/// assert_eq!(sandbox.calls("create_token"), 0);
///
/// sandbox.shutdown().await;
/// # Ok(())
/// # }
/// ```
pub struct Sandbox {
    state: Arc<State>,
    address: SocketAddr,
    server: Server,
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

    /// A sandbox that is not as [`Sandbox::start`] makes it.
    pub fn builder() -> Builder {
        Builder::new()
    }

    pub(crate) fn new(state: Arc<State>, address: SocketAddr, server: Server) -> Self {
        Self { state, address, server }
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.address
    }

    /// The base URL of every origin, for callers on this machine, without a slash at the end.
    pub fn url(&self) -> String {
        let mut address = self.address;
        if address.ip().is_unspecified() {
            address.set_ip(match address.ip() {
                IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
                IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
            });
        }
        format!("http://{address}")
    }

    /// The contract that it serves.
    pub fn contract(&self) -> &Contract {
        self.state.contract()
    }

    /// A value of the environment that it stands in for, such as `audience`.
    pub fn environment_value(&self, key: &str) -> Option<&str> {
        let keys = &self.contract().api.environment;
        let index = keys.iter().position(|one| one.name == key && one.holds == Holds::String)?;
        self.state.settings.environment.get(index).map(String::as_str)
    }

    /// The client id that it accepts.
    pub fn client_id(&self) -> &str {
        &self.state.settings.client_id
    }

    /// The client secret that it accepts.
    pub fn expose_client_secret(&self) -> &str {
        &self.state.settings.client_secret
    }

    /// The calls that were read to their end, oldest first, whether they were served or not; the
    /// latest 10,000 unless [`Builder::keep_calls`] says otherwise.
    pub fn requests(&self) -> Vec<Recorded> {
        self.state.ledger().latest()
    }

    /// How many calls of an endpoint, such as `create_nonce`, were read to their end, whether they
    /// were served or not.
    pub fn calls(&self, operation: &str) -> usize {
        self.state.ledger().count(operation)
    }

    /// Uses a single-use secret, such as a nonce, as the vendor's browser code would.
    ///
    /// # Errors
    ///
    /// When it was not minted here, has expired or was used before.
    pub fn redeem(&self, secret: &str) -> Result<(), RedeemError> {
        let now = self.state.clock.now();
        self.state.vault().redeem(secret, now)
    }

    /// Moves the clock by which secrets expire forward.
    pub fn advance(&self, by: Duration) {
        self.state.clock.advance(by);
    }

    /// Takes back every access token minted so far.
    pub fn revoke_tokens(&self) {
        self.state.vault().revoke_bearers();
    }

    /// Forgets every record, such as charges, as if nothing had been created.
    pub fn forget_records(&self) {
        self.state.memory().clear();
    }

    /// Queues a fault for the next call of an endpoint, by name, or for the next call of all
    /// ([`Target::Any`]). A call takes the first fault in the queue that is meant for it.
    ///
    /// # Errors
    ///
    /// When there is no such endpoint, or the fault can't be sent.
    pub fn fault(&self, target: impl Into<Target>, fault: Fault) -> Result<(), InvalidFault> {
        self.state.faults().push(self.contract(), target.into(), fault)
    }

    /// Forgets the faults that have not happened.
    pub fn clear_faults(&self) {
        self.state.faults().clear();
    }

    /// What it signs notifications with. [`Sandbox::environment`] has its public key.
    pub fn signing_key(&self) -> &SigningKey {
        &self.state.settings.signing_key
    }

    /// The contract's example of a notification, such as `charge`, signed: with these values laid over it,
    /// objects field by field and everything else whole; `()` for none.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use alignet_sandbox::Sandbox;
    /// use serde_json::json;
    ///
    /// let sandbox = Sandbox::start().await?;
    /// let declined = json!({ "transaction": { "state": "DENEGADO" } });
    /// let notification = sandbox.notification("charge", declined)?;
    /// // Hand `notification.body` and `notification.signature` to the code under test, or have it delivered:
    /// // sandbox.deliver("http://127.0.0.1:8080/alignet", &notification).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// For a body that the service would not send, sign it with [`Sandbox::signing_key`].
    ///
    /// # Errors
    ///
    /// When there is no such notification, or the values make another type of one of its fields.
    pub fn notification(
        &self,
        name: &str,
        overrides: impl Into<Json>,
    ) -> Result<SignedNotification, InvalidNotification> {
        notify::notification(self.contract(), self.signing_key(), name, &overrides.into())
    }

    /// The notifications that calls gave rise to, oldest first: one for each record that such a call
    /// created or changed, when the request that created it says where to send them. They are delivered
    /// when that is this machine and the sandbox listens on a loopback address, and are here in any
    /// case; as many as there are calls in [`Sandbox::requests`].
    pub fn notified(&self) -> Vec<Notified> {
        self.state.outbox.latest()
    }

    /// Posts a notification to the code under test, once, and returns the status that it answers with. The
    /// service would send it again after a 409 or a 5xx: so deliver it again.
    ///
    /// # Errors
    ///
    /// `InvalidInput` when the URL is not one of plain HTTP on this machine; `TimedOut` when there is no
    /// answer within ten seconds, which is how long the service waits; and whatever keeps it from being
    /// sent.
    pub async fn deliver(&self, url: &str, notification: &SignedNotification) -> io::Result<u16> {
        deliver::deliver(url, notification).await
    }

    /// Stops: takes no more calls, gives those under way a second to end, and frees the port.
    pub async fn shutdown(self) {
        self.server.stop().await;
    }
}

/// Shows where it listens and what for, and no secret.
impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("url", &self.url())
            .field("stands_for", &self.state.settings.stands_for)
            .finish_non_exhaustive()
    }
}
