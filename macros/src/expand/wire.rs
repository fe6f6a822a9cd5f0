//! How a type and its fields say what they are on the wire.

use alignet_spec::contract::{Field, Shape};
use proc_macro2::TokenStream;
use quote::quote;

/// Which ways a type goes.
#[derive(Clone, Copy)]
pub(super) struct Ways {
    pub(super) sent: bool,
    pub(super) received: bool,
}

/// The derives of a type that goes these ways, behind its others.
pub(super) fn derives(ways: Ways, others: TokenStream) -> TokenStream {
    let sent = ways.sent.then(|| quote!(, ::alignet::private::Sent));
    let received = ways.received.then(|| quote!(, ::alignet::private::Received));
    quote!(#[derive(#others #sent #received)])
}

/// The attribute of a field, if it needs one.
pub(super) fn attribute(field: &Field) -> TokenStream {
    let mut words = Vec::new();
    if field.wire != field.name {
        let wire = &field.wire;
        words.push(quote!(#wire));
    }
    if has_own_spelling(&field.shape) {
        words.push(quote!(special));
    }
    if matches!(field.shape, Shape::Nullable(_)) && !field.optional {
        words.push(quote!(present));
    }
    if words.is_empty() { TokenStream::new() } else { quote!(#[wire(#(#words),*)]) }
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
