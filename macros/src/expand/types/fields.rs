//! Lists the fields of an object, as the generic code of `alignet::codegen::wire` reads and writes them.
//!
//! The list is the names of the fields on the wire, and their values in pairs of pairs; each value is wrapped
//! in the types that say how it is read or written. `client/src/codegen/wire/field.rs` explains the reason.

use std::collections::BTreeSet;

use alignet_spec::contract::{Field, Primitive, Reading, Shape};
use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    expand::{names::ident, primitive, rust_type},
    read::Found,
};

/// The types around the value of a field, outermost first.
pub(super) type Wrappers = &'static [&'static str];

/// Returns the wrappers of a field that is written. A type that holds a secret or a decimal has two forms, which plain serde
/// does not know.
pub(super) fn written(found: &Found, field: &Field, also_sent: bool) -> Wrappers {
    let optional = field.optional || !also_sent && rust_type::may_be_unread(field);
    as_declared(optional, is_special(field) || rust_type::has_two_forms(found, &field.shape))
}

fn as_declared(optional: bool, special: bool) -> Wrappers {
    match (optional, special) {
        (true, true) => &["Optional", "Special"],
        (true, false) => &["Optional", "Plain"],
        (false, true) => &["Special"],
        (false, false) => &["Plain"],
    }
}

/// Returns the wrappers of a field that is received. A type that is also sent is read as strictly as it is
/// written.
pub(super) fn received(field: &Field, also_sent: bool) -> Wrappers {
    let reading = if also_sent { Reading::Strict } else { field.reading };
    let list = matches!(field.shape, Shape::List(_)) && !field.optional && !is_special(field);
    match reading {
        Reading::Lenient if list => &["Items"],
        Reading::Lenient if is_special(field) => &["Lenient", "Special"],
        Reading::Lenient => &["Lenient", "Plain"],
        _ if list => &["List"],
        // Objects, and a string: none is special.
        Reading::Status if rust_type::may_be_unread(field) => &["Optional", "Plain"],
        _ => as_declared(field.optional, is_special(field)),
    }
}

/// Returns true if plain serde would read or write the field differently.
fn is_special(field: &Field) -> bool {
    is_success(field) || has_own_spelling(&field.shape)
}

/// Returns true for the field that says if a call succeeded, which may come as text in any reply.
fn is_success(field: &Field) -> bool {
    field.wire == "success" && field.reading == Reading::Strict && field.shape.is(Primitive::Boolean)
}

fn has_own_spelling(shape: &Shape) -> bool {
    match shape {
        Shape::Primitive(primitive) => primitive::has_own_spelling(*primitive),
        Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => has_own_spelling(inner),
        Shape::Named(_) => false,
    }
}

/// The listed fields of an object.
pub(super) struct Listed {
    /// Imports the wrappers into the function.
    pub(super) imports: TokenStream,
    /// The names on the wire.
    pub(super) names: TokenStream,
    /// The values in pairs of pairs.
    pub(super) pairs: TokenStream,
}

/// Lists fields with their wrappers and their values.
pub(super) fn listed<'f>(fields: impl Iterator<Item = (&'f Field, Wrappers, TokenStream)>) -> Listed {
    let (mut imports, mut names, mut values) = (BTreeSet::new(), Vec::new(), Vec::new());
    for (field, wrappers, value) in fields {
        imports.extend(wrappers);
        names.push(&field.wire);
        values.push(wrappers.iter().rev().fold(value, |value, wrapper| {
            let wrapper = ident(wrapper);
            quote!(#wrapper(#value))
        }));
    }
    let imports = match imports.is_empty() {
        // rustc warns about an import of nothing.
        true => TokenStream::new(),
        false => {
            let imports = imports.into_iter().map(ident);
            quote!(use ::alignet::codegen::{#(#imports),*};)
        }
    };
    Listed { imports, names: quote!(&[#(#names),*]), pairs: pairs(&values) }
}

fn pairs(values: &[TokenStream]) -> TokenStream {
    match values {
        [] => quote!(()),
        [one] => one.clone(),
        _ => {
            let (left, right) = values.split_at(values.len() / 2);
            let (left, right) = (pairs(left), pairs(right));
            quote!((#left, #right))
        }
    }
}
