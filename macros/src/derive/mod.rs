//! Derives what depends only on the shape of one emitted type.

mod bodiless;
mod builder;
mod enumeration;
mod object;
mod outcome;
mod union;

pub(crate) use bodiless::bodiless;
pub(crate) use builder::builder;
pub(crate) use enumeration::enumeration;
pub(crate) use object::{received, sent};
pub(crate) use outcome::outcome;
pub(crate) use union::union;

use syn::{
    Attribute, Data, DeriveInput, Error, Fields, Ident, LitStr, Token, Type,
    parse::{Parse, ParseStream},
};

/// A variant, its wire string if the contract lists it, the outcome that it proves, and its content.
struct Variant<'d> {
    name: &'d Ident,
    wire: Option<String>,
    proves: Option<Ident>,
    holds: Option<&'d Type>,
}

/// The content of `#[wire(…)]`: the string, and optionally the outcome that it proves.
struct Wire {
    text: LitStr,
    proves: Option<Ident>,
}

impl Parse for Wire {
    fn parse(input: ParseStream<'_>) -> Result<Self, Error> {
        let text = input.parse()?;
        let proves = input.parse::<Option<Token![,]>>()?.map(|_| input.parse()).transpose()?;
        Ok(Self { text, proves })
    }
}

fn variants(input: &DeriveInput) -> Result<Vec<Variant<'_>>, Error> {
    let Data::Enum(data) = &input.data else {
        return Err(Error::new_spanned(input, "only an enum has variants"));
    };
    data.variants
        .iter()
        .map(|variant| {
            let wire =
                find(&variant.attrs, "wire").map(|attribute| attribute.parse_args::<Wire>()).transpose()?;
            let holds = match &variant.fields {
                Fields::Unnamed(fields) => fields.unnamed.first().map(|field| &field.ty),
                _ => None,
            };
            let (wire, proves) = wire.map(|wire| (wire.text.value(), wire.proves)).unzip();
            Ok(Variant { name: &variant.ident, wire, proves: proves.flatten(), holds })
        })
        .collect()
}

fn find<'a>(attributes: &'a [Attribute], name: &str) -> Option<&'a Attribute> {
    attributes.iter().find(|attribute| attribute.path().is_ident(name))
}

/// Returns the last part of a type's path, such as `Option` in `Option<String>`.
fn last_part(ty: &Type) -> Option<&syn::PathSegment> {
    match ty {
        Type::Path(path) => path.path.segments.last(),
        _ => None,
    }
}
