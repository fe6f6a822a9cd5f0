//! Builds an error step by step.

use std::{error::Error as StdError, sync::Arc, time::Duration};

use serde_json::Value as Json;

use super::{Delivery, Error, ErrorKind, Inner, Message, ReplyType, bounded};

/// The most vendor messages that an error keeps.
const MESSAGES: usize = 8;

impl Error {
    pub(crate) fn of_kind(kind: ErrorKind) -> Self {
        Self(Arc::new(Inner {
            kind,
            operation: None,
            delivery: Delivery::NotSent,
            indeterminate: false,
            settled_by: None,
            reference: None,
            key: None,
            timeout: kind == ErrorKind::Timeout,
            temporary: false,
            code: None,
            messages: Vec::new(),
            path: None,
            note: None,
            request_id: None,
            retry_after: None,
            definite: false,
            reply: None,
            reply_type: ReplyType::Undeclared,
            source: None,
        }))
    }

    pub(crate) fn noted(kind: ErrorKind, note: impl Into<String>) -> Self {
        Self::of_kind(kind).with(|inner| inner.note = Some(note.into()))
    }

    pub(crate) fn delivery_is(self, delivery: Delivery) -> Self {
        self.with(|inner| inner.delivery = delivery)
    }

    pub(crate) fn note(self, note: impl Into<String>) -> Self {
        self.with(|inner| inner.note = Some(note.into()))
    }

    pub(crate) fn source_is(self, source: Arc<dyn StdError + Send + Sync>) -> Self {
        self.with(|inner| inner.source = Some(source))
    }

    pub(crate) fn temporary(self) -> Self {
        self.temporary_is(true)
    }

    pub(crate) fn temporary_is(self, temporary: bool) -> Self {
        self.with(|inner| inner.temporary = temporary)
    }

    pub(crate) fn timed_out(self) -> Self {
        self.with(|inner| inner.timeout = true)
    }

    pub(crate) fn path_is(self, path: String) -> Self {
        self.with(|inner| inner.path = Some(bounded(&path)))
    }

    pub(crate) fn indeterminate(self) -> Self {
        self.with(|inner| inner.indeterminate = true)
    }

    pub(crate) fn settled_by_is(self, endpoint: &'static str, reference: Option<String>) -> Self {
        self.with(|inner| (inner.settled_by, inner.reference) = (Some(endpoint), reference))
    }

    pub(crate) fn key_is(self, key: String) -> Self {
        self.with(|inner| inner.key = Some(key))
    }

    pub(crate) fn retry_after_is(self, wait: Option<Duration>) -> Self {
        self.with(|inner| inner.retry_after = wait)
    }

    /// Marks the answer as saying for certain that the call was not done.
    pub(crate) fn definite(self) -> Self {
        self.with(|inner| inner.definite = true)
    }

    pub(crate) fn is_definite(&self) -> bool {
        self.0.definite
    }

    pub(crate) fn reply_is(self, reply: Json) -> Self {
        self.with(|inner| inner.reply = Some(reply))
    }

    pub(crate) fn reply_type_is(self, reply_type: ReplyType) -> Self {
        self.with(|inner| inner.reply_type = reply_type)
    }

    /// Sets the operation, unless an inner call already set its own.
    pub(crate) fn of_operation(self, operation: &'static str) -> Self {
        self.with(|inner| {
            inner.operation.get_or_insert(operation);
        })
    }

    pub(crate) fn request_id_is(self, id: Option<&str>) -> Self {
        self.with(|inner| inner.request_id = id.map(bounded))
    }

    pub(crate) fn vendor(self, code: Option<String>, messages: Vec<(String, String)>) -> Self {
        self.with(|inner| {
            inner.code = code.map(|code| bounded(&code));
            let message = |(locale, value): (String, String)| Message {
                locale: bounded(&locale),
                value: bounded(&value),
            };
            inner.messages = messages.into_iter().take(MESSAGES).map(message).collect();
        })
    }

    fn with(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }
}
