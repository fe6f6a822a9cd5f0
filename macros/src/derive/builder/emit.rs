//! Emits the parts of a builder: its struct, the function that starts it, its setters and its end.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Builder, End, Field, Presence};

impl Builder<'_> {
    /// Emits the struct, whose type parameters start as the types of missing fields, and these types.
    pub(super) fn definition(&self) -> TokenStream {
        let (name, missing, docs) = (&self.name, &self.missing, &self.docs);
        let (names, parameters): (Vec<_>, Vec<_>) =
            self.required().map(|(field, parameter)| (field.name, parameter)).unzip();
        let held = self.fields.iter().map(|field| {
            let (name, ty) = (field.name, field.ty);
            match &field.presence {
                Presence::Required(parameter) => quote!(#name: #parameter),
                _ => quote!(#name: #ty),
            }
        });
        let call = self.call().map(|ty| quote!(__Call: #ty,));
        let unbuilt = quote!(#[must_use = "a builder does nothing until it builds"]);
        let doc = match &self.end {
            End::Call { .. } => quote!(#(#docs)* #[must_use = "a call does nothing until it is sent"]),
            End::Value => {
                let doc = format!("Sets the fields of [`{}`], then builds it.", self.target);
                quote!(#[doc = #doc] #unbuilt)
            }
            // The target is only an intermediate type, and may be hidden.
            End::Into(into) => {
                let path = quote!(#into).to_string().replace(' ', "");
                let name = path.rsplit("::").next().unwrap_or(&path);
                let doc = format!("Sets the values of [`{name}`]({path}), then builds it.");
                quote!(#[doc = #doc] #unbuilt)
            }
        };
        let module = (!names.is_empty()).then(|| {
            quote! {
                #[doc(hidden)]
                #[allow(non_camel_case_types, non_snake_case, unnameable_types, missing_docs, missing_debug_implementations)]
                pub mod #missing { #(pub struct #names;)* }
            }
        });
        quote! {
            #doc
            pub struct #name<#(#parameters = #missing::#names),*> { #call #(#held),* }
            #module
        }
    }

    /// Returns the type of `__Call`. No field can have this name, because fields are snake case.
    fn call(&self) -> Option<TokenStream> {
        matches!(self.end, End::Call { .. }).then(|| quote!(::alignet::codegen::Call))
    }

    /// Emits the function that creates an empty builder.
    pub(super) fn start(&self) -> TokenStream {
        let (target, name, missing) = (self.target, &self.name, &self.missing);
        let held: Vec<_> = self
            .fields
            .iter()
            .map(|field| {
                let name = field.name;
                match &field.presence {
                    Presence::Required(_) => quote!(#name: #missing::#name),
                    Presence::Default(value) => quote!(#name: #value),
                    Presence::Optional(_) | Presence::Nullable => quote!(#name: Default::default()),
                }
            })
            .collect();
        if self.call().is_some() {
            return quote! {
                impl #name {
                    /// Starts a call by this client.
                    pub fn new(client: &::alignet::Client) -> Self {
                        Self { __Call: ::alignet::codegen::Call::new(client), #(#held),* }
                    }
                }
            };
        }
        quote! {
            impl #target {
                /// Starts a value. Every required field must be set before it can be built.
                pub fn builder() -> #name { #name { #(#held),* } }
            }
        }
    }

    pub(super) fn setter(&self, field: &Field<'_>) -> TokenStream {
        let (builder, setter, ty, docs) = (&self.name, field.name, field.ty, &field.docs);
        let Presence::Required(own) = &field.presence else {
            let (takes, value) = match &field.presence {
                Presence::Optional(inner) => (inner, quote!(Some(#setter.into()))),
                _ => (ty, quote!(#setter.into())),
            };
            return quote! {
                #(#docs)*
                pub fn #setter(mut self, #setter: impl Into<#takes>) -> Self {
                    self.#setter = #value;
                    self
                }
            };
        };
        let parameters = self
            .required()
            .map(|(_, parameter)| if parameter == own { quote!(#ty) } else { quote!(#parameter) });
        let others = self.fields.iter().map(|other| other.name).filter(|name| *name != setter);
        let call = self.call().map(|_| quote!(__Call: self.__Call,));
        quote! {
            #(#docs)*
            pub fn #setter(self, #setter: impl Into<#ty>) -> #builder<#(#parameters),*> {
                #builder { #call #setter: #setter.into(), #(#others: self.#others),* }
            }
        }
    }

    /// Emits the methods of a builder with all required fields.
    pub(super) fn finish(&self) -> TokenStream {
        let target = self.target;
        let bounds: Vec<_> = self
            .required()
            .map(|(field, parameter)| {
                let ty = field.ty;
                quote!(#parameter: ::alignet::codegen::Given<#ty>)
            })
            .collect();
        let values = self.fields.iter().map(|field| {
            let name = field.name;
            match field.presence {
                Presence::Required(_) => quote!(#name: ::alignet::codegen::Given::given(self.#name)),
                _ => quote!(#name: self.#name),
            }
        });
        let value = quote!(#target { #(#values),* });
        let complete = (!bounds.is_empty())
            .then(|| quote!(#[doc = " The `where` clause holds once every required field is set."]));
        match &self.end {
            End::Value => quote! {
                /// Builds the value.
                pub fn build(self) -> #target where #(#bounds),* { #value }
            },
            End::Into(into) => quote! {
                /// Builds the value.
                pub fn build(self) -> #into where #(#bounds),* { #value.into() }
            },
            // Not `async`: the future is that of the generic call, which the compiler need not check again
            // for each endpoint.
            End::Call { reply } => quote! {
                /// Sets the time limit of the whole call: attempts, waiting between them, and fetching
                /// an access token if there is none.
                pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                    self.__Call = self.__Call.timeout(timeout);
                    self
                }

                /// Sends the request and returns the reply.
                ///
                /// Nothing is sent before the future is awaited, or spawned: it is `Send` and borrows nothing.
                #complete
                ///
                /// # Errors
                ///
                /// The errors of the endpoint, and every other failure of a call; see
                /// [`Error`](::alignet::Error).
                pub fn send(self) -> impl ::core::future::Future<Output = ::core::result::Result<#reply, ::alignet::Error>> where #(#bounds),* {
                    self.__Call.send(#value)
                }

                /// Sends the request and returns the reply with what surrounded it: status, headers
                /// and request id.
                ///
                /// # Errors
                ///
                /// As for `send`.
                pub fn send_with_meta(self) -> impl ::core::future::Future<Output = ::core::result::Result<::alignet::Response<#reply>, ::alignet::Error>> where #(#bounds),* {
                    self.__Call.send_with_meta(#value)
                }
            },
        }
    }
}
