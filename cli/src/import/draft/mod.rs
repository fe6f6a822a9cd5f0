//! The draft: what is imported, before it is written as TOML.

mod model;
mod names;
mod prose;
mod used;
mod write;

pub(crate) use self::{
    model::{
        Draft, Endpoint, Entry, Example, Field, Kind, Member, Notification, Reply, Shape, Table, Type, Value,
    },
    names::{OF_CALLS, OF_TYPES, TypeNames, endpoint_name, inner_name, name_fields, name_members},
    prose::{comment, sentence, shown},
};
