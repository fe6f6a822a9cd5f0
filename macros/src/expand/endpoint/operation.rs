//! Emits the data of an endpoint, which the generic call uses.

use alignet_spec::contract::{Endpoint, Kind, Repeat, Reply, Value};
use proc_macro2::TokenStream;
use quote::quote;

use super::{echoes::echoes, fixed_fields, journaled, places, secrets};
use crate::{
    expand::{
        names::{self, ident, type_path},
        types,
    },
    read::Found,
};

pub(super) fn operation(found: &Found, endpoint: &Endpoint) -> TokenStream {
    let (request, reply) = (names::request(endpoint), names::reply(found, endpoint));
    let (name, origin) = (&endpoint.name, proc_macro2::Literal::usize_unsuffixed(endpoint.origin));
    let method = ident(&endpoint.method.as_str().to_ascii_lowercase());
    let route = &endpoint.route;
    let repetition = repetition(found, endpoint);
    let bearer = endpoint.scopes.as_ref().map(|scopes| {
        let fetch = names::path("FETCH_TOKEN", found.contract.api.inherited);
        quote!(.bearer(#scopes, #fetch))
    });
    let (headers, body) = (fixed_fields::headers(found, endpoint), fixed_fields::body(endpoint));
    let (status, set) =
        (&endpoint.status.path, if endpoint.status.optional { "optional_status" } else { "status" });
    let set = ident(set);
    let holds = holds(endpoint);
    let partial = endpoint.partial.as_ref().map(|code| {
        let code = &code.value;
        quote!(.partial(#code))
    });
    let parts = parts(found, endpoint);
    let open: Vec<&String> = endpoint.codes.iter().filter(|code| code.open).map(|code| &code.wire).collect();
    let open = (!open.is_empty()).then(|| quote!(.open(&[#(#open),*])));
    let errors = errors(found, endpoint);
    let (outcomes, echoes) = (outcomes(found, endpoint), echoes(found, endpoint));
    let (secrets, reply_secrets) = (secrets::in_request(found, endpoint), secrets::in_reply(found, endpoint));
    let secret_headers = secrets::in_reply_headers(found, endpoint);
    let (place, write_body) = (places::place(endpoint), types::body(found, endpoint));
    quote! {
        impl ::alignet::codegen::Endpoint for #request {
            type Reply = #reply;
            const OPERATION: ::alignet::codegen::Operation = ::alignet::codegen::Operation::#method(#name, #origin, #route)
                #repetition
                #bearer
                #headers
                #body
                #holds
                #partial
                #parts
                #open
                #errors
                #outcomes
                #echoes
                #secrets
                #reply_secrets
                #secret_headers
                .#set(&[#(#status),*]);
            #place
            #write_body
        }
    }
}

/// Emits the effect of a repetition, and the ways to find out what became of a call instead of repeating it.
fn repetition(found: &Found, endpoint: &Endpoint) -> TokenStream {
    let repeat = ident(match endpoint.repeat {
        Repeat::Safe => "Safe",
        Repeat::Harmless => "Harmless",
        Repeat::Keyed => "Keyed",
        Repeat::Never => "Never",
    });
    let key = endpoint.key.as_ref().map(|key| key.to_ascii_lowercase()).map(|key| quote!(.key(#key)));
    let mut beside = found.contract.endpoints.iter().filter(|other| other.origin == endpoint.origin);
    let ahead = beside.any(|other| other.repeat == Repeat::Never).then(|| quote!(.ahead()));
    let settled_by = endpoint.settle.as_ref().map(|settle| {
        let (by, reference) = (&found.contract.endpoints[settle.endpoint].name, &settle.reference);
        quote!(.settled_by(#by, #reference))
    });
    let found_again = journaled::found_again(found, endpoint);
    quote!(.repeat(::alignet::codegen::Repeat::#repeat) #key #ahead #settled_by #found_again)
}

/// Emits the status and the body of a success that no field of the body proves.
fn holds(endpoint: &Endpoint) -> Option<TokenStream> {
    let status = endpoint.success.unwrap_or(200);
    match &endpoint.reply {
        Reply::Object(_) => None,
        Reply::Nothing(_) => Some(quote!(.bodyless(#status))),
        Reply::List(_) => Some(quote!(.list(#status))),
        Reply::Document(media) => Some(quote!(.document(#status, #media))),
    }
}

/// Emits the types of the bodies of errors.
fn errors(found: &Found, endpoint: &Endpoint) -> Option<TokenStream> {
    let errors = endpoint.errors.iter().map(|error| {
        let (status, of) = (error.status, type_path(found, error.of));
        quote!((#status, ::core::any::TypeId::of::<#of>))
    });
    (!endpoint.errors.is_empty()).then(|| quote!(.errors(&[#(#errors),*])))
}

/// Emits the states of the parts of a call: those in which a part is carried out, and those in which it is declined.
fn parts(found: &Found, endpoint: &Endpoint) -> Option<TokenStream> {
    let (path, index) = found.contract.part_states(endpoint)?;
    let Kind::Enumeration(values) = &found.contract.types[index].kind else { return None };
    let (declined, made): (Vec<_>, Vec<_>) = values.iter().partition(|value| value.declined);
    let wires =
        |values: Vec<&Value>| -> Vec<String> { values.iter().map(|value| value.wire.clone()).collect() };
    let (path, made, declined) = (path.join("."), wires(made), wires(declined));
    Some(quote!(.parts(#path, &[#(#made),*], &[#(#declined),*])))
}

/// Emits the paths of the reply that determine an outcome.
fn outcomes(found: &Found, endpoint: &Endpoint) -> Option<TokenStream> {
    let paths = found.contract.reply_outcomes(endpoint);
    let outcomes = paths.iter().map(|(path, index)| {
        let (path, states) = (path.join("."), type_path(found, *index));
        quote!((#path, #states::STATES))
    });
    (!paths.is_empty()).then(|| quote!(.outcomes(&[#(#outcomes),*])))
}
