//! Emits the values that the contract gives the fields of an object: fixed values and defaults.

use alignet_spec::contract::{Field, Fill, Literal, Primitive};
use proc_macro2::TokenStream;
use quote::quote;

/// Returns the fields that the type has in Rust: all but the fixed ones.
pub(super) fn held(fields: &[Field]) -> Vec<&Field> {
    fields.iter().filter(|field| !field.fill.is_fixed()).collect()
}

/// Returns true if the contract fixes a field.
pub(super) fn has_fixed(fields: &[Field]) -> bool {
    fields.iter().any(|field| field.fill.is_fixed())
}

/// Returns true if the contract gives the value of a field, so that reading needs it.
pub(super) fn has_any(fields: &[Field]) -> bool {
    has_fixed(fields) || fields.iter().any(is_default)
}

/// The default of a lifetime stands in the code that starts the lifetime.
fn is_default(field: &Field) -> bool {
    matches!(field.fill, Fill::Default(_)) && !field.shape.is(Primitive::Seconds)
}

/// Emits the constants of the given values, if there are any.
pub(super) fn given(fields: &[Field]) -> TokenStream {
    let fixed = listed(fields.iter().filter(|field| field.fill.is_fixed()));
    let fixed = fixed.map(|fixed| quote!(const FIXED: &'static [::alignet::codegen::Given] = #fixed;));
    let defaults = listed(fields.iter().filter(|field| is_default(field)));
    let defaults =
        defaults.map(|given| quote!(const DEFAULTS: &'static [::alignet::codegen::Given] = #given;));
    quote!(#fixed #defaults)
}

fn listed<'f>(fields: impl Iterator<Item = &'f Field>) -> Option<TokenStream> {
    let given: Vec<TokenStream> = fields.filter_map(pair).collect();
    (!given.is_empty()).then(|| quote!(&[#(#given),*]))
}

fn pair(field: &Field) -> Option<TokenStream> {
    let (Fill::Const(literal) | Fill::Default(literal)) = &field.fill else { return None };
    let value = match (literal, field.shape.primitive()) {
        (Literal::String(text), Some(Primitive::Amount)) => quote!(Amount(#text)),
        (Literal::String(text), Some(Primitive::Decimal)) => quote!(Decimal(#text)),
        (Literal::Integer(integer), Some(Primitive::Decimal)) => {
            let number = integer.to_string();
            quote!(Decimal(#number))
        }
        (Literal::String(text), Some(Primitive::DateTime)) => quote!(DateTime(#text)),
        (Literal::String(text), _) => quote!(Text(#text)),
        (Literal::Integer(integer), _) => {
            let integer = proc_macro2::Literal::i64_unsuffixed(*integer);
            quote!(Integer(#integer))
        }
        (Literal::Boolean(boolean), _) => quote!(Boolean(#boolean)),
    };
    let wire = &field.wire;
    Some(quote!((#wire, ::alignet::codegen::Literal::#value)))
}
