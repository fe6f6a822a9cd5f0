//! A running sandbox.

use std::{
    fmt, io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use alignet_spec::{Contract, contract::Holds};
use serde_json::Value as Json;

use crate::{
    fault::{Fault, InvalidFault, Target},
    journal::LoggedCall,
    notifications::{
        build::{self, InvalidNotification, SignedNotification},
        deliver,
        outbox::Notified,
        signing::SigningKey,
    },
    server::{accept::Server, clockwork::Clockwork},
    state::State,
    store::event::{self, InvalidEvent},
    vault::RedeemError,
};

/// A local Alignet that serves until it is shut down or dropped.
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
    pub(crate) state: Arc<State>,
    address: SocketAddr,
    server: Server,
    _clockwork: Clockwork,
}

impl Sandbox {
    pub(crate) fn new(state: Arc<State>, address: SocketAddr, server: Server) -> Self {
        let clockwork = Clockwork::spawn(&state);
        Self { state, address, server, _clockwork: clockwork }
    }

    /// The address that it listens at.
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

    /// The calls that were read to their end, oldest first, refused calls and those of the Flex form included. The latest 10,000 are
    /// kept, or the number that [`Builder::keep_calls`](crate::Builder::keep_calls) sets, and no more than 64 MiB of them.
    pub fn requests(&self) -> Vec<LoggedCall> {
        self.state.journal.latest()
    }

    /// The number of calls of an endpoint, such as `create_nonce`, that were read to their end, refused calls
    /// included. The openings of forms have the name `open_form`.
    pub fn calls(&self, operation: &str) -> usize {
        self.state.journal.count(operation)
    }

    /// Redeems a single-use secret, such as a nonce, as the vendor's browser code would.
    ///
    /// # Errors
    ///
    /// If the sandbox did not issue the secret, or the secret has expired or was redeemed before.
    pub fn redeem(&self, secret: &str) -> Result<(), RedeemError> {
        let now = self.state.clock.now();
        self.state.vault().redeem(secret, now).map(drop)
    }

    /// Moves the clock forward by which secrets expire, and lets happen what is due until then: a charge expires, another is
    /// settled. Each happens at the time at which it is due, and notifications tell of it as of any other change. It happens
    /// in real time, too, without a call. It moves by at most 100 years in all, so that times stay dates of
    /// four digits.
    pub fn advance(&self, by: Duration) {
        event::advance(&self.state, by);
    }

    /// Revokes every access token issued so far.
    pub fn revoke_tokens(&self) {
        self.state.vault().revoke_bearers();
    }

    /// Deletes every record, such as charges.
    pub fn forget_records(&self) {
        self.state.records().clear();
    }

    /// Lets something happen to the latest record with the values of `of` that no call of the merchant does: the buyer pays, a
    /// bank refuses, a charge is settled. The README lists the events of a charge. A notification tells of the change.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use serde_json::json;
    ///
    /// let sandbox = alignet_sandbox::Sandbox::start().await?;
    /// // After a charge with this number that waits for the buyer: `Ok`.
    /// let paid = sandbox.happen("charge", json!({ "merchant_operation_number": "400100" }), "approve");
    /// assert_eq!(paid.unwrap_err().to_string(), "there is no charge with these values");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If there is no such record or event, or the record's state does not admit it.
    pub fn happen(&self, record: &str, of: impl Into<Json>, event: &str) -> Result<(), InvalidEvent> {
        event::happen(&self.state, record, event, &of.into())
    }

    /// Queues a fault for the next call of an endpoint, by name, for the next opening of a form (`open_form`), or for the next
    /// call of any endpoint ([`Target::Any`]). A call takes the first queued fault that applies to it.
    ///
    /// # Errors
    ///
    /// If there is no such endpoint, or the fault can't be sent.
    pub fn fault(&self, target: impl Into<Target>, fault: Fault) -> Result<(), InvalidFault> {
        self.state.faults().push(self.contract(), target.into(), fault)
    }

    /// Removes the faults that have not happened yet.
    pub fn clear_faults(&self) {
        self.state.faults().clear();
    }

    /// The key that signs notifications and returns. [`Sandbox::environment`] has its public key.
    pub fn signing_key(&self) -> &SigningKey {
        &self.state.settings.signing_key
    }

    /// Builds and signs the contract's example of a notification, such as `charge`. `overrides` replace
    /// values of the example: objects are merged field by field, other values are replaced whole. `()`
    /// overrides nothing.
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
    /// To send a body that the service would not send, sign it with [`Sandbox::signing_key`].
    ///
    /// # Errors
    ///
    /// If there is no such notification, or a value has another type than its field.
    pub fn notification(
        &self,
        name: &str,
        overrides: impl Into<Json>,
    ) -> Result<SignedNotification, InvalidNotification> {
        build::notification(self.contract(), self.signing_key(), name, &overrides.into())
    }

    /// The notifications that calls caused, oldest first: one for each record that a call created or changed,
    /// if the request that created it named a URL. They are posted if that URL leads to this machine and the
    /// sandbox listens on a loopback address. They are kept in either case, as many as [`Sandbox::requests`]
    /// keeps calls.
    pub fn notified(&self) -> Vec<Notified> {
        self.state.outbox.latest()
    }

    /// Posts a notification to the code under test, once, and returns the status of the answer. The service
    /// sends it again after a 409 or a 5xx; a test does so by calling this again.
    ///
    /// # Errors
    ///
    /// `InvalidInput` if the URL is not plain HTTP on this machine; `TimedOut` if there is no answer within
    /// ten seconds, which is the time that the service waits; otherwise the error of the connection.
    pub async fn deliver(&self, url: &str, notification: &SignedNotification) -> io::Result<u16> {
        deliver::deliver(url, &notification.into()).await
    }

    /// Stops: accepts no more calls, gives calls in progress one second to end, and frees the port.
    pub async fn shutdown(self) {
        self.shutdown_within(Duration::from_secs(1)).await;
    }

    /// Stops like [`shutdown`](Self::shutdown), and gives calls in progress this time to end, in real time. What is not answered
    /// then is cut, and logged as abandoned.
    pub async fn shutdown_within(self, grace: Duration) {
        self.server.stop(grace).await;
    }
}

/// Shows the address and the environment, and no secret.
impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("url", &self.url())
            .field("stands_for", &self.state.settings.stands_for)
            .finish_non_exhaustive()
    }
}
