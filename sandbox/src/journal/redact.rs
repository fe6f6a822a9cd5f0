//! Shows the values of a request by field, without secrets and card data: the contract says which fields hold a secret.
//!
//! A caller may put a secret into a wrong field. So the values of secret fields are also left out elsewhere in the request, as are
//! texts that look like an access token or a card number, and values of fields that the contract does not declare.

use std::collections::BTreeSet;

use alignet_spec::{
    contract::{Contract, Field, Fill, Kind, Primitive, Shape, Union},
    exact, secret_names,
};
use serde_json::{Map, Value as Json};

/// The text in the place of a value that is not shown.
pub(crate) const REDACTED: &str = "[redacted]";

/// The fewest bytes of a secret that is found inside of other text. A shorter one, such as a card's security code, would be found
/// in any number, so it is compared with whole values.
const LONG: usize = 8;

/// The fewest letters and digits in a row that look like a token. A UUID has 36 with its signs.
const TOKEN: usize = 40;

/// The fewest digits of a card number of the service's brands: those of Diners. An operation number has fewer.
const CARD: usize = 14;

/// The values of one request that are secret.
pub(crate) struct Redactor<'c> {
    contract: &'c Contract,
    secrets: Vec<String>,
    /// The names of fields that the contract declares. Some are as long as a token.
    declared: BTreeSet<String>,
}

impl<'c> Redactor<'c> {
    /// Starts with the secrets that the caller sent outside of fields, such as its access token.
    pub(crate) fn new(contract: &'c Contract, secrets: impl IntoIterator<Item = String>) -> Self {
        let secrets = secrets.into_iter().filter(|secret| !secret.is_empty()).collect();
        Self { contract, secrets, declared: BTreeSet::new() }
    }

    /// Leaves out what the contract calls secret or does not declare, and remembers the secrets.
    pub(crate) fn fields(&mut self, fields: &[Field], values: &Map<String, Json>) -> Json {
        let entry = |(name, json): (&String, &Json)| {
            let field = fields.iter().find(|field| field.wire == *name);
            self.declared.extend(field.map(|field| field.wire.clone()));
            let shown = match field {
                Some(field) if field.fill == Fill::ClientSecret => self.secret(json),
                Some(field) => self.value(&field.shape, json),
                None => Json::from(REDACTED),
            };
            (name.clone(), shown)
        };
        Json::Object(values.iter().map(entry).collect())
    }

    fn value(&mut self, shape: &Shape, json: &Json) -> Json {
        match (shape, json) {
            (Shape::Primitive(Primitive::Secret), json) => self.secret(json),
            (_, Json::Null) => Json::Null,
            (Shape::Nullable(inner), json) => self.value(inner, json),
            (Shape::Primitive(Primitive::Json), json) => self.free(json),
            (Shape::Primitive(_), json) if is_scalar(json) => json.clone(),
            (Shape::List(item), Json::Array(items)) => {
                items.iter().map(|json| self.value(item, json)).collect()
            }
            (Shape::Map(item), Json::Object(entries)) => {
                self.entries(entries, |this, json| this.value(item, json))
            }
            (Shape::Named(index), json) => self.named(*index, json),
            _ => Json::from(REDACTED),
        }
    }

    fn named(&mut self, index: usize, json: &Json) -> Json {
        let contract = self.contract;
        match (contract.types.get(index).map(|one| &one.kind), json) {
            (Some(Kind::Object(fields)), Json::Object(values)) => self.fields(fields, values),
            (Some(Kind::Union(union)), Json::Object(values)) => self.union(union, values),
            (Some(Kind::Enumeration(_)), json) if is_scalar(json) => json.clone(),
            _ => Json::from(REDACTED),
        }
    }

    fn union(&mut self, union: &Union, values: &Map<String, Json>) -> Json {
        let contract = self.contract;
        let fields = union.variant_of(values).map(|variant| contract.fields(variant.of)).unwrap_or_default();
        let mut beside = values.clone();
        let tag = beside.remove(&union.tag).filter(is_scalar);
        let content = union.content.as_ref().and_then(|name| Some((name, beside.remove(name)?)));
        let shown = match &content {
            Some((name, Json::Object(inner))) => {
                Map::from_iter([((*name).clone(), self.fields(fields, inner))])
            }
            Some((name, _)) => Map::from_iter([((*name).clone(), Json::from(REDACTED))]),
            None => Map::new(),
        };
        // Without a content, the fields of the variant stand beside the tag.
        let beside = self.fields(if union.content.is_none() { fields } else { &[] }, &beside);
        let tag = tag.map(|tag| (union.tag.clone(), tag));
        let beside = beside.as_object().cloned().unwrap_or_default();
        Json::Object(tag.into_iter().chain(shown).chain(beside).collect())
    }

    /// JSON of any form: names that sound like those of secrets have none of their values shown.
    fn free(&mut self, json: &Json) -> Json {
        match json {
            json if is_scalar(json) => json.clone(),
            Json::Array(items) => items.iter().map(|json| self.free(json)).collect(),
            Json::Object(entries) => self.entries(entries, Self::free),
            _ => Json::Null,
        }
    }

    fn entries(&mut self, entries: &Map<String, Json>, show: impl Fn(&mut Self, &Json) -> Json) -> Json {
        let entry = |(name, json): (&String, &Json)| {
            let secret = secret_names::telling(name).is_some();
            (name.clone(), if secret { self.secret(json) } else { show(self, json) })
        };
        Json::Object(entries.iter().map(entry).collect())
    }

    /// Remembers every text of a secret, whatever its form.
    fn secret(&mut self, json: &Json) -> Json {
        match json {
            Json::String(text) if !text.is_empty() => self.secrets.push(text.clone()),
            json if exact::digits(json).is_some() => self.secrets.extend(exact::digits(json).map(Into::into)),
            Json::Array(items) => items.iter().for_each(|json| drop(self.secret(json))),
            Json::Object(entries) => entries.values().for_each(|json| drop(self.secret(json))),
            _ => {}
        }
        Json::from(REDACTED)
    }

    /// Leaves out what is, holds or looks like a secret, wherever it stands. Comes after all fields.
    pub(crate) fn mask(&self, shown: Json) -> Json {
        if let Some(digits) = exact::digits(&shown) {
            return if self.is_telling(&digits) { Json::from(REDACTED) } else { shown };
        }
        match shown {
            Json::String(text) if self.is_telling(&text) => Json::from(REDACTED),
            Json::Array(items) => items.into_iter().map(|json| self.mask(json)).collect(),
            Json::Object(entries) => {
                let entry = |(name, json): (String, Json)| {
                    let telling = !self.declared.contains(&name) && self.is_telling(&name);
                    (if telling { REDACTED.to_owned() } else { name }, self.mask(json))
                };
                Json::Object(entries.into_iter().map(entry).collect())
            }
            other => other,
        }
    }

    fn is_telling(&self, text: &str) -> bool {
        let known =
            |secret: &String| text == secret || secret.len() >= LONG && text.contains(secret.as_str());
        self.secrets.iter().any(known) || looks_like_token(text) || looks_like_card(text)
    }
}

fn is_scalar(json: &Json) -> bool {
    matches!(json, Json::String(_) | Json::Bool(_)) || exact::digits(json).is_some()
}

fn looks_like_token(text: &str) -> bool {
    let is_sign = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.~+=".contains(byte);
    text.as_bytes().split(|byte| !is_sign(byte)).any(|run| run.len() >= TOKEN)
}

/// Returns true if a text has as many digits in a row as a card, also in groups with one sign between them.
fn looks_like_card(text: &str) -> bool {
    let (mut digits, mut gap) = (0, true);
    text.bytes().any(|byte| {
        (digits, gap) = match byte {
            b'0'..=b'9' => (digits + 1, false),
            b' ' | b'-' | b'.' | b'_' if !gap => (digits, true),
            _ => (0, true),
        };
        digits >= CARD
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_and_tokens_are_told_from_other_texts() {
        for card in ["4474118355632240", "36006616055724", "card 4474 1183-5563 2240.", "x371064649323968"] {
            assert!(looks_like_card(card), "{card}");
        }
        for other in
            ["700100123456", "1234567890123", "2026-03-12T17:49:36Z", "12-03-2026 17:52:00", "5 5", ""]
        {
            assert!(!looks_like_card(other), "{other}");
        }
        assert!(
            looks_like_token(&"a".repeat(TOKEN))
                && looks_like_token("see eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln")
        );
        for other in
            ["67e55044-10b1-426f-9247-bb680e5fe0c8", "https://shop.example.com/returns/700100?a=b", ""]
        {
            assert!(!looks_like_token(other), "{other}");
        }
    }
}
