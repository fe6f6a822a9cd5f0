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
    let subject = match found.contract.told_by(notification) {
        Some((reference, transaction)) => {
            let (reference, transaction) = (place(reference), option(transaction.map(place)));
            quote!(::core::option::Option::Some((#reference, #transaction)))
        }
        None => option(None),
    };
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
                subject: #subject,
            };
        }
    }
}

fn place(index: usize) -> TokenStream {
    let index = proc_macro2::Literal::usize_unsuffixed(index);
    quote!(#index)
}

fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}
