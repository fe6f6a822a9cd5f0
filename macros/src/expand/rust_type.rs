//! The Rust types of fields.

use alignet_spec::contract::{Field, Kind, Primitive, Reading, Shape, Type};
use proc_macro2::TokenStream;
use quote::quote;

use super::{names::type_path, primitive};
use crate::read::Found;

/// Returns true if a field that is only received may be absent although the contract requires it. Such a
/// field proves nothing, so a reply without it is accepted. An absent list or map is read as empty.
pub(crate) fn may_be_unread(field: &Field) -> bool {
    let many = matches!(field.shape, Shape::List(_) | Shape::Map(_) | Shape::Nullable(_));
    field.reading != Reading::Strict && !field.optional && !many
}

/// Returns the type of a field that is only received.
pub(crate) fn of_received(found: &Found, field: &Field) -> TokenStream {
    let whole = of_field(found, field);
    if may_be_unread(field) { quote!(::core::option::Option<#whole>) } else { whole }
}

/// Returns the type of a whole field, including absent and null.
pub(crate) fn of_field(found: &Found, field: &Field) -> TokenStream {
    let inner = match &field.shape {
        // Only secrets have a use or a lifetime.
        _ if field.single_use => quote!(::alignet::SingleUseSecret),
        _ if field.lifetime.is_some() => quote!(::alignet::ExpiringSecret),
        Shape::Nullable(inner) if field.optional => {
            let inner = of_shape(found, inner);
            return quote!(::alignet::Nullable<#inner>);
        }
        shape => of_shape(found, shape),
    };
    if field.optional { quote!(::core::option::Option<#inner>) } else { inner }
}

/// Returns the type of a value that is present.
pub(crate) fn of_shape(found: &Found, shape: &Shape) -> TokenStream {
    match shape {
        Shape::Primitive(primitive) => primitive::rust_type(*primitive),
        Shape::Named(index) => type_path(found, *index),
        Shape::List(item) => {
            let item = of_shape(found, item);
            quote!(::std::vec::Vec<#item>)
        }
        Shape::Map(item) => {
            let item = of_shape(found, item);
            quote!(::std::collections::BTreeMap<::std::string::String, #item>)
        }
        Shape::Nullable(inner) => {
            let inner = of_shape(found, inner);
            quote!(::core::option::Option<#inner>)
        }
    }
}

/// The traits that a type can derive, given the types of its fields.
#[derive(Clone, Copy)]
pub(crate) struct Traits {
    /// True if the type contains no value that may be used only once.
    pub(crate) clone: bool,
    /// True if the type contains no secret, which a comparison could expose.
    pub(crate) compare: bool,
    /// True if requests and `Serialize` write the type in the same way.
    one_form: bool,
}

/// Returns the traits of a declared type.
pub(crate) fn traits_of(found: &Found, one: &Type) -> Traits {
    let mut traits = Traits { clone: true, compare: true, one_form: true };
    look_into_type(found, one, &mut traits, &mut Vec::new());
    traits
}

/// Returns true if a request has another form of such a value than `Serialize`: if it may hold a secret or a decimal.
pub(crate) fn has_two_forms(found: &Found, shape: &Shape) -> bool {
    let mut traits = Traits { clone: true, compare: true, one_form: true };
    look_into(found, shape, &mut traits, &mut Vec::new());
    !traits.one_form
}

fn look_into_type(found: &Found, one: &Type, traits: &mut Traits, seen: &mut Vec<usize>) {
    match &one.kind {
        Kind::Object(fields) => {
            for field in fields {
                traits.clone &= !field.single_use;
                look_into(found, &field.shape, traits, seen);
            }
        }
        Kind::Enumeration(_) => {}
        Kind::Union(union) => {
            union.variants.iter().for_each(|one| look_into(found, &Shape::Named(one.of), traits, seen));
        }
    }
}

fn look_into(found: &Found, shape: &Shape, traits: &mut Traits, seen: &mut Vec<usize>) {
    match shape {
        Shape::Primitive(primitive) => {
            traits.compare &= *primitive != Primitive::Secret;
            traits.one_form &= !matches!(primitive, Primitive::Secret | Primitive::Decimal);
        }
        Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => {
            look_into(found, inner, traits, seen)
        }
        Shape::Named(index) if !seen.contains(index) => {
            seen.push(*index);
            look_into_type(found, found.type_at(*index), traits, seen);
        }
        Shape::Named(_) => {}
    }
}
