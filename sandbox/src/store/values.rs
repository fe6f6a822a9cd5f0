//! The values of a record.

use std::{borrow::Cow, collections::BTreeMap};

use alignet_spec::{exact, validate};
use serde_json::Value as Json;

use crate::behaviour::{Setting, scalar::Class};

/// The identity of a value in a record: the name of the field, and the class of its values.
pub(crate) type Name = (String, Class);

/// The values of a record, with numbers in digits.
pub(crate) type Values = BTreeMap<Name, String>;

/// Converts a value to the text that is compared and stored: numbers in digits, without leading zeros, and JSON of any form
/// as it is written. `None` if another value is null, an array or an object.
pub(super) fn text(class: Class, json: &Json) -> Option<String> {
    let number = |text: &str| text.parse::<i64>().ok().map(|number| number.to_string());
    match json {
        json if class == Class::Json => Some(exact::write(json)),
        Json::String(text) if class == Class::Number => number(text).or_else(|| Some(text.clone())),
        Json::String(text) => Some(text.clone()),
        Json::Bool(truth) => Some(truth.to_string()),
        number => exact::digits(number).map(Cow::into_owned),
    }
}

/// Returns true if a record has a value.
pub(super) fn is(values: &Values, setting: &Setting) -> bool {
    let json = validate::literal(&setting.value.value);
    values.iter().any(|((wire, class), held)| {
        *wire == setting.wire.value && text(*class, &json).as_ref() == Some(held)
    })
}

/// Returns true if a record has lost the value of this field.
pub(super) fn is_gone(values: &Values, field: &str) -> bool {
    values.contains_key(&(field.to_owned(), Class::Gone))
}

/// The values that fields have, without the sandbox's own marks.
pub(crate) fn shown(values: &Values) -> impl Iterator<Item = (&str, &str)> {
    let shown = values.iter().filter(|((_, class), _)| !matches!(class, Class::Gone | Class::Past));
    shown.map(|((wire, _), value)| (wire.as_str(), value.as_str()))
}
