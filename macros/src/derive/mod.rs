//! What follows from the shape of one emitted type alone.

mod bodiless;
mod builder;
mod enumeration;
mod union;

pub(crate) use bodiless::bodiless;
pub(crate) use builder::builder;
pub(crate) use enumeration::enumeration;
pub(crate) use union::union;

use syn::{Attribute, Data, DeriveInput, Error, Fields, Ident, LitStr, Type};

/// A variant, its string on the wire if the contract lists it, and what it holds.
struct Variant<'d> {
    name: &'d Ident,
    wire: Option<String>,
    holds: Option<&'d Type>,
}

fn variants(input: &DeriveInput) -> Result<Vec<Variant<'_>>, Error> {
    let Data::Enum(data) = &input.data else {
        return Err(Error::new_spanned(input, "only an enum has variants"));
    };
    data.variants
        .iter()
        .map(|variant| {
            let wire =
                find(&variant.attrs, "wire").map(|attribute| attribute.parse_args::<LitStr>()).transpose()?;
            let holds = match &variant.fields {
                Fields::Unnamed(fields) => fields.unnamed.first().map(|field| &field.ty),
                _ => None,
            };
            Ok(Variant { name: &variant.ident, wire: wire.map(|wire| wire.value()), holds })
        })
        .collect()
}

fn find<'a>(attributes: &'a [Attribute], name: &str) -> Option<&'a Attribute> {
    attributes.iter().find(|attribute| attribute.path().is_ident(name))
}

/// The last part of a type's path, as in `Option` for `Option<String>`.
fn last_part(ty: &Type) -> Option<&syn::PathSegment> {
    match ty {
        Type::Path(path) => path.path.segments.last(),
        _ => None,
    }
}
