//! Emits the declared types, and their format on the wire.

mod de;
mod enumeration;
mod fields;
mod lifetimes;
mod object;
mod outcome;
mod ser;
mod union;

use alignet_spec::contract::{Kind, Type};
use proc_macro2::TokenStream;

pub(crate) use self::{outcome::proves_funds, ser::body};
use crate::read::Found;

/// Emits a declared type.
pub(crate) fn declared(found: &Found, one: &Type) -> TokenStream {
    match &one.kind {
        Kind::Object(fields) => object::object(found, one, fields),
        Kind::Enumeration(values) => enumeration::enumeration(found, one, values),
        Kind::Union(union) => union::union(found, one, union),
    }
}
