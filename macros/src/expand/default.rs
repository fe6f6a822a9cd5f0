//! Emits the default of a field.

use alignet_spec::contract::{Kind, Literal, Shape};
use proc_macro2::TokenStream;
use quote::quote;

use super::names::{ident, type_path};
use crate::read::Found;

/// Returns a default value as an expression of the field's type.
pub(crate) fn default(found: &Found, shape: &Shape, literal: &Literal) -> TokenStream {
    match (shape, literal) {
        (Shape::Named(index), Literal::String(text)) => {
            let values = match &found.type_at(*index).kind {
                Kind::Enumeration(values) => values.as_slice(),
                _ => &[],
            };
            let variant = values.iter().find(|value| value.wire == *text).map(|value| ident(&value.name));
            let path = type_path(found, *index);
            quote!(#path::#variant)
        }
        (Shape::Scopes, Literal::String(text)) => quote!(::alignet::Scopes::written(#text)),
        (Shape::Amount, Literal::String(text)) => {
            let minor = text.parse::<u64>().unwrap_or_default();
            quote!(::alignet::Amount::from_minor(#minor))
        }
        (Shape::Currency, Literal::String(text)) => {
            let number = text.parse::<u16>().unwrap_or_default();
            quote!(::alignet::Currency::numbered(#number))
        }
        (_, Literal::String(text)) => quote!(::core::convert::Into::into(#text)),
        (_, Literal::Integer(integer)) => quote!(#integer),
        (_, Literal::Boolean(boolean)) => quote!(#boolean),
    }
}
