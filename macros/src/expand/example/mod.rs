//! Writes the example of an endpoint in Rust. Its documentation shows and compiles the example; tests run it
//! and compare the request with the contract's example.

mod json;
mod reading;
mod repeats;
mod value;

use alignet_spec::contract::{Endpoint, Field, Primitive, Reply};
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value as Json;

use self::{
    json::{anywhere, is_set, parsed, shown},
    value::Writer,
};
use crate::read::Found;

/// Writes a call that sets every field of the contract's example, or else every required field.
pub(crate) fn call(found: &Found, endpoint: &Endpoint, start: &str) -> String {
    let request = parsed(endpoint.example.request.as_ref());
    let mut writer = Writer::new(found, repeats::repeats(found, endpoint, &request));
    let shared = writer.shared();
    let setters: String = set(found, endpoint, &request)
        .into_iter()
        .map(|(field, json)| writer.setter(field, json.as_ref(), "    "))
        .collect();
    let sent = match setters.is_empty() {
        true => format!("{start}.send().await"),
        false => format!("{start}{setters}\n    .send()\n    .await"),
    };
    let read = reading::reading(found, endpoint, &sent);
    format!("{}{shared}{read}", writer.imports())
}

/// Writes the line that saves a document to a file, for documentation alone.
pub(crate) fn saved(endpoint: &Endpoint) -> Option<String> {
    let Reply::Document(media) = &endpoint.reply else { return None };
    let subtype = media.rsplit('/').next().unwrap_or_default();
    let known = subtype.len() <= 4 && subtype.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let extension = if known { format!(".{subtype}") } else { String::new() };
    Some(format!("\nstd::fs::write(\"{}{extension}\", &reply)?;", endpoint.name))
}

/// Emits every example of the contract as a function that runs it.
pub(crate) fn examples(found: &Found) -> TokenStream {
    let examples = found.contract.endpoints.iter().map(|endpoint| {
        let name = &endpoint.name;
        let code = call(found, endpoint, &format!("alignet.{name}()"));
        let code: TokenStream = code.parse().unwrap_or_default();
        quote!((#name, |alignet| ::std::boxed::Box::pin(async move { #code ::core::result::Result::Ok(()) })))
    });
    quote! {
        /// An endpoint, and the call that its documentation shows.
        pub type Example = (&'static str, for<'c> fn(&'c ::alignet::Client) -> Running<'c>);
        /// An example under way.
        pub type Running<'c> = ::std::pin::Pin<::std::boxed::Box<dyn ::core::future::Future<Output = ::core::result::Result<(), ::alignet::Error>> + Send + 'c>>;
        /// Every endpoint of the contract.
        #[allow(deprecated, unused_variables)]
        pub const EXAMPLES: &[Example] = &[#(#examples),*];
    }
}

/// Returns a list with an item, which a list in a query must have.
fn list(field: &Field) -> Option<Json> {
    let item = field.style.and(field.shape.innermost().primitive()).map(Primitive::example);
    field.style.map(|_| Json::Array(vec![item.unwrap_or_default()]))
}

/// Returns the fields to set, with their values if the example has them.
fn set<'f>(found: &Found, endpoint: &'f Endpoint, request: &Json) -> Vec<(&'f Field, Option<Json>)> {
    let reply = parsed(endpoint.example.reply.as_ref());
    let beside_body = endpoint.path.iter().chain(&endpoint.query).chain(&endpoint.header);
    let beside_body = beside_body.filter(|field| is_set(field, shown(field).as_ref()));
    // The example of a request has only its body. The reply repeats many other fields of the request.
    let repeated = |field: &Field| shown(field).or_else(|| anywhere(&reply, &field.wire));
    let beside_body = beside_body.map(|field| (field, repeated(field).or_else(|| list(field))));
    let body = endpoint.body.iter().flatten().map(|field| match request {
        // A reply about another request would be refused.
        Json::Null if !field.optional => (field, repeated(field)),
        Json::Null => (field, shown(field)),
        request => (field, request.get(&field.wire).cloned()),
    });
    let body = body.filter(|(field, json)| is_set(field, json.as_ref()));
    beside_body.chain(body.filter(|(field, _)| !found.contract.has_one_value(field))).collect()
}
