//! Emits the code that writes objects: types that are sent, and the bodies of requests.

use alignet_spec::contract::{Endpoint, Field, Type};
use proc_macro2::TokenStream;
use quote::quote;

use super::fields::{self, Listed};
use crate::expand::names::ident;

/// Emits the serialisation of an object that is sent.
pub(super) fn ser(one: &Type, fields: &[Field]) -> TokenStream {
    let name = ident(&one.name);
    let write = write(&ident("fields"), fields.iter());
    quote! {
        impl ::alignet::codegen::Object for #name {
            #write
        }

        impl ::alignet::codegen::serde::Serialize for #name {
            fn serialize<S: ::alignet::codegen::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                ::alignet::codegen::write(self, serializer)
            }
        }
    }
}

/// Emits the function that writes the fields of the body that callers set, if there are any.
pub(crate) fn body(endpoint: &Endpoint) -> Option<TokenStream> {
    let mut fields = endpoint.body.iter().flatten().filter(|field| !field.fill.is_fixed()).peekable();
    fields.peek()?;
    Some(write(&ident("body"), fields))
}

fn write<'f>(function: &proc_macro2::Ident, fields: impl Iterator<Item = &'f Field>) -> TokenStream {
    let Listed { imports, names, pairs } = fields::listed(fields.map(|field| {
        let name = ident(&field.name);
        (field, fields::sent(field), quote!(&self.#name))
    }));
    quote! {
        fn #function<W: ::alignet::codegen::Writer>(&self, writer: W) -> ::core::result::Result<W::Ok, W::Error> {
            #imports
            writer.write(#names, #pairs)
        }
    }
}
