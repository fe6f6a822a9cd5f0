//! What the files mean: the model that the macro expands and the sandbox serves. Data only.
//!
//! Everything is sound by construction once [`Contract::load`](crate::Contract::load) has returned
//! it: indices are valid, names are distinct, places hold only what they can carry.

mod api;
mod endpoint;
mod field;
mod notification;
mod received;
mod record;
mod sent;
mod types;

use crate::source::{Sources, Span};

pub use self::{
    api::{Api, Bearer, Documented, Environment, EnvironmentKey, EnvironmentValue, Holds},
    endpoint::{Code, Echo, Endpoint, Example, Method, Repeat, Segment, Settle, StatusPath},
    field::{Field, Fill, Literal, Reading, Shape},
    notification::{Callback, Notification},
    record::{Act, Record, RecordUse, Scenario, Setting},
    types::{Kind, Outcome, Proof, Type, Union, Value, Variant},
};
pub(crate) use self::{endpoint::EndpointMarks, field::FieldMarks, notification::NotificationMarks};

/// A checked contract.
#[derive(Debug, Clone, Default)]
pub struct Contract {
    /// The files it was read from.
    pub sources: Sources,
    /// What all endpoints share.
    pub api: Api,
    /// The environments that exist, in file order.
    pub environments: Vec<Environment>,
    /// The endpoints, in file order.
    pub endpoints: Vec<Endpoint>,
    /// What the sandbox remembers from one call to the next, in file order.
    pub records: Vec<Record>,
    /// The notifications, in file order.
    pub notifications: Vec<Notification>,
    /// The types, in file order; the table of an endpoint's reply is one of them, as is the body of a
    /// notification.
    pub types: Vec<Type>,
}

impl Contract {
    /// Whether `span` lies in a file of the shipped contract that this one extends.
    pub fn is_inherited(&self, span: Span) -> bool {
        self.sources.source(span).is_some_and(|source| source.inherited)
    }

    /// The fields of an object type; none for the other kinds.
    pub fn fields(&self, index: usize) -> &[Field] {
        match self.types.get(index).map(|one| &one.kind) {
            Some(Kind::Object(fields)) => fields,
            _ => &[],
        }
    }
}
