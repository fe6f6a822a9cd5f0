//! Derives the builder of a type: one setter per field, and a type parameter per required field, so that
//! the compiler names a missing field.
//!
//! A required field that is not set has a type of its own, named after the field. Setting the field
//! replaces this type by the value's. The builder finishes only if all are `Given<Value>`.

mod emit;
mod field;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, Data, DeriveInput, Error, Fields, Ident, Meta, Type};

use self::field::{Field, Presence};
use super::find;

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
    /// The module of the types that represent missing fields.
    missing: Ident,
    docs: Vec<&'d Attribute>,
    fields: Vec<Field<'d>>,
    end: End,
}

/// The result of a finished builder.
enum End {
    /// The type itself.
    Value,
    /// A type that the target converts into.
    Into(Type),
    /// A call, sent for a reply.
    Call { reply: Type },
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
            missing: format_ident!("{name}_needs"),
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
}

/// Returns only the text: `doc(hidden)` on the target does not apply to the builder.
fn docs(attributes: &[Attribute]) -> Vec<&Attribute> {
    let is_text = |meta: &Meta| matches!(meta, Meta::NameValue(said) if said.path.is_ident("doc"));
    attributes.iter().filter(|attribute| is_text(&attribute.meta)).collect()
}
