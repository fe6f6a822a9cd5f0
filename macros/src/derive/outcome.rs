//! Derives the method `outcome`, from the fields that determine the outcome of a payment.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Error, Ident, Token, punctuated::Punctuated};

use super::find;

/// Derives an object with `#[outcome(of(field, …), reason(field))]`. A notification also names the fields
/// that must agree, as in `told(success(success), code(meta?.status?.code?), optional)`.
pub(crate) fn outcome(input: &DeriveInput) -> Result<TokenStream, Error> {
    let attribute = find(&input.attrs, "outcome")
        .ok_or_else(|| Error::new_spanned(input, "`#[outcome(of(…))]` is missing"))?;
    let (mut fields, mut reason, mut told) = (Vec::new(), quote!(None), None);
    attribute.parse_nested_meta(|meta| {
        if meta.path.is_ident("told") {
            told = Some(Told::read(&meta)?);
            return Ok(());
        }
        let inner;
        syn::parenthesized!(inner in meta.input);
        let names = Punctuated::<Ident, Token![,]>::parse_terminated(&inner)?;
        if meta.path.is_ident("of") {
            fields.extend(names);
        } else if meta.path.is_ident("reason") {
            let names = names.iter();
            reason = quote!(#(::alignet::codegen::Text::text(&self.#names))*);
        } else {
            return Err(meta.error("neither `of`, `reason` nor `told`"));
        }
        Ok(())
    })?;
    let outcome = quote!(::alignet::codegen::of_all(&[#(&self.#fields),*], #reason));
    Ok(method(&input.ident, &told.map_or(outcome.clone(), |told| told.agree(&outcome))))
}

/// The fields that must agree with the outcome of a notification.
#[derive(Default)]
struct Told {
    success: Option<Ident>,
    /// The path to the code; true for a field that may be absent.
    code: Vec<(Ident, bool)>,
    optional: bool,
}

impl Told {
    fn read(meta: &syn::meta::ParseNestedMeta<'_>) -> Result<Self, Error> {
        let mut told = Self::default();
        meta.parse_nested_meta(|part| {
            if part.path.is_ident("success") {
                let field;
                syn::parenthesized!(field in part.input);
                told.success = Some(field.parse()?);
            } else if part.path.is_ident("optional") {
                told.optional = true;
            } else {
                let steps;
                syn::parenthesized!(steps in part.input);
                while !steps.is_empty() {
                    let field: Ident = steps.parse()?;
                    told.code.push((field, steps.parse::<Option<Token![?]>>()?.is_some()));
                    steps.parse::<Option<Token![.]>>()?;
                }
            }
            Ok(())
        })?;
        Ok(told)
    }

    /// Emits the outcome, which is unknown unless all fields agree.
    fn agree(&self, outcome: &TokenStream) -> TokenStream {
        let success = self.success.as_ref().map_or(quote!(None), |field| quote!(Some(self.#field)));
        let code = self.code.iter().fold(quote!(Some(self)), |code, (field, optional)| {
            if *optional {
                quote!(#code.and_then(|held| held.#field.as_ref()))
            } else {
                quote!(#code.map(|held| &held.#field))
            }
        });
        let code = if self.code.is_empty() { quote!(None) } else { quote!(#code.map(|code| code.as_str())) };
        let optional = self.optional;
        quote!(::alignet::codegen::told(#success, #code, #optional, #outcome))
    }
}

/// Emits the method, and the trait for code that accepts any type with an outcome.
pub(super) fn method(name: &Ident, body: &TokenStream) -> TokenStream {
    quote! {
        impl #name {
            /// Returns the outcome of the payment. It proves funds only if it
            /// [`is_paid`](::alignet::Outcome::is_paid). A successful call proves nothing, nor does its code.
            pub fn outcome(&self) -> ::alignet::Outcome { #body }
        }

        impl ::alignet::HasOutcome for #name {
            fn outcome(&self) -> ::alignet::Outcome { self.outcome() }
        }
    }
}
