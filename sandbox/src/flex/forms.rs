//! The forms that pages have opened.

use std::collections::VecDeque;

use serde_json::{Map, Value as Json};

/// The number of forms that are kept. The oldest are dropped first: a form is open for minutes.
const KEPT: usize = 1_000;

/// The URLs that a merchant has registered with the service.
#[derive(Debug, Clone, Default)]
pub(crate) struct Registered {
    pub(crate) callback_url: Option<String>,
    pub(crate) redirect_url: Option<String>,
}

/// A form that a page has opened with a nonce.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    /// The body of its charges, without the payment method.
    pub(super) body: Map<String, Json>,
    /// The URLs for its charges.
    pub(super) urls: Registered,
    /// The transactions of the buyer's attempts, oldest first.
    pub(super) attempts: Vec<String>,
}

/// The forms by their ids, oldest first.
#[derive(Default)]
pub(crate) struct Forms(VecDeque<(String, Form)>);

impl Forms {
    pub(super) fn open(&mut self, id: String, form: Form) {
        if self.0.len() >= KEPT {
            self.0.pop_front();
        }
        self.0.push_back((id, form));
    }

    pub(super) fn find(&self, id: &str) -> Option<Form> {
        self.0.iter().find(|(known, _)| known == id).map(|(_, form)| form.clone())
    }

    pub(super) fn attempted(&mut self, id: &str, transaction: String) {
        if let Some((_, form)) = self.0.iter_mut().find(|(known, _)| known == id) {
            form.attempts.push(transaction);
        }
    }
}
