//! Reads the headers of a reply that the contract declares. Headers inform, so each is read on its own: one that can't be
//! read is `None`, and its name is noted.

use std::{str::FromStr, time::Duration};

use http::HeaderMap;

use super::wire::Wire as _;
use crate::types::{scopes::Scopes, secret::Secret};

/// The declared headers of a reply.
pub trait ReplyHeaders: Send {
    /// Reads them.
    fn read(headers: &mut HeaderReader<'_>) -> Self;
}

/// The contract declares none.
impl ReplyHeaders for () {
    fn read(_: &mut HeaderReader<'_>) {}
}

/// Reads the headers of a reply, each by its name.
pub struct HeaderReader<'h> {
    headers: &'h HeaderMap,
    unread: Vec<String>,
}

impl<'h> HeaderReader<'h> {
    pub(crate) fn of(headers: &'h HeaderMap) -> Self {
        Self { headers, unread: Vec::new() }
    }

    /// Returns the names of the headers that are not as the contract says.
    pub(crate) fn unread(self) -> Vec<String> {
        self.unread
    }

    /// Reads a value by its `FromStr`.
    pub fn parsed<T: FromStr>(&mut self, name: &'static str) -> Option<T> {
        self.read(name, |text| text.parse().ok())
    }

    /// Reads an integer, which has no plus sign.
    pub fn integer(&mut self, name: &'static str) -> Option<i64> {
        self.read(name, |text| text.parse().ok().filter(|_| !text.starts_with('+')))
    }

    /// Reads one or more whole seconds.
    pub fn seconds(&mut self, name: &'static str) -> Option<Duration> {
        self.read(name, |text| Duration::read(serde::de::value::StrDeserializer::<Wrong>::new(text)).ok())
    }

    /// Reads a secret, which is not empty.
    pub fn secret(&mut self, name: &'static str) -> Option<Secret> {
        self.read(name, |text| (!text.is_empty()).then(|| Secret::new(text)))
    }

    /// Reads one or more scopes.
    pub fn scopes(&mut self, name: &'static str) -> Option<Scopes> {
        self.read(name, |text| Some(Scopes::from(text)).filter(|scopes| !scopes.as_str().is_empty()))
    }

    /// Reads a header. A header that comes twice has no value, because nothing says which one counts.
    fn read<T>(&mut self, name: &'static str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let mut found = self.headers.get_all(name).iter();
        let text = std::str::from_utf8(found.next()?.as_bytes()).ok().filter(|_| found.next().is_none());
        let value = text.and_then(parse);
        if value.is_none() {
            self.unread.push(format!("header {name}"));
        }
        value
    }
}

type Wrong = serde::de::value::Error;
