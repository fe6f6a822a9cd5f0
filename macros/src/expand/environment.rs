//! Emits the built-in environments, and the builder of a custom one.

use alignet_spec::contract::{EnvironmentValue, Holds};
use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, ident};
use crate::read::Found;

pub(super) fn environments(found: &Found) -> TokenStream {
    let contract = &found.contract;
    let constants = contract.environments.iter().map(|one| {
        let (name, text) = (ident(&one.name), &one.name);
        let (doc, declared) = (docs::summarised(&one.doc), docs::declared(found, one.span));
        let doc = docs::attributes(&format!("{doc}\n\n{declared}"));
        let (origins, values) = (cows(&one.origins), one.values.iter().map(value));
        quote!(#doc pub const #name: Self = Self::built_in(#text, #origins, &[#(#values),*]);)
    });
    let names = contract.environments.iter().map(|one| ident(&one.name));
    let getters = contract.api.environment.iter().enumerate().map(|(index, value)| {
        let (name, doc) = (ident(&value.name), docs::attributes(&value.doc));
        match value.holds {
            Holds::String => quote!(#doc pub fn #name(&self) -> &str { self.value(#index) }),
            Holds::Keys => {
                quote!(#doc pub fn #name(&self) -> impl ::core::iter::Iterator<Item = &str> { self.keys(#index) })
            }
        }
    });
    let custom = custom(found);
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
            pub fn named(name: &str) -> Result<Self, ::alignet::Error> {
                Self::find(Self::ALL, name)
            }

            /// Returns the built-in environment that the variable `ALIGNET_ENVIRONMENT` names, in any case.
            ///
            /// # Errors
            ///
            /// [`ErrorKind::Config`](::alignet::ErrorKind::Config) if the variable is not set, or names no
            /// environment.
            pub fn from_env() -> Result<Self, ::alignet::Error> {
                Self::find_from_env(Self::ALL)
            }

            /// Starts an environment that is not built in. Every value must be set before it can be built.
            pub fn custom() -> CustomEnvironmentBuilder {
                CustomEnvironment::builder()
            }

            #(#getters)*
        }
        #custom
    }
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

fn custom(found: &Found) -> TokenStream {
    let api = &found.contract.api;
    let field = |name: &str, doc: String, held: TokenStream| {
        let (name, doc) = (ident(name), docs::attributes(&doc));
        quote!(#doc pub #name: #held)
    };
    let origins = api.origins.iter().map(|one| {
        let doc = format!("The base URL of origin `{}`, scheme and host alone. {}", one.name, one.doc);
        field(&one.name, doc, quote!(String))
    });
    let values = api.environment.iter().map(|one| match one.holds {
        Holds::String => field(&one.name, one.doc.clone(), quote!(String)),
        Holds::Keys => {
            let doc = format!("{} An array, a `Vec` or anything else that yields strings.", one.doc);
            field(&one.name, doc, quote!(::alignet::codegen::Keys))
        }
    });
    let origin_names = api.origins.iter().map(|one| ident(&one.name));
    let value_names = api.environment.iter().map(|one| ident(&one.name));
    quote! {
        /// The values of an environment that is not built in.
        #[doc(hidden)]
        #[derive(Debug, ::alignet::codegen::Builder)]
        #[builder(into = ::alignet::Environment)]
        pub struct CustomEnvironment { #(#origins,)* #(#values),* }

        impl From<CustomEnvironment> for ::alignet::Environment {
            fn from(custom: CustomEnvironment) -> Self {
                Self::assembled([#(custom.#origin_names),*], [#(custom.#value_names.into()),*])
            }
        }
    }
}
