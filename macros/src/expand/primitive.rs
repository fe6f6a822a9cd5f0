//! The primitive types of the contract language in Rust: their types, defaults, and values in examples. The rest
//! about them is in `spec/src/primitive/mod.rs`.

use alignet_spec::{
    contract::{Literal, Primitive},
    exact,
};
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value as Json;

/// Returns the Rust type.
pub(crate) fn rust_type(primitive: Primitive) -> TokenStream {
    match primitive {
        Primitive::String => quote!(::std::string::String),
        Primitive::Secret => quote!(::alignet::Secret),
        Primitive::Scopes => quote!(::alignet::Scopes),
        Primitive::Integer | Primitive::Numeric => quote!(i64),
        Primitive::Amount => quote!(::alignet::Amount),
        Primitive::Decimal => quote!(::alignet::Decimal),
        Primitive::Currency => quote!(::alignet::Currency),
        Primitive::Date => quote!(::alignet::Date),
        Primitive::DateTime => quote!(::alignet::DateTime),
        Primitive::Seconds => quote!(::std::time::Duration),
        Primitive::Boolean | Primitive::Flag => quote!(bool),
        Primitive::Json => quote!(::alignet::Json),
    }
}

/// Returns true if `alignet::codegen::Wire` reads and writes the type, and false if the Rust type's serde does.
pub(crate) fn has_own_spelling(primitive: Primitive) -> bool {
    match primitive {
        Primitive::Secret | Primitive::Flag | Primitive::Numeric => true,
        Primitive::Decimal | Primitive::Seconds => true,
        Primitive::String | Primitive::Scopes | Primitive::Integer | Primitive::Amount => false,
        Primitive::Currency | Primitive::Date | Primitive::DateTime => false,
        Primitive::Boolean | Primitive::Json => false,
    }
}

/// Returns a default as an expression of the Rust type.
pub(crate) fn default(primitive: Primitive, literal: &Literal) -> TokenStream {
    let text = match literal {
        Literal::Integer(integer) if primitive == Primitive::Decimal => &integer.to_string(),
        Literal::Integer(integer) => return quote!(#integer),
        Literal::Boolean(boolean) => return quote!(#boolean),
        Literal::String(text) => text,
    };
    match primitive {
        Primitive::Scopes => quote!(::alignet::Scopes::written(#text)),
        Primitive::Amount => {
            let minor = text.parse::<u64>().unwrap_or_default();
            quote!(::alignet::Amount::from_minor(#minor))
        }
        Primitive::Decimal => quote!(::alignet::Decimal::written(#text)),
        Primitive::Currency => {
            let number = text.parse::<u16>().unwrap_or_default();
            quote!(::alignet::Currency::numbered(#number))
        }
        Primitive::Date => quote!(::alignet::Date::written(#text)),
        Primitive::DateTime => quote!(::alignet::DateTime::written(#text)),
        // The others with a default in quotes are strings.
        Primitive::String | Primitive::Secret | Primitive::Integer | Primitive::Numeric => as_written(text),
        Primitive::Seconds | Primitive::Boolean | Primitive::Flag | Primitive::Json => as_written(text),
    }
}

fn as_written(text: &str) -> TokenStream {
    quote!(::core::convert::Into::into(#text))
}

/// Returns the words for a value, for a field without documentation.
pub(crate) fn noun(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::String => "text",
        Primitive::Secret => "a secret",
        Primitive::Scopes => "scopes of access tokens",
        Primitive::Integer => "an integer",
        Primitive::Numeric => "an integer, written as a string of digits",
        Primitive::Amount => "an amount of money in minor units",
        Primitive::Decimal => "an exact decimal number",
        Primitive::Currency => "a currency by its number in ISO 4217",
        Primitive::Date => "a date",
        Primitive::DateTime => "a date and a time with an offset from UTC",
        Primitive::Seconds => "a duration in whole seconds",
        Primitive::Boolean | Primitive::Flag => "`true` or `false`",
        Primitive::Json => "any JSON",
    }
}

/// Writes a value that a setter takes: the one in an example's JSON, or a placeholder.
pub(crate) fn example(primitive: Primitive, json: Option<&Json>) -> String {
    let text = json.and_then(Json::as_str);
    match primitive {
        Primitive::String | Primitive::Secret | Primitive::Scopes => format!("{:?}", text.unwrap_or("...")),
        Primitive::Integer | Primitive::Numeric => {
            json.and_then(|json| json.as_i64().or_else(|| text?.parse().ok())).unwrap_or(1).to_string()
        }
        Primitive::Amount => {
            let minor = json.and_then(|json| json.as_u64().or_else(|| text?.parse().ok())).unwrap_or(15000);
            format!("alignet::Amount::from_minor({minor})")
        }
        Primitive::Decimal => {
            let digits = json.and_then(exact::digits);
            let text = digits.as_deref().or(text).unwrap_or("150.00");
            format!("{text:?}.parse::<alignet::Decimal>()?")
        }
        Primitive::Date => format!("{:?}.parse::<alignet::Date>()?", text.unwrap_or("2026-01-31")),
        Primitive::DateTime => {
            format!("{:?}.parse::<alignet::DateTime>()?", text.unwrap_or("2026-01-31T09:30:00-05:00"))
        }
        // The usual currency has a name.
        Primitive::Currency => match text {
            None | Some("604") => "alignet::Currency::PEN".to_owned(),
            Some(number) => format!("{number:?}.parse::<alignet::Currency>()?"),
        },
        Primitive::Seconds => "std::time::Duration::from_secs(1)".to_owned(),
        Primitive::Boolean | Primitive::Flag => json.and_then(Json::as_bool).unwrap_or(true).to_string(),
        Primitive::Json => free(json.unwrap_or(&Json::Null)),
    }
}

/// Writes a value of the exact type, for places where no conversion applies.
pub(crate) fn exact_example(primitive: Primitive, json: Option<&Json>) -> String {
    let value = example(primitive, json);
    match primitive {
        Primitive::String => format!("String::from({value})"),
        Primitive::Secret => format!("alignet::Secret::new({value})"),
        Primitive::Scopes => format!("alignet::Scopes::from({value})"),
        Primitive::Integer | Primitive::Numeric | Primitive::Amount => value,
        Primitive::Decimal | Primitive::Currency | Primitive::Date | Primitive::DateTime => value,
        Primitive::Seconds => value,
        Primitive::Boolean | Primitive::Flag | Primitive::Json => value,
    }
}

/// Writes arbitrary JSON as an expression.
fn free(json: &Json) -> String {
    match &*exact::plain(json) {
        Json::Null => "alignet::Json::Null".to_owned(),
        Json::Bool(boolean) => format!("alignet::Json::from({boolean})"),
        Json::Number(number) => format!("alignet::Json::from({number})"),
        Json::String(text) => format!("alignet::Json::from({text:?})"),
        Json::Array(items) => {
            format!("alignet::Json::Array(vec![{}])", items.iter().map(free).collect::<Vec<_>>().join(", "))
        }
        Json::Object(map) => {
            let entries = map.iter().map(|(key, value)| format!("({key:?}.into(), {})", free(value)));
            format!("alignet::Json::from_iter([{}])", entries.collect::<Vec<_>>().join(", "))
        }
    }
}
