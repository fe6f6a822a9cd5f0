//! Emits the end of an object for a browser: its JSON.

use alignet_spec::contract::{Field, Type};
use proc_macro2::TokenStream;
use quote::quote;

use crate::expand::{docs::attributes, names::ident};

pub(super) fn json(one: &Type, fields: &[Field]) -> Option<TokenStream> {
    let secret = fields.iter().find(|field| one.browser && field.single_use)?;
    let doc = attributes(&format!(
        "Returns the JSON that a script reads, with `{}`. Serve it with `Cache-Control: no-store`.\n\nIt can stand in a `<script>` \
         element of an HTML page: no value in it can end the element.\n\n# Errors\n\n[`ErrorKind::Expired`](::alignet::ErrorKind) if \
         no more than [`LOAD_TIME`](::alignet::reliability::LOAD_TIME) of the secret's life is left.",
        secret.wire
    ));
    let (name, secret) = (ident(&one.name), ident(&secret.name));
    Some(quote! {
        impl #name {
            #doc
            pub fn into_json(self) -> ::core::result::Result<::alignet::SingleUseSecret, ::alignet::Error> {
                ::alignet::codegen::for_browser(&self, &self.#secret)
            }
        }
    })
}
