//! Emits a builder of a value: its struct, its setters and its end.

use proc_macro2::TokenStream;
use quote::quote;

use super::setting::Builder;

impl Builder {
    /// Emits a builder that holds its fields itself, and builds this value of the type `target`.
    pub(crate) fn built(&self, doc: &str, target: &TokenStream, value: &TokenStream) -> TokenStream {
        let (name, parameters, defaults) = (&self.name, self.parameters(), self.missing_parameters());
        let (held, missing, setters) = (self.held(), self.missing(), self.setters());
        let condition = self.all_set(&quote!(Self));
        quote! {
            #[doc = #doc]
            #[must_use = "a builder does nothing until it builds"]
            pub struct #name #defaults { #held }
            #missing

            impl #parameters #name #parameters { #(#setters)* }

            impl #parameters #name #parameters #condition {
                /// Builds the value.
                pub fn build(self) -> #target { #value }
            }
        }
    }
}
