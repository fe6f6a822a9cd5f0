//! Emits the code that writes objects: declared types, and the bodies of requests.

use alignet_spec::contract::{Endpoint, Field, Type};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{
    fields::{self, Listed},
    given, lifetimes,
};
use crate::{expand::names::ident, read::Found};

/// Emits the fields of an object, and its serialisation.
pub(super) fn object(found: &Found, one: &Type, fields: &[Field]) -> TokenStream {
    let name = ident(&one.name);
    let listed = given::held(fields).into_iter().map(|field| {
        let name = ident(&field.name);
        (field, fields::written(found, field, one.in_request), quote!(&self.#name))
    });
    let Listed { imports, names, mut pairs } = fields::listed(listed);
    if given::has_fixed(fields) {
        pairs = quote!((::alignet::codegen::Literals(Self::FIXED), #pairs));
    }
    let given = given::given(fields);
    let (ser, bind) = (serialize(&name), lifetimes::bind(fields));
    quote! {
        impl ::alignet::codegen::Object for #name {
            const NAMES: &'static [&'static str] = #names;
            #given

            fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
                #imports
                writer.write(Self::NAMES, #pairs)
            }

            #bind
        }
        #ser
    }
}

/// Emits the serialisation of an object or a union. It leaves out secrets.
pub(super) fn serialize(name: &Ident) -> TokenStream {
    quote! {
        impl ::alignet::codegen::serde::Serialize for #name {
            fn serialize<S: ::alignet::codegen::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                ::alignet::codegen::write(self, serializer)
            }
        }
    }
}

/// Emits the function that writes the fields of the body that callers set, if there are any.
pub(crate) fn body(found: &Found, endpoint: &Endpoint) -> Option<TokenStream> {
    let mut fields = endpoint.body.iter().flatten().filter(|field| !field.fill.is_fixed()).peekable();
    fields.peek()?;
    let listed = fields.map(|field| {
        let name = ident(&field.name);
        (field, fields::written(found, field, true), quote!(&self.#name))
    });
    let Listed { imports, names, pairs } = fields::listed(listed);
    Some(quote! {
        fn body<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
            #imports
            writer.write(#names, #pairs)
        }
    })
}
