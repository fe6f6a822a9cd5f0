//! Settles the entries whose end is lost.

mod ask;
mod cancel;
mod report;
mod settle;
mod slots;
mod steps;

use std::{
    error::Error as StdError,
    fmt,
    pin::{Pin, pin},
    sync::Arc,
    time::Duration,
};

use http::{HeaderName, HeaderValue, header};
use tokio::time::Instant;

pub use self::report::Report;
use super::{
    entry::Entry,
    store::{Claimed, Journal, JournalError},
};
use crate::{
    codegen::endpoint::{Operation, Operations},
    config::client::Client,
    deadline,
    error::{Error, ErrorKind},
    types::secret,
};

/// The longest time that an abandoned request may still arrive, unless set.
const FLIGHT: Duration = Duration::from_secs(10 * 60);
/// The time without news after which a person takes over, unless set.
const PATIENCE: Duration = Duration::from_secs(60 * 60);
/// The same for a payment that the service calls pending, unless set. A buyer may have days to pay at a bank.
const PENDING_PATIENCE: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// The first wait and the longest wait before an entry is due again, unless set.
const BACKOFF: (Duration, Duration) = (Duration::from_secs(10), Duration::from_secs(15 * 60));
/// The time of a lease: longer than the calls for one entry take.
const LEASE: Duration = Duration::from_secs(5 * 60);
/// The number of entries that are settled at once, unless set: a backlog of a thousand whose queries take 4 s each takes less
/// than ten minutes, and the service has no more calls of it than a few buyers make.
const AT_ONCE: usize = 8;
/// The longest wait for the journal.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Settles the entries of a journal whose end is lost. [`Client::recovery`](crate::Client::recovery) makes it; the
/// [module](super) says how it decides.
///
/// Several processes may run it at once: each entry is leased to one of them. It never sends a charge.
#[derive(Clone)]
pub struct Recovery {
    client: Client,
    journal: Arc<dyn Journal>,
    operations: Vec<&'static Operation>,
    cancelling: bool,
    flight: Duration,
    patience: Duration,
    pending_patience: Duration,
    backoff: (Duration, Duration),
    lease: Duration,
    at_once: usize,
    merchants: Vec<String>,
    headers: Vec<(HeaderName, HeaderValue)>,
    deciding: Option<Arc<Deciding>>,
}

type Deciding = dyn Fn(Entry) -> Pin<Box<dyn Future<Output = Result<(), JournalError>> + Send>> + Send + Sync;

impl Recovery {
    /// Makes the recovery of calls of a contract, such as `api::JOURNALED`, by a client of its environment.
    pub fn new(client: &Client, journal: impl Journal, operations: Operations) -> Self {
        Self {
            client: client.clone(),
            journal: Arc::new(journal),
            operations: operations.to_vec(),
            cancelling: false,
            flight: FLIGHT,
            patience: PATIENCE,
            pending_patience: PENDING_PATIENCE,
            backoff: BACKOFF,
            lease: LEASE,
            at_once: AT_ONCE,
            merchants: Vec::new(),
            headers: Vec::new(),
            deciding: None,
        }
    }

    /// Adds the calls of another contract: the `JOURNALED` that [`client!`](crate::client) expands to.
    #[must_use]
    pub fn operations(mut self, more: Operations) -> Self {
        self.operations.extend(more);
        self
    }

    /// Settles only the entries of these merchants; of any merchant unless set. Set it if the journal has entries of a merchant that the
    /// credentials of this client may not ask for: the service may say that it does not know such a payment, and its entry would
    /// be given up. Then run a recovery for each of the others, too. Calls that name no merchant have the code `""`.
    #[must_use]
    pub fn merchants(self, codes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { merchants: codes.into_iter().map(Into::into).collect(), ..self }
    }

    /// Adds a header to each query and cancellation of recovery, such as `payment-facilitator-code` if a payment facilitator acts for the
    /// merchant. An entry has the path of a payment, and no header: without this one, the service may not know the payment.
    ///
    /// ```
    /// # fn recovery(alignet: &alignet::Client, journal: std::sync::Arc<alignet::journal::MemoryJournal>) -> Result<(), alignet::Error> {
    /// let recovery = alignet.recovery(journal).header("payment-facilitator-code", "your_facilitator_code")?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// An error of the kind [`Request`](ErrorKind::Request) if a header can't have this name or value, or if the client itself sets it.
    pub fn header(mut self, name: &str, value: &str) -> Result<Self, Error> {
        let own = [header::AUTHORIZATION, header::HOST, header::CONTENT_LENGTH, header::TRANSFER_ENCODING];
        let name = HeaderName::from_bytes(name.as_bytes()).ok().filter(|name| !own.contains(name));
        let header = name.zip(secret::header(value.to_owned()));
        let refused = || Error::noted(ErrorKind::Request, "recovery can't send this header");
        self.headers.push(header.ok_or_else(refused)?);
        Ok(self)
    }

    /// Says if recovery may cancel a charge of which no transaction is known. It may not unless this says so: whether an order
    /// is given up or left to a person is the merchant's policy.
    #[must_use]
    pub fn cancelling(self, cancelling: bool) -> Self {
        Self { cancelling, ..self }
    }

    /// Sets the longest time that an abandoned request may still arrive; 10 minutes unless set. It is an assumption: a charge
    /// that arrives later, after it was given up, is found by its notification alone, and left to a person.
    #[must_use]
    pub fn flight(self, flight: Duration) -> Self {
        Self { flight, ..self }
    }

    /// Sets the age at which an entry without news is left to a person, after three tries at least; an hour unless set.
    #[must_use]
    pub fn patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Sets the age at which a payment that the service still calls pending is left to a person; a week unless set.
    #[must_use]
    pub fn pending_patience(self, pending_patience: Duration) -> Self {
        Self { pending_patience, ..self }
    }

    /// Sets the wait before an entry is due again, doubled each time up to the second; 10 s and 15 minutes unless set. Each
    /// wait is shortened at random by up to half.
    #[must_use]
    pub fn backoff(self, first: Duration, most: Duration) -> Self {
        Self { backoff: (first, most), ..self }
    }

    /// Sets the time for which an entry is leased to one recovery; 5 minutes unless set. Set it longer than the calls for one
    /// entry and the handler of [`deciding`](Self::deciding) take together.
    #[must_use]
    pub fn lease(self, lease: Duration) -> Self {
        Self { lease, ..self }
    }

    /// Sets the number of entries that a run settles at once, one at least; 8 unless set. A run claims an entry only when it begins
    /// with it.
    #[must_use]
    pub fn at_once(self, most: usize) -> Self {
        Self { at_once: most.max(1), ..self }
    }

    /// Sets the function that is told each decision: of recovery, of a person, and that an entry waits for a person. The decision
    /// is in the journal by then, so that every call for one decision says the same.
    ///
    /// It is called at least once for each decision: again if it failed, panicked or took longer than the lease, or if the process
    /// ended meanwhile. So it must have the effect of one call. It is called for up to [`at_once`](Self::at_once) decisions at the
    /// same time, also for cancellations and refunds that the application made, which have the reference of their payment.
    ///
    /// A payment that was declined may be paid after all, and may then be decided by a person. So apply the decision whatever the order
    /// was before, except that a paid order stays paid: by `UPDATE … SET state = 'paid' WHERE number = … AND state <> 'paid'`, and
    /// with `'declined'` by the same condition. A condition such as `state = 'unknown'` loses the later decision.
    ///
    /// ```no_run
    /// # fn run(alignet: alignet::Client, journal: std::sync::Arc<alignet::journal::MemoryJournal>) {
    /// use alignet::journal::{Entry, State};
    ///
    /// async fn decided(entry: Entry) -> std::io::Result<()> {
    ///     if entry.is_paid() {
    ///         // Mark the order of `entry.reference` as paid, if it is not.
    ///     } else if entry.is_unpaid() {
    ///         // Mark the order as declined, unless it is paid.
    ///     } else if entry.state == State::Person {
    ///         // Tell an operator.
    ///     }
    ///     // Anything else is the end of a cancellation or a refund.
    ///     Ok(())
    /// }
    ///
    /// let recovery = alignet.recovery(journal).deciding(decided);
    /// # }
    /// ```
    #[must_use]
    pub fn deciding<F, E>(self, handler: impl Fn(Entry) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let deciding: Arc<Deciding> = Arc::new(move |entry| {
            let handled = handler(entry);
            Box::pin(async move { handled.await.map_err(Into::into) })
        });
        Self { deciding: Some(deciding), ..self }
    }

    /// Settles each entry that is due, [several](Self::at_once) at the same time, and returns a report.
    ///
    /// Dropping the future ends it at any point: what it was doing is taken up when the lease lapses.
    ///
    /// # Errors
    ///
    /// The error of the journal, if it lists no due entries; those that were listed before are settled first. A single entry that
    /// fails is in the report.
    pub async fn run_once(&self) -> Result<Report, JournalError> {
        let environment = self.client.environment().journal_name();
        let (report, result) = self.settle_due(&environment).await;
        if report.claimed > 0 {
            tracing::info!(%report, "recovery settled entries of the journal");
        }
        result.map(|()| report)
    }

    /// Runs again and again, with this time in between, until it is dropped or the runtime shuts down.
    pub async fn run(&self, every: Duration) {
        loop {
            if self.run_once().await.is_err() {
                // The journal's own message is left out, because it may contain anything.
                tracing::warn!("recovery can't read the journal");
            }
            if deadline::sleep(Instant::now() + every).await.is_err() {
                return;
            }
        }
    }

    async fn claim(&self, environment: &str) -> Result<Option<Claimed>, JournalError> {
        Ok(in_time(self.journal.claim(environment, &self.merchants, 1, self.lease)).await?.pop())
    }

    /// Returns the wait after this number of tries.
    fn wait(&self, tries: u32) -> Duration {
        let (first, most) = self.backoff;
        let doubled = first.saturating_mul(1 << tries.saturating_sub(1).min(20));
        doubled.min(most).mul_f64(0.5 + fastrand::f64() / 2.0)
    }
}

/// Waits for the journal, but not for ever.
async fn in_time<T>(answer: impl Future<Output = Result<T, JournalError>>) -> Result<T, JournalError> {
    match deadline::until(Instant::now() + LONGEST_WAIT, pin!(answer)).await {
        Ok(answer) => answer,
        Err(cut) => Err(cut.note().into()),
    }
}

impl fmt::Debug for Recovery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recovery")
            .field("client", &self.client)
            .field("cancelling", &self.cancelling)
            .field("flight", &self.flight)
            .field("patience", &self.patience)
            .finish_non_exhaustive()
    }
}
