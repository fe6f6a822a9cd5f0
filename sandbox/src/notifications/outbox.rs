//! Keeps the notifications that calls cause, for tests, and posts them to the merchant.

use std::{
    collections::VecDeque,
    fmt, io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::{runtime::Handle, task::JoinSet};

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
    /// The number of times that it was posted.
    attempts: u64,
    /// The number of its last change among the changes of all notifications.
    revision: u64,
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

    /// The number of times that it was posted.
    pub(crate) fn attempts(&self) -> u64 {
        self.attempts
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
    /// The runtime that posts them: a clock may be moved outside of it.
    runtime: Handle,
    pending: Mutex<JoinSet<()>>,
}

/// The latest notifications.
#[derive(Default)]
pub(crate) struct Sent {
    /// The number of the first notification that is kept.
    first: usize,
    latest: VecDeque<Notified>,
    /// The number of changes of notifications.
    revisions: u64,
}

impl Outbox {
    /// Makes an outbox that keeps `keep` notifications, and posts them on the current tokio runtime if `delivers` is true.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    pub(crate) fn new(keep: usize, delivers: bool) -> Self {
        let runtime = Handle::current();
        Self { keep, delivers, sent: Arc::default(), runtime, pending: Mutex::default() }
    }

    pub(crate) fn latest(&self) -> Vec<Notified> {
        lock(&self.sent).latest.iter().cloned().collect()
    }

    /// The latest notifications, locked.
    pub(crate) fn sent(&self) -> MutexGuard<'_, Sent> {
        lock(&self.sent)
    }

    /// Posts a notification that is kept once more, to its URL or to another, and returns the status of the answer; `None` if
    /// there is no such notification.
    pub(crate) async fn again(&self, number: usize, url: Option<&str>) -> Option<io::Result<u16>> {
        let notified = self.sent().at(number)?.clone();
        let answer = deliver(url.unwrap_or(&notified.url), &(&notified.signed).into()).await;
        let delivery = match &answer {
            Ok(status) => Delivery::Answered(*status),
            Err(error) => Delivery::Failed(error.to_string()),
        };
        self.sent().close(number, delivery);
        Some(answer)
    }

    /// Keeps a notification, and posts it in the background.
    pub(crate) fn send(&self, name: &str, url: &str, signed: SignedNotification) {
        let notified = Notified {
            name: name.to_owned(),
            url: url.to_owned(),
            signed: signed.clone(),
            attempts: 0,
            revision: 0,
            delivery: if self.delivers { Delivery::Pending } else { Delivery::Failed(EXPOSED.to_owned()) },
        };
        let number = lock(&self.sent).push(notified, self.keep);
        if !self.delivers {
            return;
        }
        let (sent, url) = (Arc::clone(&self.sent), url.to_owned());
        let mut pending = lock(&self.pending);
        while pending.try_join_next().is_some() {}
        let post = async move {
            let delivery = match deliver(&url, &(&signed).into()).await {
                Ok(status) => Delivery::Answered(status),
                Err(error) => Delivery::Failed(error.to_string()),
            };
            lock(&sent).close(number, delivery);
        };
        pending.spawn_on(post, &self.runtime);
    }
}

impl Sent {
    /// Adds a notification and returns its number.
    fn push(&mut self, mut notified: Notified, keep: usize) -> usize {
        self.revisions += 1;
        notified.revision = self.revisions;
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
            self.revisions += 1;
            (notified.delivery, notified.revision) = (delivery, self.revisions);
            notified.attempts += 1;
        }
    }

    fn at(&self, number: usize) -> Option<&Notified> {
        self.latest.get(number.checked_sub(self.first)?)
    }

    /// The notifications with their numbers, oldest first, each with the number of its last change.
    pub(crate) fn all(&self) -> impl Iterator<Item = (u64, (usize, &Notified))> {
        (self.first..).zip(&self.latest).map(|(number, one)| (one.revision, (number, one)))
    }

    /// The number of changes of notifications so far.
    pub(crate) fn revision(&self) -> u64 {
        self.revisions
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
