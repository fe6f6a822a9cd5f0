//! Derives the wire format of an object. Each field is read and written by its type under its name, unless
//! `#[wire(…)]` says otherwise:
//!
//! - `"name"`: the name on the wire, if it is no Rust name;
//! - `special`: read and written by `alignet::codegen::Wire`, as secrets and lenient values are;
//! - `present`: required, even as an `Option`, whose `None` then means `null`;
//! - `skip`: sent in the path, the query or a header, not in the body;
//! - `strict`: another type is an error; on the object, this applies to every field.
//!
//! A received field that may be absent and is not `strict` informs: it is read leniently.
//!
//! Other fields of type `Option` or `Nullable` may be absent. The emitted code has the fields as pairs of
//! pairs; `client/src/codegen/wire/field.rs` explains the reason, and defines the types that read and write them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{
    Attribute, Data, DeriveInput, Error, Fields, Ident, LitStr, Token, Type,
    parse::{Parse, ParseStream},
};

use super::{find, last_part};

/// Derives an object that is sent.
pub(crate) fn sent(input: &DeriveInput) -> Result<TokenStream, Error> {
    Ok(Object::read(input)?.serialize())
}

/// Derives an object that is received.
pub(crate) fn received(input: &DeriveInput) -> Result<TokenStream, Error> {
    Ok(Object::read(input)?.deserialize())
}

struct Object<'d> {
    name: &'d Ident,
    fields: Vec<Field<'d>>,
}

struct Field<'d> {
    name: &'d Ident,
    wire: String,
    special: bool,
    optional: bool,
    /// The way in which a field that informs is read.
    informs: Option<Informs>,
    list: bool,
}

/// The way in which a field that informs is read leniently.
#[derive(Clone, Copy)]
enum Informs {
    /// As a whole.
    Whole,
    /// Item by item.
    Items,
}

/// The content of `#[wire(…)]` on a field: its name, if it differs, and its properties.
#[derive(Default)]
struct Said {
    name: Option<String>,
    special: bool,
    present: bool,
    skip: bool,
    strict: bool,
}

impl Parse for Said {
    fn parse(input: ParseStream<'_>) -> Result<Self, Error> {
        let mut said = Self::default();
        while !input.is_empty() {
            if input.peek(LitStr) {
                said.name = Some(input.parse::<LitStr>()?.value());
            } else {
                let word: Ident = input.parse()?;
                match word.to_string().as_str() {
                    "special" => said.special = true,
                    "present" => said.present = true,
                    "skip" => said.skip = true,
                    "strict" => said.strict = true,
                    _ => {
                        let expected = "neither `special`, `present`, `skip` nor `strict`";
                        return Err(Error::new_spanned(word, expected));
                    }
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(said)
    }
}

/// Returns true for the standard map. A contract may have a type of the same name, written without a path.
fn is_map(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.leading_colon.is_some())
        && last_part(ty).is_some_and(|part| part.ident == "BTreeMap")
}

impl<'d> Field<'d> {
    /// Reads a field; `None` for a request field that is sent outside of the body.
    fn read(field: &'d syn::Field, strict: bool) -> Result<Option<Self>, Error> {
        let name = field.ident.as_ref().ok_or_else(|| Error::new_spanned(field, "a field has no name"))?;
        let said =
            find(&field.attrs, "wire").map(Attribute::parse_args::<Said>).transpose()?.unwrap_or_default();
        let is = |names: &[&str]| {
            last_part(&field.ty).is_some_and(|part| names.iter().any(|name| part.ident == name))
        };
        let (may_be_absent, list) = (is(&["Option", "Nullable"]), is(&["Vec"]) && !said.special);
        let informs = match () {
            () if strict || said.strict => None,
            () if list => Some(Informs::Items),
            () => (may_be_absent || is(&["Vec"]) || is_map(&field.ty)).then_some(Informs::Whole),
        };
        Ok((!said.skip).then(|| Self {
            name,
            wire: said.name.unwrap_or_else(|| name.to_string()),
            special: said.special,
            optional: may_be_absent && !said.present,
            informs,
            list,
        }))
    }

    /// Emits the value of a field that is sent.
    fn sent(&self, value: TokenStream) -> TokenStream {
        let held = self.plainly(value);
        if self.optional { quote!(::alignet::codegen::Optional(#held)) } else { held }
    }

    /// Emits the pattern of a field that is received.
    fn received(&self, value: TokenStream) -> TokenStream {
        match self.informs {
            Some(Informs::Items) => return quote!(::alignet::codegen::Items(#value)),
            Some(Informs::Whole) => {
                let held = self.plainly(value);
                return quote!(::alignet::codegen::Lenient(#held));
            }
            None => {}
        }
        if self.list { quote!(::alignet::codegen::List(#value)) } else { self.sent(value) }
    }

    fn plainly(&self, value: TokenStream) -> TokenStream {
        let held = if self.special { quote!(Special) } else { quote!(Plain) };
        quote!(::alignet::codegen::#held(#value))
    }
}

impl<'d> Object<'d> {
    fn read(input: &'d DeriveInput) -> Result<Self, Error> {
        let Data::Struct(data) = &input.data else {
            return Err(Error::new_spanned(input, "only a struct has fields"));
        };
        let Fields::Named(named) = &data.fields else {
            return Err(Error::new_spanned(input, "only named fields have names on the wire"));
        };
        let said = find(&input.attrs, "wire").map(Attribute::parse_args::<Said>).transpose()?;
        let strict = said.unwrap_or_default().strict;
        let fields = named.named.iter().filter_map(|field| Field::read(field, strict).transpose());
        Ok(Self { name: &input.ident, fields: fields.collect::<Result<_, _>>()? })
    }

    fn names(&self) -> TokenStream {
        let names = self.fields.iter().map(|field| &field.wire);
        quote!(&[#(#names),*])
    }

    fn serialize(&self) -> TokenStream {
        let (object, names) = (self.name, self.names());
        let held = self.fields.iter().map(|field| {
            let name = field.name;
            field.sent(quote!(&self.#name))
        });
        let held = pairs(&held.collect::<Vec<_>>());
        quote! {
            impl ::alignet::codegen::Object for #object {
                fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> ::core::result::Result<W::Ok, W::Error> {
                    writer.write(#names, #held)
                }
            }

            impl ::alignet::codegen::serde::Serialize for #object {
                fn serialize<S: ::alignet::codegen::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                    ::alignet::codegen::write(self, serializer)
                }
            }
        }
    }

    fn deserialize(&self) -> TokenStream {
        let (object, names) = (self.name, self.names());
        // Not bound to the field names, because the calling crate may have constants of these names.
        let bound = self.fields.iter().map(|field| format_ident!("__{}", field.name)).collect::<Vec<_>>();
        let own = self.fields.iter().map(|field| field.name);
        let held = self.fields.iter().zip(&bound).map(|(field, bound)| field.received(quote!(#bound)));
        let held = pairs(&held.collect::<Vec<_>>());
        quote! {
            impl<'de> ::alignet::codegen::serde::Deserialize<'de> for #object {
                fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                    let #held = ::alignet::codegen::read(deserializer, #names)?;
                    ::core::result::Result::Ok(Self { #(#own: #bound),* })
                }
            }
        }
    }
}

/// Emits the fields as pairs of pairs, half of them on each side, as `alignet::wire` needs them.
fn pairs(fields: &[TokenStream]) -> TokenStream {
    match fields {
        [] => quote!(()),
        [one] => one.clone(),
        _ => {
            let (left, right) = fields.split_at(fields.len() / 2);
            let (left, right) = (pairs(left), pairs(right));
            quote!((#left, #right))
        }
    }
}
