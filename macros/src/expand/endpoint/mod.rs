//! Emits an endpoint: its call, the request that the call sends, and its data.

mod call;
mod docs;
mod echoes;
mod errors;
mod extension;
mod fixed_fields;
mod journaled;
mod method;
mod operation;
mod places;
mod reply_headers;
mod request;
mod secrets;

use alignet_spec::contract::Endpoint;
use proc_macro2::TokenStream;
use quote::quote;

pub(crate) use self::{
    extension::extension, fixed_fields::shared_headers, journaled::journaled, method::methods,
};
use crate::{
    expand::{
        builder::{Builder, Setting},
        names,
    },
    read::Found,
};

pub(crate) fn endpoint(found: &Found, endpoint: &Endpoint) -> TokenStream {
    let fields = places::set(endpoint);
    let builder = Builder {
        name: names::call(endpoint),
        request: Some(names::request(endpoint)),
        settings: fields.map(|(place, field)| Setting::of(found, field, Some(place))).collect(),
    };
    let call = call::call(found, endpoint, &builder);
    let request = request::request(endpoint, &builder);
    let operation = operation::operation(found, endpoint);
    let reply_headers = reply_headers::read(found, endpoint);
    quote!(#call #request #operation #reply_headers)
}
