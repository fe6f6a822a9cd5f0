//! A field of a type with a builder, and the way in which it is set.

use quote::format_ident;
use syn::{Attribute, Error, Expr, GenericArgument, Ident, PathArguments, Type};

use super::docs;
use crate::derive::{find, last_part};

pub(super) struct Field<'d> {
    pub(super) name: &'d Ident,
    pub(super) ty: &'d Type,
    pub(super) docs: Vec<&'d Attribute>,
    pub(super) presence: Presence,
}

pub(super) enum Presence {
    /// Must be set; holds the type parameter that tracks this.
    Required(Ident),
    /// Starts with this value.
    Default(Expr),
    /// Starts absent; holds the type that the setter takes.
    Optional(Type),
    /// Starts absent; the setter takes the field's own type.
    Nullable,
}

impl<'d> Field<'d> {
    pub(super) fn read(index: usize, field: &'d syn::Field) -> Result<Self, Error> {
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
            // No contract has a type of this name: camel case has no underscore.
            _ => Presence::Required(format_ident!("F_{index}")),
        };
        Ok(Self { name, ty: &field.ty, docs: docs(&field.attrs), presence })
    }
}
