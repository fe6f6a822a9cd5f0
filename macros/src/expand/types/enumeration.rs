//! Emits an enum for a set of strings or integers: open if a reply uses it, closed if only requests do.

use alignet_spec::{
    contract::{Type, Value},
    name,
};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::outcome;
use crate::{
    expand::{docs, names::ident},
    read::Found,
};

pub(super) fn enumeration(found: &Found, one: &Type, values: &[Value]) -> TokenStream {
    let name = ident(&one.name);
    let doc = docs::of_type(found, one);
    let variants = values.iter().map(|value| {
        let (doc, name) = (docs::of_value(value), ident(&value.name));
        quote!(#doc #name)
    });
    let unknown = one.in_reply.then(|| {
        let doc = docs::attributes("A value that the contract does not list, kept as it came.");
        quote!(#doc Unknown(::alignet::Unknown))
    });
    let variants = variants.chain(unknown);
    let text = text(&name, values, one.in_reply);
    let (parse, serde) = (parse(&name, one, values), serde(&name, one.integer));
    let outcome = outcome(&name, values);
    quote! {
        #doc
        #[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq, ::core::cmp::Eq, ::core::hash::Hash)]
        #[non_exhaustive]
        pub enum #name { #(#variants),* }
        #text
        #parse
        #serde
        #outcome
    }
}

/// Emits the strings of the values, for callers, logs, and the places beside a body.
fn text(name: &Ident, values: &[Value], open: bool) -> TokenStream {
    let arms = values.iter().map(|value| {
        let (name, wire) = (ident(&value.name), &value.wire);
        quote!(Self::#name => #wire,)
    });
    let unknown = open.then(|| quote!(Self::Unknown(unknown) => unknown.as_str(),));
    quote! {
        impl #name {
            /// Returns the string on the wire.
            pub fn as_str(&self) -> &str {
                match self { #(#arms)* #unknown }
            }
        }

        impl ::core::fmt::Display for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::alignet::codegen::Text for #name {
            fn text(&self) -> ::core::option::Option<::std::borrow::Cow<'_, str>> {
                ::core::option::Option::Some(::std::borrow::Cow::Borrowed(self.as_str()))
            }
        }
    }
}

/// Emits how a value is parsed. An open enumeration has a value for any text.
fn parse(name: &Ident, one: &Type, values: &[Value]) -> TokenStream {
    let arms = values.iter().map(|value| {
        let (name, wire) = (ident(&value.name), &value.wire);
        quote!(#wire => ::core::result::Result::Ok(Self::#name),)
    });
    let wires = values.iter().map(|value| &value.wire);
    let unlisted = if one.in_reply && one.integer {
        quote!(::alignet::codegen::unlisted_integer(text).map(Self::Unknown))
    } else if one.in_reply {
        quote!(::core::result::Result::Ok(Self::Unknown(::alignet::Unknown::new(text))))
    } else {
        quote!(::core::result::Result::Err(::alignet::codegen::unlisted(&[#(#wires),*])))
    };
    quote! {
        impl ::core::str::FromStr for #name {
            type Err = ::alignet::Error;

            fn from_str(text: &str) -> ::core::result::Result<Self, ::alignet::Error> {
                match text {
                    #(#arms)*
                    _ => #unlisted,
                }
            }
        }
    }
}

fn serde(name: &Ident, integer: bool) -> TokenStream {
    let (number, write, read) = match integer {
        false => (None, quote!(serializer.serialize_str(self.as_str())), quote!(read_text)),
        true => {
            let number = quote! {
                impl #name {
                    /// Returns the integer on the wire.
                    pub fn as_i64(&self) -> i64 { ::alignet::codegen::integer(self.as_str()) }
                }
            };
            (Some(number), quote!(serializer.serialize_i64(self.as_i64())), quote!(read_integer))
        }
    };
    quote! {
        #number

        impl ::alignet::codegen::serde::Serialize for #name {
            fn serialize<S: ::alignet::codegen::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                #write
            }
        }

        impl<'de> ::alignet::codegen::serde::Deserialize<'de> for #name {
            fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                ::alignet::codegen::#read(deserializer)
            }
        }
    }
}

/// Emits the outcomes of the values, if the contract declares them.
fn outcome(name: &Ident, values: &[Value]) -> Option<TokenStream> {
    if values.iter().all(|value| value.outcome.is_none()) {
        return None;
    }
    let states = values.iter().filter_map(|value| {
        let (wire, proves) = (&value.wire, ident(&name::camel(value.outcome?.as_str())));
        Some(quote!((#wire, ::alignet::codegen::Proves::#proves)))
    });
    let method = outcome::method(name, &quote!(::alignet::codegen::of_state(self.as_str(), Self::STATES)));
    Some(quote! {
        impl #name {
            #[doc(hidden)]
            pub const STATES: ::alignet::codegen::States = &[#(#states),*];
        }
        #method
    })
}
