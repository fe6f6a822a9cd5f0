//! What became of a payment: the method `outcome`, from the fields that tell it.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Error, Ident, Token, punctuated::Punctuated};

use super::find;

/// The derive of an object that says `#[outcome(of(field, …), reason(field))]`.
pub(crate) fn outcome(input: &DeriveInput) -> Result<TokenStream, Error> {
    let attribute = find(&input.attrs, "outcome")
        .ok_or_else(|| Error::new_spanned(input, "`#[outcome(of(…))]` is missing"))?;
    let (mut fields, mut reason) = (Vec::new(), quote!(None));
    attribute.parse_nested_meta(|meta| {
        let inner;
        syn::parenthesized!(inner in meta.input);
        let names = Punctuated::<Ident, Token![,]>::parse_terminated(&inner)?;
        if meta.path.is_ident("of") {
            fields.extend(names);
        } else if meta.path.is_ident("reason") {
            let names = names.iter();
            reason = quote!(#(::alignet::endpoint::Text::text(&self.#names))*);
        } else {
            return Err(meta.error("neither `of` nor `reason`"));
        }
        Ok(())
    })?;
    Ok(method(&input.ident, &quote!(::alignet::outcome::of_all(&[#(&self.#fields),*], #reason))))
}

/// The method, and the trait for code that takes any type that has it.
pub(super) fn method(name: &Ident, body: &TokenStream) -> TokenStream {
    quote! {
        impl #name {
            /// What became of the payment. Nothing but [`Outcome::Authorised`](::alignet::Outcome::Authorised)
            /// proves funds: not that the call succeeded, nor its code.
            pub fn outcome(&self) -> ::alignet::Outcome { #body }
        }

        impl ::alignet::HasOutcome for #name {
            fn outcome(&self) -> ::alignet::Outcome { self.outcome() }
        }
    }
}
