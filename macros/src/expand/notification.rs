//! Emits the data of a notification, which the client verifies and identifies received ones by.

use alignet_spec::contract::Notification;
use proc_macro2::TokenStream;
use quote::quote;

use super::names::type_path;
use crate::read::Found;

pub(crate) fn notification(found: &Found, notification: &Notification) -> TokenStream {
    let body = type_path(found, notification.body);
    let (name, signature) = (&notification.name, notification.signature.to_ascii_lowercase());
    let keys = proc_macro2::Literal::usize_unsuffixed(notification.keys);
    let fields = found.contract.fields(notification.body);
    let merchant = fields.get(notification.merchant).map(|field| &field.wire);
    let status = &notification.status.path;
    let identity = notification.identity.iter().map(|path| quote!(&[#(#path),*]));
    quote! {
        impl ::alignet::notifications::Notification for #body {
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
