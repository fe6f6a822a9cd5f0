//! A type with setters, and the fields that it sets.

use alignet_spec::contract::{Field, Fill, Primitive, Shape};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::{
    expand::{default::default, docs, names::ident, rust_type},
    read::Found,
};

/// A type with setters.
pub(crate) struct Builder {
    pub(crate) name: Ident,
    /// The type that holds the fields of a call; `None` if the builder holds its fields itself.
    pub(crate) request: Option<Ident>,
    pub(crate) settings: Vec<Setting>,
}

/// A field that callers set.
pub(crate) struct Setting {
    pub(crate) name: Ident,
    pub(crate) doc: TokenStream,
    pub(crate) ty: TokenStream,
    pub(crate) start: Start,
}

/// The state of a field before it is set.
pub(crate) enum Start {
    /// Missing: the field must be set.
    Required,
    /// This value.
    Default(TokenStream),
    /// Absent; holds the type of a value.
    Optional(TokenStream),
    /// Absent; holds JSON.
    OptionalJson,
    /// Absent; the type of the field also tells null.
    Nullable,
}

impl Setting {
    /// Returns the setting of a field of the contract, with the place of a field that a request has beside others.
    pub(crate) fn of(found: &Found, field: &Field, place: Option<&str>) -> Self {
        let start = match &field.fill {
            Fill::Default(literal) => Start::Default(default(found, &field.shape, literal)),
            _ if found.contract.has_one_value(field) => {
                let ty = rust_type::of_shape(found, &field.shape);
                Start::Default(quote!(#ty::builder().build()))
            }
            _ if !field.optional => Start::Required,
            _ if matches!(field.shape, Shape::Nullable(_)) => Start::Nullable,
            _ if field.shape.is(Primitive::Json) => Start::OptionalJson,
            _ => Start::Optional(rust_type::of_shape(found, &field.shape)),
        };
        let (name, doc) = (ident(&field.name), docs::of_setter(found, field, place));
        Self { name, doc, ty: rust_type::of_field(found, field), start }
    }
}

/// Returns the type parameter of a required field. No contract has a type of this name: camel case has no
/// underscore.
pub(super) fn parameter(index: usize) -> Ident {
    format_ident!("F_{index}")
}
