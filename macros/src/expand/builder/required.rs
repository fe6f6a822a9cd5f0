//! Emits the types by which the compiler enforces required fields.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::setting::{Builder, Setting, Start, parameter};

impl Builder {
    /// Returns the required fields, each with its type parameter.
    fn required(&self) -> impl Iterator<Item = (&Setting, Ident)> {
        let settings = self.settings.iter().enumerate();
        settings
            .filter(|(_, setting)| matches!(setting.start, Start::Required))
            .map(|(index, setting)| (setting, parameter(index)))
    }

    /// Emits the type parameters, one per required field.
    pub(crate) fn parameters(&self) -> TokenStream {
        angled(self.required().map(|(_, parameter)| quote!(#parameter)))
    }

    /// Emits the type parameters of a builder, each with the type of a missing field as its default.
    pub(crate) fn missing_parameters(&self) -> TokenStream {
        let module = self.missing_module();
        angled(self.required().map(|(Setting { name, .. }, parameter)| quote!(#parameter = #module::#name)))
    }

    /// Emits the type parameters of a request, each with the type of the value as its default.
    pub(crate) fn set_parameters(&self) -> TokenStream {
        angled(self.required().map(|(Setting { ty, .. }, parameter)| quote!(#parameter = #ty)))
    }

    /// Emits the type arguments of the builder after the field at `index` is set.
    pub(super) fn with_set(&self, index: usize) -> TokenStream {
        let set = parameter(index);
        angled(self.required().map(
            |(Setting { ty, .. }, parameter)| {
                if parameter == set { quote!(#ty) } else { quote!(#parameter) }
            },
        ))
    }

    /// Emits the `where` clause of code that needs every required field.
    pub(crate) fn all_set(&self, proof: &TokenStream) -> TokenStream {
        let mut bounds = self
            .required()
            .map(|(Setting { ty, .. }, parameter)| quote!(::alignet::codegen::IsSet<#parameter, #ty>))
            .peekable();
        if bounds.peek().is_none() {
            return TokenStream::new();
        }
        quote!(where #proof: #(#bounds)+*)
    }

    /// Emits the types of missing fields, in a module of their own, so that they clash with nothing.
    pub(crate) fn missing(&self) -> Option<TokenStream> {
        let module = self.missing_module();
        let mut names = self.required().map(|(Setting { name, .. }, _)| name).peekable();
        names.peek()?;
        Some(quote! {
            #[doc(hidden)]
            pub mod #module { #(pub struct #names;)* }
        })
    }

    pub(super) fn missing_module(&self) -> Ident {
        format_ident!("{}_needs", self.name)
    }
}

fn angled(mut items: impl Iterator<Item = TokenStream>) -> TokenStream {
    items.next().map_or_else(TokenStream::new, |first| quote!(<#first #(, #items)*>))
}
