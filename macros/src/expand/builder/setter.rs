//! Emits the setters of a builder.

use proc_macro2::TokenStream;
use quote::quote;

use super::setting::{Builder, Setting, Start};

impl Builder {
    pub(crate) fn setters(&self) -> impl Iterator<Item = TokenStream> {
        self.settings.iter().enumerate().map(|(index, setting)| self.setter(index, setting))
    }

    fn setter(&self, index: usize, Setting { name, doc, ty, start }: &Setting) -> TokenStream {
        let holder = self.holder();
        let (takes, value) = match start {
            Start::Required => return self.required_setter(index),
            Start::Optional(inner) => (inner, quote!(::core::option::Option::Some(#name.into()))),
            Start::Default(_) | Start::Nullable => (ty, quote!(#name.into())),
        };
        quote! {
            #doc
            pub fn #name(mut self, #name: impl ::core::convert::Into<#takes>) -> Self {
                #holder.#name = #value;
                self
            }
        }
    }

    /// Emits the setter of a required field. It changes the type, and so it makes the builder again.
    fn required_setter(&self, index: usize) -> TokenStream {
        let (Setting { name, doc, ty, .. }, builder) = (&self.settings[index], &self.name);
        let holder = self.holder();
        let fields = self.settings.iter().map(|Setting { name: field, .. }| {
            if field == name { quote!(#name: #name.into()) } else { quote!(#field: #holder.#field) }
        });
        let again = match &self.request {
            Some(request) => quote!(#builder { call: self.call, request: #request { #(#fields),* } }),
            None => quote!(#builder { #(#fields),* }),
        };
        let set = self.with_set(index);
        quote! {
            #doc
            pub fn #name(self, #name: impl ::core::convert::Into<#ty>) -> #builder #set { #again }
        }
    }

    fn holder(&self) -> TokenStream {
        if self.request.is_some() { quote!(self.request) } else { quote!(self) }
    }
}
