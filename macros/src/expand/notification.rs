//! Emits the data of a notification or a return, which the client verifies and identifies received ones by.

use alignet_spec::contract::Notification;
use proc_macro2::TokenStream;
use quote::quote;

use super::names::type_path;
use crate::read::Found;

pub(crate) fn notification(found: &Found, notification: &Notification) -> TokenStream {
    let body = type_path(found, notification.body);
    let name = &notification.name;
    let signature = match &notification.form {
        // Names of headers are compared in lower case.
        None => notification.signature.to_ascii_lowercase(),
        Some(_) => notification.signature.clone(),
    };
    let keys = proc_macro2::Literal::usize_unsuffixed(notification.keys);
    let fields = found.contract.fields(notification.body);
    let merchant = fields.get(notification.merchant).map(|field| &field.wire);
    let status = &notification.status.path;
    let identity = notification.identity.iter().map(|path| quote!(&[#(#path),*]));
    let (kind, form) = match &notification.form {
        None => (quote!(Notification), None),
        Some(form) => (quote!(Return), Some(quote!(const FORM: &'static str = #form;))),
    };
    quote! {
        impl ::alignet::notifications::#kind for #body {
            #form
            const DESCRIPTION: ::alignet::codegen::Description = ::alignet::codegen::Description {
                name: #name,
                signature: #signature,
                keys: #keys,
                merchant: #merchant,
                status: &[#(#status),*],
                identity: &[#(#identity),*],
            };
        }
    }
}
