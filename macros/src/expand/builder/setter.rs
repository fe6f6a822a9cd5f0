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
        let (takes, or) = match start {
            Start::Required => return self.required_setter(index),
            Start::OptionalJson => return self.json_setter(&self.settings[index]),
            Start::Optional(inner) => (inner, None),
            Start::Default(value) => (ty, Some(quote!(.unwrap_or(#value)))),
            Start::Nullable => (ty, Some(quote!(.unwrap_or(::alignet::Nullable::Absent)))),
        };
        // No contract has a type of this name: camel case has no underscore.
        quote! {
            #doc
            pub fn #name<By_>(mut self, #name: impl ::alignet::IntoOption<#takes, By_>) -> Self {
                #holder.#name = #name.into_option() #or;
                self
            }
        }
    }

    /// Emits the setter of an optional field for any JSON. An `Option` is a value of JSON too, so the setter could not
    /// tell an absent field from null.
    fn json_setter(&self, Setting { name, doc, ty, .. }: &Setting) -> TokenStream {
        let holder = self.holder();
        quote! {
            #doc
            pub fn #name(mut self, #name: impl ::core::convert::Into<#ty>) -> Self {
                #holder.#name = #name.into();
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
