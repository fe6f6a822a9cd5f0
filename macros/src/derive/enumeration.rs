//! Derives the strings of an enumeration: `as_str`, `Display`, and serde in both directions.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Error, Ident};

use super::{Variant, outcome, variants};

pub(crate) fn enumeration(input: &DeriveInput) -> Result<TokenStream, Error> {
    let name = &input.ident;
    let variants = variants(input)?;
    let known: Vec<_> = variants.iter().filter_map(|one| Some((one.name, one.wire.as_ref()?))).collect();
    let (names, wires): (Vec<_>, Vec<_>) = known.into_iter().unzip();
    let outcome = outcome_of(name, &variants);
    let open = variants.iter().any(|one| one.wire.is_none());
    let as_unknown = open.then(|| quote!(Self::Unknown(unknown) => unknown.as_str(),));
    let unlisted = if open {
        quote!(::core::result::Result::Ok(Self::Unknown(::alignet::Unknown::new(text))))
    } else {
        quote!(::core::result::Result::Err(::alignet::codegen::serde::de::Error::custom(
            "not one of the values"
        )))
    };
    Ok(quote! {
        #outcome

        impl #name {
            /// Returns the string on the wire.
            pub fn as_str(&self) -> &str {
                match self { #(Self::#names => #wires,)* #as_unknown }
            }
        }

        impl ::core::fmt::Display for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::alignet::codegen::Text for #name {
            fn text(&self) -> Option<::std::borrow::Cow<'_, str>> {
                Some(::std::borrow::Cow::Borrowed(self.as_str()))
            }
        }

        impl ::alignet::codegen::serde::Serialize for #name {
            fn serialize<S: ::alignet::codegen::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::alignet::codegen::serde::Deserialize<'de> for #name {
            fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                let text = <String as ::alignet::codegen::serde::Deserialize>::deserialize(deserializer)?;
                match text.as_str() {
                    #(#wires => ::core::result::Result::Ok(Self::#names),)*
                    _ => #unlisted,
                }
            }
        }
    })
}

/// Emits the outcomes of the values, if the contract declares them.
fn outcome_of(name: &Ident, variants: &[Variant<'_>]) -> Option<TokenStream> {
    if variants.iter().all(|one| one.proves.is_none()) {
        return None;
    }
    let states = variants.iter().filter_map(|one| {
        let (wire, proves) = (one.wire.as_ref()?, one.proves.as_ref()?);
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
