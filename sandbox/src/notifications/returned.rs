//! Signs returns, as the buyer's browser posts them.

use alignet_spec::contract::Notification;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use bytes::Bytes;
use form_urlencoded::Serializer;
use serde_json::Value as Json;

use crate::notifications::signing::SigningKey;

/// The form that the buyer's browser posts to the merchant.
///
/// A form that the service did not sign is one whose `signature` was replaced, such as by that of another
/// [`SigningKey`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignedReturn {
    /// The Base64 of the JSON, which the signature covers: the value of the form's first field.
    pub text: String,
    /// The signature: the value of the form's second field.
    pub signature: String,
    names: [String; 2],
}

impl SignedReturn {
    /// The fields of the form, with their values.
    pub(crate) fn fields(&self) -> [(&str, &str); 2] {
        let [text, signature] = &self.names;
        [(text, &self.text), (signature, &self.signature)]
    }

    /// The body of the browser's request, of the type `application/x-www-form-urlencoded`.
    pub fn form(&self) -> Bytes {
        Serializer::new(String::new()).extend_pairs(self.fields()).finish().into()
    }
}

/// Serialises a body and signs it. The signature covers the Base64, as the vendor's page says.
pub(crate) fn signed(key: &SigningKey, declared: &Notification, body: &Json) -> SignedReturn {
    let text = BASE64_STANDARD.encode(body.to_string());
    let names = [declared.form.clone().unwrap_or_default(), declared.signature.clone()];
    SignedReturn { signature: key.sign(&text), text, names }
}
