//! Derives the wire format of a union: its tag selects the variant, and an unknown tag keeps the JSON.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Error, Ident, LitStr};

use super::{Variant, find, last_part, variants};

/// Emits `Debug` as the derive would, but without unlisted JSON, which may hold secrets.
fn debug(name: &Ident, variants: &[Variant<'_>]) -> TokenStream {
    let arms = variants.iter().map(|variant| {
        let (name, text) = (variant.name, variant.name.to_string());
        match variant.wire {
            Some(_) => quote!(Self::#name(held) => f.debug_tuple(#text).field(held).finish(),),
            None => quote!(Self::#name(_) => f.debug_tuple(#text).finish_non_exhaustive(),),
        }
    });
    quote! {
        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self { #(#arms)* }
            }
        }
    }
}

/// The content of `#[union(…)]`.
#[derive(Default)]
struct Union {
    tag: String,
    content: Option<String>,
    sent: bool,
    received: bool,
}

pub(crate) fn union(input: &DeriveInput) -> Result<TokenStream, Error> {
    let name = &input.ident;
    let variants = variants(input)?;
    let union = Union::read(input)?;
    let sent = union.sent.then(|| union.serialize(name, &variants));
    let received = union.received.then(|| union.deserialize(name, &variants));
    let debug = debug(name, &variants);
    Ok(quote!(#debug #sent #received))
}

impl Union {
    fn read(input: &DeriveInput) -> Result<Self, Error> {
        let mut union = Self::default();
        let attribute = find(&input.attrs, "union")
            .ok_or_else(|| Error::new_spanned(input, "`#[union(tag = …)]` is missing"))?;
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("tag") {
                union.tag = meta.value()?.parse::<LitStr>()?.value();
            } else if meta.path.is_ident("content") {
                union.content = Some(meta.value()?.parse::<LitStr>()?.value());
            } else if meta.path.is_ident("sent") {
                union.sent = true;
            } else if meta.path.is_ident("received") {
                union.received = true;
            } else {
                return Err(meta.error("neither `tag`, `content`, `sent` nor `received`"));
            }
            Ok(())
        })?;
        Ok(union)
    }

    fn serialize(&self, name: &Ident, variants: &[Variant<'_>]) -> TokenStream {
        let tag = &self.tag;
        let content = match &self.content {
            Some(content) => quote!(Some(#content)),
            None => quote!(None),
        };
        let arms = variants.iter().map(|variant| {
            let name = variant.name;
            let optional = variant.holds.and_then(last_part).is_some_and(|part| part.ident == "Option");
            let held = if optional { quote!(held.as_ref()) } else { quote!(Some(held)) };
            match &variant.wire {
                Some(wire) => quote!(Self::#name(held) => ::alignet::codegen::tagged(serializer, #tag, #wire, #content, #held),),
                None => quote!(Self::#name(json) => json.serialize(serializer),),
            }
        });
        quote! {
            impl ::alignet::codegen::serde::Serialize for #name {
                fn serialize<S: ::alignet::codegen::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                    match self { #(#arms)* }
                }
            }
        }
    }

    fn deserialize(&self, name: &Ident, variants: &[Variant<'_>]) -> TokenStream {
        let tag = &self.tag;
        let content = match &self.content {
            Some(content) => quote!(Some(#content)),
            None => quote!(None),
        };
        let arms = variants.iter().filter_map(|variant| {
            let (name, wire) = (variant.name, variant.wire.as_ref()?);
            variant.holds.map(|_| quote!(#wire => tagged.decode(#content).map(Self::#name),))
        });
        quote! {
            impl<'de> ::alignet::codegen::serde::Deserialize<'de> for #name {
                fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                    let tagged = ::alignet::codegen::Tagged::read(deserializer, #tag)?;
                    match tagged.tag.as_str() {
                        #(#arms)*
                        _ => ::core::result::Result::Ok(Self::Unknown(tagged.json)),
                    }
                }
            }
        }
    }
}
