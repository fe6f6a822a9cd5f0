//! Emits the method `outcome`, from the fields that determine the outcome of a payment.

use alignet_spec::contract::{Endpoint, Field, Method, Notification, Proof, Type};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::{
    expand::{names::ident, rust_type},
    read::Found,
};

/// Returns true if the reply is a proof of funds. A call that changes a payment, such as a cancellation,
/// replies with the outcome of the change instead.
pub(crate) fn proves_funds(found: &Found, endpoint: &Endpoint) -> bool {
    let changes = !matches!(endpoint.method, Method::Get | Method::Post);
    endpoint.reply.whole().is_some_and(|reply| found.type_at(reply).outcome.is_some()) && !changes
}

/// Emits the outcome of an object, if it has one.
pub(super) fn of_object(found: &Found, one: &Type, fields: &[Field]) -> Option<TokenStream> {
    let outcome = proven(one.outcome.as_ref()?, fields);
    let name = ident(&one.name);
    let Some(told) = found.notification_of(one) else { return Some(method(&name, &outcome)) };
    let outcome = agreed(found, told, &outcome);
    Some(if told.form.is_some() { unconfirmed(&name, &outcome) } else { method(&name, &outcome) })
}

/// Emits the outcome that the fields of an object prove.
fn proven(proof: &Proof, fields: &[Field]) -> TokenStream {
    let name = |index: &usize| fields.get(*index).map(|field| ident(&field.name));
    let of = proof.fields.iter().filter_map(name);
    let reason = match proof.reason.as_ref().and_then(name) {
        Some(reason) => quote!(::alignet::codegen::Text::text(&self.#reason)),
        None => quote!(::core::option::Option::None),
    };
    quote!(::alignet::codegen::of_all(&[#(&self.#of),*], #reason))
}

/// Emits the outcome of a notification or a return. It is unknown unless `success` and the code agree with it.
fn agreed(found: &Found, told: &Notification, outcome: &TokenStream) -> TokenStream {
    let success = found.contract.fields(told.body).iter().find(|field| field.wire == "success");
    let success = match success.map(|field| ident(&field.name)) {
        Some(success) => quote!(::core::option::Option::Some(self.#success)),
        None => quote!(::core::option::Option::None),
    };
    let path = [told.status.path.as_slice(), &["code".to_owned()]].concat();
    let steps = found.contract.fields_on(told.body, &path);
    let known = !steps.is_empty();
    let code = steps.into_iter().fold(quote!(::core::option::Option::Some(self)), |code, field| {
        let name = ident(&field.name);
        if field.optional || rust_type::may_be_unread(field) {
            quote!(#code.and_then(|held| held.#name.as_ref()))
        } else {
            quote!(#code.map(|held| &held.#name))
        }
    });
    let code =
        if known { quote!(#code.map(|code| code.as_str())) } else { quote!(::core::option::Option::None) };
    let optional = told.status.optional;
    quote!(::alignet::codegen::told(#success, #code, #optional, #outcome))
}

/// Emits the method of a return. Code that accepts any type with an outcome must not take it for a proof, so it gets
/// no trait.
fn unconfirmed(name: &Ident, body: &TokenStream) -> TokenStream {
    quote! {
        impl #name {
            /// Returns the outcome that the buyer's browser brought. It never proves funds, not even if it
            /// [`is_paid`](::alignet::Outcome::is_paid): confirm it by the notification or by a query.
            pub fn outcome(&self) -> ::alignet::Outcome { #body }
        }
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
