//! The notifications that calls gave rise to, kept for tests, and their way to the merchant.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::task::JoinSet;

use crate::{deliver::deliver, notify::SignedNotification};

/// Why nothing is delivered: whoever reaches the sandbox would have it post to what only this machine
/// can reach.
const EXPOSED: &str = "the sandbox can be reached from other machines, and so posts nothing by itself";

/// A notification that a call gave rise to, and what became of it.
///
/// `Debug` shows neither its body nor where it went, which come from what the caller sent.
#[derive(Clone)]
pub struct Notified {
    name: String,
    url: String,
    signed: SignedNotification,
    outcome: Outcome,
}

/// What became of a notification.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Outcome {
    Underway,
    Answered(u16),
    Failed(String),
}

impl Notified {
    /// The notification's name in the contract, such as `charge`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it went, or would have gone: the sandbox sends nothing to other machines, and nothing by
    /// itself when they can reach it.
    pub fn expose_url(&self) -> &str {
        &self.url
    }

    /// Its body and signature, for [`Sandbox::deliver`](crate::Sandbox::deliver) to send them once more,
    /// or for a test without a server to hand them to its handler.
    pub fn signed(&self) -> &SignedNotification {
        &self.signed
    }

    /// The status that it was answered with; `None` when there was no answer, or is none yet.
    pub fn status(&self) -> Option<u16> {
        match self.outcome {
            Outcome::Answered(status) => Some(status),
            _ => None,
        }
    }

    /// Why there was no answer, such as that the URL leads to another machine; `None` when there was one,
    /// or may still be.
    pub fn problem(&self) -> Option<&str> {
        match &self.outcome {
            Outcome::Failed(problem) => Some(problem),
            _ => None,
        }
    }
}

impl fmt::Debug for Notified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notified")
            .field("name", &self.name)
            .field("status", &self.status())
            .field("failed", &self.problem().is_some())
            .field("body_bytes", &self.signed.body.len())
            .finish_non_exhaustive()
    }
}

/// The latest notifications, and those that are on their way: they end with the sandbox.
pub(crate) struct Outbox {
    /// How many are kept.
    keep: usize,
    /// Whether they are delivered.
    delivers: bool,
    sent: Arc<Mutex<Sent>>,
    underway: Mutex<JoinSet<()>>,
}

/// The latest notifications.
#[derive(Default)]
struct Sent {
    /// The number of the first one kept.
    first: usize,
    latest: VecDeque<Notified>,
}

impl Outbox {
    /// Keeps so many, and delivers them or not.
    pub(crate) fn new(keep: usize, delivers: bool) -> Self {
        Self { keep, delivers, sent: Arc::default(), underway: Mutex::default() }
    }

    pub(crate) fn latest(&self) -> Vec<Notified> {
        lock(&self.sent).latest.iter().cloned().collect()
    }

    /// Keeps a notification, and sends it in the background. Must be called on a tokio runtime.
    pub(crate) fn send(&self, name: &str, url: &str, signed: SignedNotification) {
        let notified = Notified {
            name: name.to_owned(),
            url: url.to_owned(),
            signed: signed.clone(),
            outcome: if self.delivers { Outcome::Underway } else { Outcome::Failed(EXPOSED.to_owned()) },
        };
        let number = lock(&self.sent).push(notified, self.keep);
        if !self.delivers {
            return;
        }
        let (sent, url) = (Arc::clone(&self.sent), url.to_owned());
        let mut underway = lock(&self.underway);
        while underway.try_join_next().is_some() {}
        underway.spawn(async move {
            let outcome = match deliver(&url, &signed).await {
                Ok(status) => Outcome::Answered(status),
                Err(error) => Outcome::Failed(error.to_string()),
            };
            lock(&sent).close(number, outcome);
        });
    }
}

impl Sent {
    /// Adds a notification and returns its number.
    fn push(&mut self, notified: Notified, keep: usize) -> usize {
        self.latest.push_back(notified);
        let number = self.first + self.latest.len() - 1;
        while self.latest.len() > keep {
            self.latest.pop_front();
            self.first += 1;
        }
        number
    }

    /// Notes what became of a notification, if it is still kept.
    fn close(&mut self, number: usize, outcome: Outcome) {
        let index = number.checked_sub(self.first);
        if let Some(notified) = index.and_then(|index| self.latest.get_mut(index)) {
            notified.outcome = outcome;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
