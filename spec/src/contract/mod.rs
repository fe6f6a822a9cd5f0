//! The model of a contract, which the macro expands and the sandbox serves. Data only.
//!
//! A contract that [`Contract::load`](crate::Contract::load) returns is sound: indices are valid, names
//! are distinct, and places hold only types that they can carry.

mod api;
mod endpoint;
mod field;
mod fixed;
mod notification;
mod received;
mod recovery;
mod reply;
mod sent;
mod types;

use crate::source::Sources;

pub use crate::{
    literal::Literal,
    primitive::{Notation, Primitive},
};

pub use self::{
    api::{Api, Bearer, Documented, Environment, EnvironmentKey, EnvironmentValue, Holds},
    endpoint::{
        Code, Cursor, Echo, Endpoint, EndpointMarks, ErrorBody, Example, Method, Repeat, Segment, Settle,
        StatusPath, Undo,
    },
    field::{Field, FieldMarks, Fill, Reading, Shape, Style},
    notification::{Notification, NotificationMarks},
    recovery::Query,
    reply::Reply,
    types::{Conversion, Kind, Origin, Outcome, Proof, Type, Union, Value, Variant},
};
pub(crate) use self::{recovery::takes_more_than_its_path, sent::Trail, types::reached};

/// A checked contract.
#[derive(Debug, Clone, Default)]
pub struct Contract {
    /// The files of the contract.
    pub sources: Sources,
    /// The settings that all endpoints share.
    pub api: Api,
    /// The environments, in file order.
    pub environments: Vec<Environment>,
    /// The scopes that access tokens can have, in file order.
    pub scopes: Vec<Documented>,
    /// The endpoints, in file order.
    pub endpoints: Vec<Endpoint>,
    /// The notifications and the returns, in file order.
    pub notifications: Vec<Notification>,
    /// The types, in file order. They include the replies that endpoints declare as tables, and the bodies of
    /// notifications and returns.
    pub types: Vec<Type>,
}

impl Contract {
    /// Returns the fields of an object type; empty for other types.
    pub fn fields(&self, index: usize) -> &[Field] {
        self.types.get(index).map(Type::fields).unwrap_or_default()
    }

    /// Returns the fields at the top of a reply; empty for a list, for a document and without a body.
    pub fn reply_fields(&self, endpoint: &Endpoint) -> &[Field] {
        endpoint.reply.whole().map(|index| self.fields(index)).unwrap_or_default()
    }
}
