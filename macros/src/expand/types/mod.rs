//! Emits the declared types, and their format on the wire.

mod browser;
mod conversion;
mod de;
mod deprecation;
mod enumeration;
mod fields;
mod given;
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
    let (items, deprecated) = match &one.kind {
        Kind::Object(fields) => {
            (object::object(found, one, fields), fields.iter().any(|field| field.deprecated.is_some()))
        }
        Kind::Enumeration(values) => {
            let deprecated = values.iter().any(|value| value.deprecated.is_some());
            (enumeration::enumeration(found, one, values), deprecated)
        }
        Kind::Union(union) => {
            let deprecated = union.variants.iter().any(|variant| variant.deprecated.is_some());
            (union::union(found, one, union), deprecated)
        }
    };
    if deprecated { deprecation::allowed(items) } else { items }
}
