//! Emits the fields of a builder: before they are set, and after.

use proc_macro2::TokenStream;
use quote::quote;

use super::setting::{Builder, Setting, Start, parameter};

impl Builder {
    /// Emits the fields, of which each required one has the type of its parameter.
    pub(crate) fn held(&self) -> TokenStream {
        let held =
            self.settings.iter().enumerate().map(|(index, Setting { name, ty, start, .. })| match start {
                Start::Required => {
                    let parameter = parameter(index);
                    quote!(#name: #parameter)
                }
                _ => quote!(#name: #ty),
            });
        quote!(#(#held),*)
    }

    /// Emits the fields before any of them is set.
    pub(crate) fn unset(&self) -> TokenStream {
        let module = self.missing_module();
        let unset = self.settings.iter().map(|Setting { name, start, .. }| match start {
            Start::Required => quote!(#name: #module::#name),
            Start::Default(value) => quote!(#name: #value),
            Start::Optional(_) | Start::OptionalJson => quote!(#name: ::core::option::Option::None),
            Start::Nullable => quote!(#name: ::alignet::Nullable::Absent),
        });
        quote!(#(#unset),*)
    }

    /// Emits the fields once each required one is set, which `proof` proves.
    pub(crate) fn values(&self, proof: &TokenStream) -> TokenStream {
        let values = self.settings.iter().map(|Setting { name, start, .. }| match start {
            Start::Required => quote!(#name: #proof::value(self.#name)),
            _ => quote!(#name: self.#name),
        });
        quote!(#(#values),*)
    }
}
