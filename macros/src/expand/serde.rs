//! How serde is told about a field.

use alignet_spec::contract::{Field, Shape};
use proc_macro2::TokenStream;
use quote::quote;

use crate::read::Found;

/// Which ways a type goes.
#[derive(Clone, Copy)]
pub(super) struct Ways {
    pub(super) sent: bool,
    pub(super) received: bool,
}

/// The derives of a type that goes these ways, and the line that says where serde is.
pub(super) fn derives(found: &Found, ways: Ways, others: TokenStream) -> TokenStream {
    let sent = ways.sent.then(|| quote!(, ::alignet::private::Serialize));
    let received = ways.received.then(|| quote!(, ::alignet::private::Deserialize));
    // A crate with a contract of its own need not depend on serde.
    let elsewhere = (!found.shipped).then(|| quote!(#[serde(crate = "::alignet::private::serde")]));
    quote! {
        #[derive(#others #sent #received)]
        #elsewhere
    }
}

/// The attribute of a field, if it needs one.
pub(super) fn attribute(field: &Field, ways: Ways) -> TokenStream {
    let mut parts = Vec::new();
    if field.wire != field.name {
        let wire = &field.wire;
        parts.push(quote!(rename = #wire));
    }
    let special = has_own_spelling(&field.shape);
    let nullable = matches!(field.shape, Shape::Nullable(_));
    if special {
        parts.push(quote!(with = "::alignet::wire"));
    } else if nullable && !field.optional && ways.received {
        parts.push(quote!(deserialize_with = "::alignet::wire::present"));
    }
    if field.optional && ways.received && (special || nullable) {
        parts.push(quote!(default));
    }
    if field.optional && ways.sent {
        let absent = if nullable { "::alignet::Nullable::is_absent" } else { "Option::is_none" };
        parts.push(quote!(skip_serializing_if = #absent));
    }
    if parts.is_empty() { TokenStream::new() } else { quote!(#[serde(#(#parts),*)]) }
}

/// Whether plain serde would read or write it differently.
fn has_own_spelling(shape: &Shape) -> bool {
    match shape {
        Shape::Secret | Shape::Flag | Shape::Numeric | Shape::Seconds => true,
        Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => has_own_spelling(inner),
        // What reads and writes itself.
        Shape::String | Shape::Scopes | Shape::Integer | Shape::Amount | Shape::Currency => false,
        Shape::Boolean | Shape::Json | Shape::Named(_) => false,
    }
}
