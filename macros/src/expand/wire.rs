//! Emits the derives and attributes for the wire format of a type and its fields.

use alignet_spec::contract::{Field, Reading, Shape};
use proc_macro2::TokenStream;
use quote::quote;

/// The directions in which a type travels.
#[derive(Clone, Copy)]
pub(super) struct Ways {
    pub(super) sent: bool,
    pub(super) received: bool,
}

/// Returns the derives of a type for its directions, after the others.
pub(super) fn derives(ways: Ways, others: TokenStream) -> TokenStream {
    let sent = ways.sent.then(|| quote!(, ::alignet::codegen::Sent));
    let received = ways.received.then(|| quote!(, ::alignet::codegen::Received));
    quote!(#[derive(#others #sent #received)])
}

/// Returns the attribute of a field that is sent, if it needs one.
pub(super) fn attribute(field: &Field) -> TokenStream {
    let present = matches!(field.shape, Shape::Nullable(_)) && !field.optional;
    words(field, present.then(|| quote!(present)))
}

/// Returns the attribute of a field that is only received, if it needs one.
pub(super) fn received(field: &Field) -> TokenStream {
    if field.reading == Reading::Lenient {
        return words(field, None);
    }
    let nullable = matches!(field.shape, Shape::Nullable(_)) && !field.optional;
    let required = field.reading == Reading::Strict && nullable;
    let may_differ = field.optional
        || field.reading == Reading::Status
        || matches!(field.shape, Shape::Nullable(_) | Shape::List(_) | Shape::Map(_));
    let said = [may_differ.then(|| quote!(strict)), required.then(|| quote!(present))];
    words(field, said.into_iter().flatten())
}

fn words(field: &Field, more: impl IntoIterator<Item = TokenStream>) -> TokenStream {
    let mut words = Vec::new();
    if field.wire != field.name {
        let wire = &field.wire;
        words.push(quote!(#wire));
    }
    if has_own_spelling(&field.shape) || is_success(field) {
        words.push(quote!(special));
    }
    words.extend(more);
    if words.is_empty() { TokenStream::new() } else { quote!(#[wire(#(#words),*)]) }
}

/// Returns true for the field that says if a call succeeded, which may come as text in any reply.
fn is_success(field: &Field) -> bool {
    field.wire == "success" && field.reading == Reading::Strict && field.shape == Shape::Boolean
}

/// Returns true if plain serde would read or write the shape differently.
fn has_own_spelling(shape: &Shape) -> bool {
    match shape {
        Shape::Secret | Shape::Flag | Shape::Numeric | Shape::Seconds => true,
        Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => has_own_spelling(inner),
        // These implement serde themselves.
        Shape::String | Shape::Scopes | Shape::Integer | Shape::Amount | Shape::Currency => false,
        Shape::Boolean | Shape::Json | Shape::Named(_) => false,
    }
}
