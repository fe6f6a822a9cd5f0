//! Keeps the notifications that calls cause, for tests, and posts them to the merchant.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::task::JoinSet;

use crate::notifications::{build::SignedNotification, deliver::deliver};

/// The reason that nothing is posted: a caller on another machine could make the sandbox post to an address
/// that only this machine can reach.
const EXPOSED: &str = "the sandbox can be reached from other machines, and so posts nothing by itself";

/// A notification that a call caused, and the result of its delivery.
///
/// `Debug` omits its body and its URL, which come from values that the caller sent.
#[derive(Clone)]
pub struct Notified {
    name: String,
    url: String,
    signed: SignedNotification,
    delivery: Delivery,
}

/// The state of a notification's delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Delivery {
    Pending,
    Answered(u16),
    Failed(String),
}

impl Notified {
    /// The notification's name in the contract, such as `charge`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The URL that the notification is addressed to. The sandbox never posts to other machines, and posts no
    /// notification by itself while other machines can reach it.
    pub fn expose_url(&self) -> &str {
        &self.url
    }

    /// The body and the signature: to send again with [`Sandbox::deliver`](crate::Sandbox::deliver), or to
    /// pass to a handler in a test without a server.
    pub fn signed(&self) -> &SignedNotification {
        &self.signed
    }

    /// The status of the merchant's answer; `None` if there was no answer, or no answer yet.
    pub fn status(&self) -> Option<u16> {
        match self.delivery {
            Delivery::Answered(status) => Some(status),
            _ => None,
        }
    }

    /// The reason that there was no answer, such as a URL of another machine; `None` if there was an
    /// answer, or if the delivery has not ended.
    pub fn problem(&self) -> Option<&str> {
        match &self.delivery {
            Delivery::Failed(problem) => Some(problem),
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

/// The latest notifications, and the deliveries in progress. Deliveries are aborted with the sandbox.
pub(crate) struct Outbox {
    /// The number of notifications that are kept.
    keep: usize,
    /// True if notifications are posted.
    delivers: bool,
    sent: Arc<Mutex<Sent>>,
    pending: Mutex<JoinSet<()>>,
}

/// The latest notifications.
#[derive(Default)]
struct Sent {
    /// The number of the first notification that is kept.
    first: usize,
    latest: VecDeque<Notified>,
}

impl Outbox {
    /// Makes an outbox that keeps `keep` notifications, and posts them if `delivers` is true.
    pub(crate) fn new(keep: usize, delivers: bool) -> Self {
        Self { keep, delivers, sent: Arc::default(), pending: Mutex::default() }
    }

    pub(crate) fn latest(&self) -> Vec<Notified> {
        lock(&self.sent).latest.iter().cloned().collect()
    }

    /// Keeps a notification, and posts it in the background. Must be called on a tokio runtime.
    pub(crate) fn send(&self, name: &str, url: &str, signed: SignedNotification) {
        let notified = Notified {
            name: name.to_owned(),
            url: url.to_owned(),
            signed: signed.clone(),
            delivery: if self.delivers { Delivery::Pending } else { Delivery::Failed(EXPOSED.to_owned()) },
        };
        let number = lock(&self.sent).push(notified, self.keep);
        if !self.delivers {
            return;
        }
        let (sent, url) = (Arc::clone(&self.sent), url.to_owned());
        let mut pending = lock(&self.pending);
        while pending.try_join_next().is_some() {}
        pending.spawn(async move {
            let delivery = match deliver(&url, &(&signed).into()).await {
                Ok(status) => Delivery::Answered(status),
                Err(error) => Delivery::Failed(error.to_string()),
            };
            lock(&sent).close(number, delivery);
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

    /// Sets the result of a delivery, if its notification is still kept.
    fn close(&mut self, number: usize, delivery: Delivery) {
        let index = number.checked_sub(self.first);
        if let Some(notified) = index.and_then(|index| self.latest.get_mut(index)) {
            notified.delivery = delivery;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
