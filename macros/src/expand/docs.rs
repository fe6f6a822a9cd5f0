//! Writes the documentation of types, fields and values.

use std::fmt::Write as _;

use alignet_spec::{
    contract::{Field, Fill, Kind, Literal, Notification, Primitive, Reading, Shape, Type, Value},
    name,
};

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    primitive, rust_type,
    whence::{declared, linked},
};
use crate::read::Found;

/// Emits text as documentation, with one attribute per line, as `///` does.
pub(crate) fn attributes(text: &str) -> TokenStream {
    let lines =
        text.trim_end().lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// Makes the first sentence a paragraph of its own, which rustdoc shows as the summary. A sentence ends
/// with a full stop, a space and a capital letter; but not in `e.g. Lima` or `J. Ejemplo`.
pub(crate) fn summarised(text: &str) -> String {
    let is_letter = |part: &str| {
        let mut chars = part.trim_start_matches('(').chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    };
    let ends = text.match_indices(". ").map(|(at, _)| (&text[..at], &text[at + 2..]));
    let mut ends = ends.filter(|(before, after)| {
        let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        after.starts_with(char::is_uppercase) && !word.split('.').all(is_letter)
    });
    ends.next().map_or_else(|| text.to_owned(), |(first, rest)| format!("{first}.\n\n{rest}"))
}

pub(crate) fn of_type(found: &Found, one: &Type) -> TokenStream {
    let told = found.notification_of(one);
    let told = told.map(notification).unwrap_or_default();
    let (doc, secrets) = (summarised(&one.doc), secrets(found, one));
    let closed = one.in_request && !one.in_reply && matches!(one.kind, Kind::Object(_));
    let keys =
        if closed { "`Deserialize` accepts its fields alone: an error names any other key.\n\n" } else { "" };
    let fixed = fixed(found, one);
    attributes(&format!("{doc}\n\n{told}{fixed}{secrets}{keys}{}", linked(found, one.span)))
}

/// Lists the fields that the contract fixes, which the type does not have in Rust.
fn fixed(found: &Found, one: &Type) -> String {
    let fixed = one.fields().iter().filter_map(|field| match &field.fill {
        Fill::Const(value) => {
            let doc = if field.doc.is_empty() { String::new() } else { format!(" {}", field.doc) };
            let declared = declared(found, field.span);
            Some(format!("- `{}`: `{}`.{doc} {declared}\n", field.wire, literal(value)))
        }
        _ => None,
    });
    let fixed: String = fixed.collect();
    if fixed.is_empty() {
        return fixed;
    }
    let name = &one.name;
    format!("Fixed fields, which are always sent; JSON with another value there is no `{name}`:\n\n{fixed}\n")
}

/// Links to the documentation of a declared type.
pub(crate) fn link(found: &Found, index: usize) -> String {
    let one = found.type_at(index);
    linked_name(&one.name, one.inherited)
}

/// Links to the documentation of an emitted item, or of an inherited one.
pub(crate) fn linked_name(name: &str, inherited: bool) -> String {
    if inherited { format!("[`{name}`](::alignet::api::{name})") } else { format!("[`{name}`]") }
}

/// Names the secrets that `Serialize` leaves out.
fn secrets(found: &Found, one: &Type) -> String {
    if rust_type::traits_of(found, one).compare {
        return String::new();
    }
    let fields = match &one.kind {
        Kind::Object(fields) => fields.as_slice(),
        Kind::Enumeration(_) | Kind::Union(_) => &[],
    };
    let own = || fields.iter().filter(|field| field.shape.is_secret());
    let named = |fields: &mut dyn Iterator<Item = &Field>| {
        let names: Vec<String> = fields.map(|field| format!("`{}`", field.wire)).collect();
        names.join(", ")
    };
    let (left_out, required) = (
        named(&mut own()),
        named(&mut own().filter(|field| !field.optional && field.reading == Reading::Strict)),
    );
    let all =
        if left_out.is_empty() { "the secrets inside.".to_owned() } else { format!("secrets: {left_out}.") };
    let back =
        if required.is_empty() { String::new() } else { format!(" `Deserialize` requires {required}.") };
    format!("`Serialize` leaves out {all}{back}\n\n")
}

/// Describes the delivery and the identity of a notification or a return.
fn notification(told: &Notification) -> String {
    let (signature, verifies) = (&told.signature, "The feature `notifications` of `alignet` verifies it.");
    let identity: Vec<String> = told.identity.iter().map(|path| format!("`{}`", path.join("."))).collect();
    let identity = identity.join(", ");
    let mut doc = match &told.form {
        None => format!(
            "A notification: it comes unasked, in a `POST` signed in the header `{signature}`. {verifies}\n\nIt may \
             arrive more than once and out of order; two are the same notification if their {identity} are equal.\n\n"
        ),
        Some(form) => format!(
            "A return: the buyer's browser posts it, in the field `{form}` of a form that is signed in the field \
             `{signature}`. {verifies}\n\nAnybody who has seen it can post it again, for another order too. So its \
             {identity} are compared with the merchant's own record.\n\n"
        ),
    };
    if let Some(json) = &told.example {
        let _ = writeln!(doc, "```json\n{}\n```\n", json.value.trim());
    }
    doc
}

/// Emits the attribute by which the compiler warns callers; nothing if there is no reason to.
pub(crate) fn deprecated(note: Option<&String>) -> Option<TokenStream> {
    note.map(|note| quote!(#[deprecated(note = #note)]))
}

pub(crate) fn of_field(found: &Found, field: &Field) -> TokenStream {
    let doc = attributes(&format!("{} {}", field_text(found, field), declared(found, field.span)));
    let deprecated = deprecated(field.deprecated.as_ref());
    quote!(#doc #deprecated)
}

/// Documents a setter: its field, if callers must set it, and its place in the request of a call.
pub(crate) fn of_setter(found: &Found, field: &Field, place: Option<&str>) -> TokenStream {
    let (rule, takes) = match (&field.fill, &field.shape) {
        (Fill::Caller, _) if found.contract.has_one_value(field) => {
            ("Optional", ": its only value is sent unless set")
        }
        (Fill::Caller, _) if !field.optional => ("Required", ""),
        (Fill::Caller, shape) if shape.is(Primitive::Json) => {
            ("Optional", ": takes JSON, or an `Option` of it")
        }
        (Fill::Caller, Shape::Nullable(_)) => (
            "Optional",
            ": takes a value, an [`Option`](::alignet::IntoOption), or a [`Nullable`](::alignet::Nullable) to send null",
        ),
        _ => ("Optional", ": takes a value or an [`Option`](::alignet::IntoOption)"),
    };
    let place = place.map_or_else(String::new, |place| format!(", in the {place}"));
    let (text, declared) = (field_text(found, field), declared(found, field.span));
    let doc = attributes(&format!("{text} {rule}{place}{takes}. {declared}"));
    let deprecated = deprecated(field.deprecated.as_ref());
    quote!(#doc #deprecated)
}

/// Returns the documentation of a field in the contract, or else the words for its type, as a sentence.
pub(crate) fn meaning(found: &Found, field: &Field) -> String {
    if !field.doc.is_empty() {
        return field.doc.clone();
    }
    let noun = noun(found, &field.shape);
    let mut letters = noun.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

fn noun(found: &Found, shape: &Shape) -> String {
    match shape {
        Shape::Primitive(one) => primitive::noun(*one).to_owned(),
        Shape::Named(index) => format!("a value of `{}`", found.type_at(*index).name),
        Shape::List(item) => format!("a list, each item {}", noun(found, item)),
        Shape::Map(item) => format!("a map, each value {}", noun(found, item)),
        Shape::Nullable(inner) => format!("{}, or null", noun(found, inner)),
    }
}

fn field_text(found: &Found, field: &Field) -> String {
    let mut doc = match field.doc.as_str() {
        "" => format!("The field `{}`: {}.", field.wire, noun(found, &field.shape)),
        doc => doc.to_owned(),
    };
    if !field.doc.is_empty() && field.wire != field.name {
        let _ = write!(doc, " `{}` on the wire.", field.wire);
    }
    match &field.fill {
        Fill::Default(default) if field.shape.is(Primitive::Seconds) => {
            let _ = write!(doc, " {} s if the reply has none.", literal(default));
        }
        Fill::Default(default) => {
            let _ = write!(doc, " `{}` unless set.", literal(default));
        }
        _ => {}
    }
    doc
}

pub(crate) fn of_value(value: &Value) -> TokenStream {
    let mut doc = format!("{} `{}` on the wire.", value.doc, value.wire);
    if let Some(outcome) = value.outcome {
        let variant = name::camel(outcome.as_str());
        let _ = write!(doc, " [`{variant}`](::alignet::Outcome::{variant}).");
    }
    let (doc, deprecated) = (attributes(&doc), deprecated(value.deprecated.as_ref()));
    quote!(#doc #deprecated)
}

/// Writes a value of the contract.
pub(crate) fn literal(literal: &Literal) -> String {
    match literal {
        Literal::String(text) => text.clone(),
        Literal::Integer(integer) => integer.to_string(),
        Literal::Boolean(boolean) => boolean.to_string(),
    }
}
