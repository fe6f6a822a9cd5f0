//! Emits the built-in environments, and the builder of a custom one.

use alignet_spec::contract::{EnvironmentKey, EnvironmentValue, Holds};
use proc_macro2::TokenStream;
use quote::quote;

use super::{
    builder::{Builder, Setting, Start},
    docs,
    names::ident,
    whence::linked,
};
use crate::read::Found;

pub(crate) fn environments(found: &Found) -> TokenStream {
    let contract = &found.contract;
    let constants = contract.environments.iter().map(|one| {
        let (name, text) = (ident(&one.name), &one.name);
        let (doc, declared) = (docs::summarised(&one.doc), linked(found, one.span));
        let doc = docs::attributes(&format!("{doc}\n\n{declared}"));
        let (origins, values) = (cows(&one.origins), one.values.iter().map(value));
        quote!(#doc pub const #name: Self = Self::built_in(#text, #origins, &[#(#values),*]);)
    });
    let names = contract.environments.iter().map(|one| ident(&one.name));
    let getters = getters(&contract.api.environment);
    let origins = contract.api.origins.iter().map(|one| one.name.as_str());
    let values = contract.api.environment.iter().map(|one| one.name.as_str());
    let custom = custom(found);
    let (unset, custom) = (custom.unset(), built(found, &custom));
    quote! {
        impl ::alignet::Environment {
            #(#constants)*

            /// Every built-in environment.
            pub const ALL: &'static [Self] = &[#(Self::#names),*];

            /// Returns the built-in environment with this name, in any case.
            ///
            /// # Errors
            ///
            /// [`ErrorKind::Config`](::alignet::ErrorKind::Config) if there is none; the error lists the valid
            /// names.
            pub fn named(name: &str) -> ::core::result::Result<Self, ::alignet::Error> {
                Self::find(Self::ALL, name)
            }

            /// Returns the built-in environment that the variable `ALIGNET_ENVIRONMENT` names, in any case, or the custom one that
            /// it holds: a JSON object with every value that [`custom`](Self::custom) takes. `alignet-sandbox --env-file` writes one.
            ///
            /// # Errors
            ///
            /// [`ErrorKind::Config`](::alignet::ErrorKind::Config) if the variable is not set, names no environment, or holds
            /// JSON that lacks a value or has another.
            pub fn from_env() -> ::core::result::Result<Self, ::alignet::Error> {
                Self::find_from_env(Self::ALL, &[#(#origins),*], &[#(#values),*])
            }

            /// Starts an environment that is not built in. Every value must be set before it can be built.
            pub fn custom() -> CustomEnvironmentBuilder {
                CustomEnvironmentBuilder { #unset }
            }

            #(#getters)*
        }
        #custom
    }
}

/// Emits a method for each value of an environment.
fn getters(keys: &[EnvironmentKey]) -> impl Iterator<Item = TokenStream> {
    keys.iter().enumerate().map(|(index, value)| {
        let (name, doc) = (ident(&value.name), docs::attributes(&value.doc));
        match value.holds {
            Holds::String => quote!(#doc pub fn #name(&self) -> &str { self.value(#index) }),
            Holds::Keys => {
                quote!(#doc pub fn #name(&self) -> impl ::core::iter::Iterator<Item = &str> { self.keys(#index) })
            }
        }
    })
}

fn cows<'s>(texts: impl IntoIterator<Item = &'s String>) -> TokenStream {
    let texts = texts.into_iter().map(|text| quote!(::std::borrow::Cow::Borrowed(#text)));
    quote!(&[#(#texts),*])
}

/// Emits a value as an expression for a constant.
fn value(value: &EnvironmentValue) -> TokenStream {
    match value {
        EnvironmentValue::String(text) => {
            quote!(::alignet::codegen::Value::Text(::std::borrow::Cow::Borrowed(#text)))
        }
        EnvironmentValue::Keys(keys) => {
            let keys = cows(keys.iter().map(|key| &key.value));
            quote!(::alignet::codegen::Value::Keys(::std::borrow::Cow::Borrowed(#keys)))
        }
    }
}

/// Returns the builder of a custom environment, all of whose values are required.
fn custom(found: &Found) -> Builder {
    let api = &found.contract.api;
    let setting = |name: &str, doc: &str, ty: TokenStream| Setting {
        name: ident(name),
        doc: docs::attributes(&format!("{doc} Required.")),
        ty,
        start: Start::Required,
    };
    let origins = api.origins.iter().map(|one| {
        let doc = format!("The base URL of origin `{}`, scheme and host alone. {}", one.name, one.doc);
        setting(&one.name, &doc, quote!(::std::string::String))
    });
    let values = api.environment.iter().map(|one| match one.holds {
        Holds::String => setting(&one.name, &one.doc, quote!(::std::string::String)),
        Holds::Keys => {
            let doc = format!("{} An array, a `Vec` or anything else that yields strings.", one.doc);
            setting(&one.name, &doc, quote!(::alignet::codegen::Keys))
        }
    });
    Builder {
        name: ident("CustomEnvironmentBuilder"),
        request: None,
        settings: origins.chain(values).collect(),
    }
}

fn built(found: &Found, custom: &Builder) -> TokenStream {
    let api = &found.contract.api;
    let origins = api.origins.iter().map(|one| ident(&one.name));
    let values = api.environment.iter().map(|one| ident(&one.name));
    custom.built(
        "Sets the values of [`Environment`](::alignet::Environment), then builds it.",
        &quote!(::alignet::Environment),
        &quote! {
            ::alignet::Environment::assembled(
                [#(<Self as ::alignet::codegen::IsSet<_, _>>::value(self.#origins)),*],
                [#(::core::convert::Into::into(<Self as ::alignet::codegen::IsSet<_, _>>::value(self.#values))),*],
            )
        },
    )
}
