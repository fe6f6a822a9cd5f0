//! Builds notifications from the contract's examples, and signs them.

use std::{error::Error, fmt};

use alignet_spec::{
    contract::{Contract, Notification},
    exact, suggestion,
    validate::{self, Side},
};
use bytes::Bytes;
use serde_json::Value as Json;

use crate::{notifications::signing::SigningKey, reply::example};

/// A notification as the service sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignedNotification {
    /// The JSON, byte for byte as it was signed.
    pub body: Bytes,
    /// The header that carries the signature.
    pub header: String,
    /// The signature, as the header holds it.
    pub signature: String,
}

/// Builds and signs the notification `name`. `overrides` replace values of the contract's example, or of a
/// synthetic body if there is no example: objects are merged field by field, other values are replaced
/// whole. `null` overrides nothing.
pub(crate) fn notification(
    contract: &Contract,
    key: &SigningKey,
    name: &str,
    overrides: &Json,
) -> Result<SignedNotification, InvalidNotification> {
    let (_, declared) = find(contract, "notification", name)?;
    let mut body = example(contract, declared);
    if !overrides.is_null() {
        lay_over(&mut body, overrides);
    }
    let wrong = validate::object(contract, contract.fields(declared.body), &body, Side::Reply);
    if let Some(wrong) = wrong.first() {
        let at = if wrong.path.is_empty() { "the body" } else { &wrong.path };
        return Err(InvalidNotification::new(format!("a notification `{name}`: {at} {}", wrong.message)));
    }
    Ok(signed(key, declared, &body))
}

/// Finds the notification or the return of this name, and its index in the contract.
pub(crate) fn find<'c>(
    contract: &'c Contract,
    kind: &str,
    name: &str,
) -> Result<(usize, &'c Notification), InvalidNotification> {
    let declared = || contract.notifications.iter().enumerate().filter(|(_, one)| one.kind() == kind);
    declared().find(|(_, one)| one.name == name).ok_or_else(|| {
        let help = suggestion::suggest(name, "declared", declared().map(|(_, one)| one.name.as_str()));
        InvalidNotification::new(format!("there is no {kind} `{name}`; {help}"))
    })
}

/// Serialises a body and signs it.
pub(crate) fn signed(key: &SigningKey, declared: &Notification, body: &Json) -> SignedNotification {
    let body = Bytes::from(exact::write(body));
    SignedNotification { signature: key.sign(&body), header: declared.signature.clone(), body }
}

pub(crate) fn example(contract: &Contract, declared: &Notification) -> Json {
    let example = declared.example.as_ref().and_then(|example| exact::parse(example.value.as_bytes()).ok());
    example.unwrap_or_else(|| example::notification(contract, declared))
}

fn lay_over(value: &mut Json, over: &Json) {
    match (value, over) {
        (Json::Object(value), Json::Object(over)) => {
            for (key, over) in over {
                lay_over(value.entry(key).or_insert(Json::Null), over);
            }
        }
        (value, over) => *value = over.clone(),
    }
}

/// The error of a notification or a return that the contract does not allow: it declares none of that name, or
/// another type for one of the fields; and of a return about a record that there is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidNotification {
    message: String,
}

impl InvalidNotification {
    pub(crate) fn new(message: String) -> Self {
        Self { message }
    }
}

impl fmt::Display for InvalidNotification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for InvalidNotification {}
