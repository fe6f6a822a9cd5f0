//! The built-in environments, and how to make another one, whole.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, ident};
use crate::read::Found;

pub(super) fn environments(found: &Found) -> TokenStream {
    let contract = &found.contract;
    let cows = |values: &[String]| {
        let values = values.iter().map(|value| quote!(::std::borrow::Cow::Borrowed(#value)));
        quote!(&[#(#values),*])
    };
    let constants = contract.environments.iter().map(|one| {
        let (name, text) = (ident(&one.name), &one.name);
        let doc = docs::attributes(&format!("{}\n\n{}", one.doc, docs::declared(found, one.span)));
        let (origins, values) = (cows(&one.origins), cows(&one.values));
        quote!(#doc pub const #name: Self = Self::built_in(#text, #origins, #values);)
    });
    let names = contract.environments.iter().map(|one| ident(&one.name));
    let getters = contract.api.environment.iter().enumerate().map(|(index, value)| {
        let (name, doc) = (ident(&value.name), docs::attributes(&value.doc));
        quote!(#doc pub fn #name(&self) -> &str { self.value(#index) })
    });
    let custom = custom(found);
    quote! {
        impl ::alignet::Environment {
            #(#constants)*

            /// Every built-in environment.
            pub const ALL: &'static [Self] = &[#(Self::#names),*];

            /// The built-in environment with this name, in any case.
            ///
            /// # Errors
            ///
            /// [`ErrorKind::Config`](::alignet::ErrorKind::Config) when there is none; the error lists those that exist.
            pub fn named(name: &str) -> Result<Self, ::alignet::Error> {
                Self::find(Self::ALL, name)
            }

            /// The built-in environment that the variable `ALIGNET_ENVIRONMENT` names, in any case.
            ///
            /// # Errors
            ///
            /// [`ErrorKind::Config`](::alignet::ErrorKind::Config) when the variable is not set, or names no environment.
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

fn custom(found: &Found) -> TokenStream {
    let api = &found.contract.api;
    let field = |name: &str, doc: String| {
        let (name, doc) = (ident(name), docs::attributes(&doc));
        quote!(#doc pub #name: String)
    };
    let origins = api.origins.iter().map(|one| {
        field(&one.name, format!("The base URL of origin `{}`, scheme and host alone. {}", one.name, one.doc))
    });
    let values = api.environment.iter().map(|one| field(&one.name, one.doc.clone()));
    let origin_names = api.origins.iter().map(|one| ident(&one.name));
    let value_names = api.environment.iter().map(|one| ident(&one.name));
    quote! {
        /// The values of an environment that is not built in.
        #[doc(hidden)]
        #[derive(Debug, ::alignet::private::Builder)]
        #[builder(into = ::alignet::Environment)]
        pub struct CustomEnvironment { #(#origins,)* #(#values),* }

        impl From<CustomEnvironment> for ::alignet::Environment {
            fn from(custom: CustomEnvironment) -> Self {
                Self::assembled([#(custom.#origin_names),*], [#(custom.#value_names),*])
            }
        }
    }
}
