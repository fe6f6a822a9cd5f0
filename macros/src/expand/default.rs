//! Emits the default of a field.

use alignet_spec::contract::{Kind, Literal, Shape};
use proc_macro2::TokenStream;
use quote::quote;

use super::{
    docs,
    names::{ident, type_path},
    primitive,
};
use crate::read::Found;

/// Returns a default as an expression of the field's type.
pub(crate) fn default(found: &Found, shape: &Shape, literal: &Literal) -> TokenStream {
    match shape {
        Shape::Primitive(primitive) => primitive::default(*primitive, literal),
        Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => default(found, inner, literal),
        // A default of a declared type is a value of an enumeration.
        Shape::Named(index) => {
            let values = match &found.type_at(*index).kind {
                Kind::Enumeration(values) => values.as_slice(),
                Kind::Object(_) | Kind::Union(_) => &[],
            };
            let text = docs::literal(literal);
            let variant = values.iter().find(|value| value.wire == text).map(|value| ident(&value.name));
            let path = type_path(found, *index);
            quote!(#path::#variant)
        }
    }
}
