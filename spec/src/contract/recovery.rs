//! The fields by which a client finds a call again after a crash: all that it wrote down are the merchant, the reference,
//! and later the id that the service gave the transaction.

use super::{Contract, Endpoint, Field, Notification};

/// The way to query a call with what a client wrote down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Query<'c> {
    /// The reference, and the merchant if the path has it, are enough.
    ByReference,
    /// The path also takes this field, the service's id of the transaction.
    ByTransaction(&'c str),
}

impl Contract {
    /// Returns the wire name of the field that says for which merchant a call is: the one that a notification names as
    /// `merchant`, or else the only other field of the path of the settling query that the request has too.
    pub fn merchant_of<'c>(&'c self, endpoint: &'c Endpoint) -> Option<&'c str> {
        let sent = self.sent_fields(endpoint);
        let has = |wire: &str| sent.iter().any(|field| field.wire == wire);
        let named = self.notifications.iter().filter_map(|one| self.fields(one.body).get(one.merchant));
        if let Some(field) = named.map(|field| field.wire.as_str()).find(|wire| has(wire)) {
            return Some(field);
        }
        let settle = endpoint.settle.as_ref()?;
        let asked = &self.endpoints.get(settle.endpoint)?.path;
        let mut others =
            asked.iter().map(|field| field.wire.as_str()).filter(|wire| *wire != settle.reference);
        let other = others.find(|wire| has(wire))?;
        others.all(|wire| !has(wire)).then_some(other)
    }

    /// Returns the way to query a call with what a client wrote down; `None` if the query takes more, or tells no outcome.
    pub fn query_of<'c>(&'c self, endpoint: &'c Endpoint) -> Option<Query<'c>> {
        let settle = endpoint.settle.as_ref()?;
        let asked = self.endpoints.get(settle.endpoint)?;
        let known = |wire: &str| wire == settle.reference || Some(wire) == self.merchant_of(endpoint);
        let has_reference = asked.path.iter().any(|field| field.wire == settle.reference);
        if !has_reference || takes_more_than_its_path(asked) || self.reply_outcomes(asked).is_empty() {
            return None;
        }
        let mut unknown = asked.path.iter().map(|field| field.wire.as_str()).filter(|wire| !known(wire));
        match (unknown.next(), unknown.next()) {
            (None, _) => Some(Query::ByReference),
            (Some(transaction), None) => Some(Query::ByTransaction(transaction)),
            _ => None,
        }
    }

    /// Returns the fields of the path of an undo that a client did not write down.
    pub(crate) fn not_kept<'c>(&'c self, endpoint: &'c Endpoint, undo: &'c Endpoint) -> Vec<&'c Field> {
        let (merchant, settle) = (self.merchant_of(endpoint), endpoint.settle.as_ref());
        let kept = |field: &&Field| {
            Some(field.wire.as_str()) == merchant
                || settle.is_some_and(|settle| settle.reference == field.wire)
        };
        undo.path.iter().filter(|field| !kept(field)).collect()
    }

    /// Returns true if another call is undone by this one.
    pub fn undoes(&self, endpoint: &Endpoint) -> bool {
        let undone = self.endpoints.iter().filter_map(|other| self.endpoints.get(other.undo?.endpoint));
        undone.into_iter().any(|undo| undo.name == endpoint.name)
    }

    /// Returns the places in the identity of a notification of the reference of a call that can be undone, and of the
    /// service's id of its transaction. `None` if the notification tells of no such call.
    pub fn told_by(&self, notification: &Notification) -> Option<(usize, Option<usize>)> {
        let place = |wire: &str| {
            notification.identity.iter().position(|path| path.last().is_some_and(|last| last == wire))
        };
        let undone = self.endpoints.iter().filter(|_| notification.form.is_none());
        let mut undone = undone.filter(|endpoint| endpoint.undo.is_some());
        undone.find_map(|endpoint| {
            let reference = place(&endpoint.settle.as_ref()?.reference)?;
            Some(match self.query_of(endpoint) {
                Some(Query::ByTransaction(wire)) => (reference, place(wire)),
                _ => (reference, None),
            })
        })
    }
}

/// Returns true if callers have to set a field beside the path.
pub(crate) fn takes_more_than_its_path(endpoint: &Endpoint) -> bool {
    let beside = endpoint.query.iter().chain(&endpoint.header).chain(endpoint.body.iter().flatten());
    beside.into_iter().any(|field| !field.optional && !field.fill.is_fixed())
}
