//! Validates the number of digits of fields, which the sandbox's own contract states.

use alignet_spec::contract::{Contract, Endpoint, Field, Kind, Primitive, Shape};
use serde_json::{Map, Value as Json};

use super::{Problem, Validator};
use crate::behaviour::Digits;

const PLACE: &str = "body field";

/// A field of digits in a request: its path, its value, and how many digits it should have.
struct Found<'f> {
    path: String,
    text: &'f str,
    rule: &'f Digits,
}

impl Found<'_> {
    fn is_of_digits(&self) -> bool {
        !self.text.is_empty() && self.text.bytes().all(|byte| byte.is_ascii_digit())
    }

    fn fits(&self) -> bool {
        self.is_of_digits() && (self.rule.least..=self.rule.most).contains(&self.text.len())
    }
}

impl Validator<'_> {
    /// Adds the mistakes in the digits of a body, of fields that have no other mistake.
    pub(super) fn digits(&self, body: &Map<String, Json>, problems: &mut Vec<Problem>) {
        let wrong =
            self.found(body).into_iter().filter(|found| !found.fits() && !self.is_waived_length(found));
        for Found { path, rule: Digits { least, most, .. }, .. } in wrong {
            let known = |problem: &Problem| {
                problem.mistake.at.as_ref().is_some_and(|(place, at)| *place == PLACE && *at == path)
            };
            if !problems.iter().any(known) {
                let text = format!("{PLACE} `{path}` must have {least} to {most} digits, and nothing else");
                problems.push(Problem::bad_request(PLACE, &path, text));
            }
        }
    }

    /// Says which fields of a body have another number of digits, as deployed.
    pub(crate) fn remarks_on_digits(&self, body: &Map<String, Json>) -> Vec<String> {
        let other =
            self.found(body).into_iter().filter(|found| !found.fits() && self.is_waived_length(found));
        let remark = |Found { path, text, rule: Digits { least, most, .. } }: Found<'_>| {
            format!("{PLACE} `{path}` has {} digits, not {least} to {most}", text.len())
        };
        other.map(remark).collect()
    }

    fn is_waived_length(&self, found: &Found<'_>) -> bool {
        let settings = &self.state.settings;
        let waived = &settings.behaviour.deployed.waived_lengths;
        let named = waived.iter().any(|wire| wire.value == found.rule.wire.value);
        settings.as_deployed && named && found.is_of_digits()
    }

    fn found<'f>(&'f self, body: &'f Map<String, Json>) -> Vec<Found<'f>> {
        let rules = self.state.settings.behaviour.use_by(self.index).map(|one| one.digits.as_slice());
        let mut walk =
            Walk { contract: self.state.contract(), rules: rules.unwrap_or_default(), found: Vec::new() };
        let Endpoint { body: fields, .. } = self.endpoint;
        walk.fields("", fields.as_deref().unwrap_or_default(), body);
        walk.found
    }
}

/// A walk over the fields of a body.
struct Walk<'f> {
    contract: &'f Contract,
    rules: &'f [Digits],
    found: Vec<Found<'f>>,
}

impl<'f> Walk<'f> {
    fn fields(&mut self, path: &str, fields: &[Field], values: &'f Map<String, Json>) {
        for field in fields {
            let Some(json) = values.get(&field.wire) else { continue };
            let dot = if path.is_empty() { "" } else { "." };
            self.value(format!("{path}{dot}{}", field.wire), field, &field.shape, json);
        }
    }

    fn value(&mut self, path: String, field: &Field, shape: &Shape, json: &'f Json) {
        match (shape.without_null(), json) {
            (
                Shape::Primitive(Primitive::String | Primitive::Amount | Primitive::Numeric),
                Json::String(text),
            ) => {
                let rule = self.rules.iter().find(|rule| rule.wire.value == field.wire);
                self.found.extend(rule.map(|rule| Found { path, text, rule }));
            }
            (Shape::List(item), Json::Array(items)) => {
                for (index, json) in items.iter().enumerate() {
                    self.value(format!("{path}[{index}]"), field, item, json);
                }
            }
            (Shape::Named(index), Json::Object(values)) => self.named(&path, *index, values),
            _ => {}
        }
    }

    fn named(&mut self, path: &str, index: usize, values: &'f Map<String, Json>) {
        let contract = self.contract;
        match contract.types.get(index).map(|one| &one.kind) {
            Some(Kind::Object(fields)) => self.fields(path, fields, values),
            Some(Kind::Union(union)) => {
                let Some(variant) = union.variant_of(values) else { return };
                let (path, content) = match &union.content {
                    None => (path.to_owned(), Some(values)),
                    Some(name) => (format!("{path}.{name}"), values.get(name).and_then(Json::as_object)),
                };
                if let Some(content) = content {
                    self.fields(&path, contract.fields(variant.of), content);
                }
            }
            _ => {}
        }
    }
}
