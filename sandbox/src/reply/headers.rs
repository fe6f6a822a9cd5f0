//! Builds the declared headers of a successful reply.

use alignet_spec::{
    contract::{Contract, Endpoint, Field, Primitive},
    exact,
};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Map, Value as Json};

use super::example;
use crate::random;

/// The headers that the contract declares for the replies of an endpoint.
pub(crate) fn fields<'c>(contract: &'c Contract, endpoint: &Endpoint) -> &'c [Field] {
    endpoint.reply_header.map(|of| contract.fields(of)).unwrap_or_default()
}

/// Builds a value for each header that has an example, or that every reply has.
pub(super) fn values(contract: &Contract, fields: &[Field]) -> Map<String, Json> {
    let sent = fields.iter().filter(|field| !field.optional || field.example.is_some());
    sent.map(|field| (field.wire.clone(), example::shown(contract, field, 0))).collect()
}

/// Writes values as headers, with a new value for each secret.
pub(super) fn written(fields: &[Field], values: &Map<String, Json>) -> Result<HeaderMap, getrandom::Error> {
    let mut headers = HeaderMap::new();
    for field in fields {
        let text = match values.get(&field.wire) {
            None => continue,
            Some(_) if field.shape.is(Primitive::Secret) => random::secret()?,
            Some(Json::String(text)) => text.clone(),
            Some(Json::Bool(truth)) => truth.to_string(),
            Some(number) => exact::digits(number).unwrap_or_default().into_owned(),
        };
        // The contract has checked the name, and the value is one of its own.
        let name = HeaderName::try_from(&field.wire);
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_bytes(text.as_bytes())) {
            headers.insert(name, value);
        }
    }
    Ok(headers)
}
