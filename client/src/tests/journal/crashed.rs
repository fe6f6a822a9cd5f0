//! A charge whose process ended, for the tests of recovery.

use std::{sync::Arc, time::Duration};

use http::Method;
use tokio::time::advance;

use super::world::{NUMBER, Reaction, Service, Silence, charge, only};
use crate::{
    Client, Outcome,
    journal::{Entry, Journal as _, MemoryJournal, Recovery, Report, Told},
};

pub(super) const MINUTE: Duration = Duration::from_secs(60);

/// A charge that was sent, and whose process ended then.
pub(super) struct Crashed {
    pub(super) journal: Arc<MemoryJournal>,
    pub(super) service: Arc<Service>,
    pub(super) client: Client,
}

impl Crashed {
    pub(super) async fn charge() -> Self {
        let (journal, service) = (Arc::new(MemoryJournal::new()), Service::new(|_| Silence));
        let client = service.client(Arc::clone(&journal));
        let call = tokio::time::timeout(Duration::from_secs(1), charge(&client, NUMBER)).await;
        assert!(call.is_err());
        Self { journal, service, client }
    }

    pub(super) async fn entry(&self) -> Entry {
        only(&*self.journal).await
    }

    /// Recovery without waits at random.
    pub(super) fn recovery(&self) -> Recovery {
        self.client.recovery(Arc::clone(&self.journal)).backoff(MINUTE, MINUTE)
    }

    /// A notification tells the journal of a transaction in this state.
    pub(super) async fn told(&self, outcome: Outcome) -> Entry {
        let told = Told {
            environment: "PREPROD".to_owned(),
            merchant: "M1".to_owned(),
            reference: NUMBER.to_owned(),
            transaction: Some("tx1".to_owned()),
            outcome,
        };
        self.journal.tell(&told).await.unwrap().unwrap()
    }

    /// Lets an hour pass, in which a recovery runs every minute. Returns what it did in all.
    pub(super) async fn recovered(&self, recovery: &Recovery) -> Vec<Report> {
        let mut reports = Vec::new();
        for _ in 0..90 {
            advance(MINUTE).await;
            let report = recovery.run_once().await.unwrap();
            if report.claimed > 0 {
                reports.push(report);
            }
        }
        reports
    }
}

/// A service that answers queries with one reaction and cancellations with another.
pub(super) fn service(
    query: impl Fn() -> Reaction + Send + 'static,
    cancel: impl Fn() -> Reaction + Send + 'static,
) -> impl FnMut(&http::Request<bytes::Bytes>) -> Reaction + Send + 'static {
    move |request| match *request.method() {
        Method::GET => query(),
        Method::DELETE => cancel(),
        _ => panic!("recovery sent {request:?}"),
    }
}
