//! The builder of a type: one setter per field, and a type parameter per required field, so that
//! the compiler names the one that is missing.
//!
//! A required field that is not set has a type of its own, named after the field; setting it
//! replaces that by the value's. Only `Given<Value>` values let the builder finish.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, Data, DeriveInput, Error, Expr, Fields, GenericArgument, Ident, PathArguments, Type};

use super::{find, last_part};

pub(crate) fn builder(input: &DeriveInput) -> Result<TokenStream, Error> {
    let builder = Builder::read(input)?;
    let definition = builder.definition();
    let start = builder.start();
    let setters = builder.fields.iter().map(|field| builder.setter(field));
    let finish = builder.finish();
    let (name, parameters) = (&builder.name, builder.parameters());
    Ok(quote! {
        #definition
        #start
        impl<#(#parameters),*> #name<#(#parameters),*> {
            #(#setters)*
            #finish
        }
    })
}

struct Builder<'d> {
    /// The type that is built.
    target: &'d Ident,
    /// The builder.
    name: Ident,
    /// The module of the types that stand for missing fields.
    missing: Ident,
    docs: Vec<&'d Attribute>,
    fields: Vec<Field<'d>>,
    end: End,
}

/// What a finished builder becomes.
enum End {
    /// The type itself.
    Value,
    /// A type that the target converts into.
    Into(Type),
    /// A call, sent for a reply.
    Call { reply: Type },
}

struct Field<'d> {
    name: &'d Ident,
    ty: &'d Type,
    docs: Vec<&'d Attribute>,
    presence: Presence,
}

enum Presence {
    /// Must be set; the type parameter that says whether it is.
    Required(Ident),
    /// Starts as this value.
    Default(Expr),
    /// Starts as absent; what the setter takes.
    Optional(Type),
    /// Starts as absent; the setter takes the field's own type.
    Nullable,
}

impl<'d> Builder<'d> {
    fn read(input: &'d DeriveInput) -> Result<Self, Error> {
        let (Data::Struct(data), target) = (&input.data, &input.ident) else {
            return Err(Error::new_spanned(input, "only a struct has a builder"));
        };
        let Fields::Named(fields) = &data.fields else {
            return Err(Error::new_spanned(input, "only named fields have setters"));
        };
        let (mut name, mut end) = (format_ident!("{target}Builder"), End::Value);
        if let Some(attribute) = find(&input.attrs, "builder") {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("call") {
                    name = meta.value()?.parse()?;
                } else if meta.path.is_ident("reply") {
                    end = End::Call { reply: meta.value()?.parse()? };
                } else if meta.path.is_ident("into") {
                    end = End::Into(meta.value()?.parse()?);
                } else {
                    return Err(meta.error("neither `call`, `reply` nor `into`"));
                }
                Ok(())
            })?;
        }
        let fields = fields.named.iter().enumerate().map(|(index, field)| Field::read(index, field));
        Ok(Self {
            target,
            missing: format_ident!("__{}_needs", target),
            name,
            docs: docs(&input.attrs),
            fields: fields.collect::<Result<_, _>>()?,
            end,
        })
    }

    fn parameters(&self) -> Vec<&Ident> {
        self.required().map(|(_, parameter)| parameter).collect()
    }

    fn required(&self) -> impl Iterator<Item = (&Field<'d>, &Ident)> {
        self.fields.iter().filter_map(|field| match &field.presence {
            Presence::Required(parameter) => Some((field, parameter)),
            _ => None,
        })
    }

    /// The struct, whose type parameters start as what is missing, and the types for that.
    fn definition(&self) -> TokenStream {
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
        let call = self.call().map(|ty| quote!(__call: #ty,));
        let doc = match self.end {
            End::Call { .. } => quote!(#(#docs)* #[must_use = "a call does nothing until it is sent"]),
            _ => {
                let doc = format!("Sets the fields of [`{}`], then builds it.", self.target);
                quote!(#[doc = #doc] #[must_use = "a builder does nothing until it builds"])
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

    fn call(&self) -> Option<TokenStream> {
        matches!(self.end, End::Call { .. }).then(|| quote!(::alignet::call::Call))
    }

    /// The function that makes an empty builder.
    fn start(&self) -> TokenStream {
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
                        Self { __call: ::alignet::call::Call::new(client), #(#held),* }
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

    fn setter(&self, field: &Field<'_>) -> TokenStream {
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
        let call = self.call().map(|_| quote!(__call: self.__call,));
        quote! {
            #(#docs)*
            pub fn #setter(self, #setter: impl Into<#ty>) -> #builder<#(#parameters),*> {
                #builder { #call #setter: #setter.into(), #(#others: self.#others),* }
            }
        }
    }

    /// What a builder with every required field does.
    fn finish(&self) -> TokenStream {
        let target = self.target;
        let bounds: Vec<_> = self
            .required()
            .map(|(field, parameter)| {
                let ty = field.ty;
                quote!(#parameter: ::alignet::private::Given<#ty>)
            })
            .collect();
        let values = self.fields.iter().map(|field| {
            let name = field.name;
            match field.presence {
                Presence::Required(_) => quote!(#name: ::alignet::private::Given::given(self.#name)),
                _ => quote!(#name: self.#name),
            }
        });
        let value = quote!(#target { #(#values),* });
        match &self.end {
            End::Value => quote! {
                /// Builds the value.
                pub fn build(self) -> #target where #(#bounds),* { #value }
            },
            End::Into(into) => quote! {
                /// Builds the value.
                pub fn build(self) -> #into where #(#bounds),* { #value.into() }
            },
            End::Call { reply } => quote! {
                /// Sets the time that the whole call may take: attempts, waiting between them, and
                /// fetching an access token when there is none.
                pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                    self.__call = self.__call.timeout(timeout);
                    self
                }

                /// Sends the request and returns the reply.
                ///
                /// # Errors
                ///
                /// Those of the endpoint, and every way a call can fail; see [`Error`](::alignet::Error).
                pub async fn send(self) -> Result<#reply, ::alignet::Error> where #(#bounds),* {
                    self.__call.send(#value).await
                }

                /// Sends the request and returns the reply with what surrounded it: status, headers
                /// and request id.
                ///
                /// # Errors
                ///
                /// As `send`.
                pub async fn send_with_meta(self) -> Result<::alignet::Response<#reply>, ::alignet::Error> where #(#bounds),* {
                    self.__call.send_with_meta(#value).await
                }
            },
        }
    }
}

impl<'d> Field<'d> {
    fn read(index: usize, field: &'d syn::Field) -> Result<Self, Error> {
        let name = field.ident.as_ref().ok_or_else(|| Error::new_spanned(field, "a field has no name"))?;
        let (mut default, mut required) = (None, false);
        if let Some(attribute) = find(&field.attrs, "builder") {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("default") {
                    default = Some(meta.value()?.parse::<Expr>()?);
                } else if meta.path.is_ident("required") {
                    required = true;
                } else {
                    return Err(meta.error("neither `default` nor `required`"));
                }
                Ok(())
            })?;
        }
        let last = last_part(&field.ty);
        let presence = match (default, last) {
            (Some(value), _) => Presence::Default(value),
            (None, Some(part)) if part.ident == "Option" && !required => match &part.arguments {
                PathArguments::AngleBracketed(arguments) => match arguments.args.first() {
                    Some(GenericArgument::Type(inner)) => Presence::Optional(inner.clone()),
                    _ => Presence::Nullable,
                },
                _ => Presence::Nullable,
            },
            (None, Some(part)) if part.ident == "Nullable" => Presence::Nullable,
            _ => Presence::Required(format_ident!("F{index}")),
        };
        Ok(Self { name, ty: &field.ty, docs: docs(&field.attrs), presence })
    }
}

fn docs(attributes: &[Attribute]) -> Vec<&Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("doc")).collect()
}
