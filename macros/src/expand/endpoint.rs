//! Emits an endpoint: its request type and its data.

use alignet_spec::{contract::Endpoint, name};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{ident, operation, request};
use crate::read::Found;

/// The names of the items of an endpoint.
pub(super) struct Names {
    /// The call.
    pub(super) call: Ident,
    /// The request that it builds.
    pub(super) request: Ident,
}

pub(super) fn names(endpoint: &Endpoint) -> Names {
    let call = name::camel(&endpoint.name);
    Names { request: ident(&format!("{call}Request")), call: ident(&call) }
}

pub(super) fn endpoint(found: &Found, endpoint: &Endpoint) -> TokenStream {
    let request = request::request(found, endpoint);
    let operation = operation::operation(found, endpoint);
    quote!(#request #operation)
}
