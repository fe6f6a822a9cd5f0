//! Reads the values that a request states about its records.

use std::collections::BTreeSet;

use alignet_spec::{
    contract::{Contract, Endpoint, Field, Kind, Shape},
    validate,
};
use serde_json::{Map, Value as Json};

use super::values::{Name, Values, text};
use crate::{
    behaviour::{
        Setting,
        scalar::{self, Class},
    },
    request::Accepted,
};

/// A value of a request. A secret is held only during the call, and never stored.
#[derive(Clone)]
pub(super) struct RequestValue {
    pub(super) wire: String,
    /// The names of the objects around it, outermost first, each with a dot behind it.
    around: String,
    class: Class,
    text: String,
}

impl RequestValue {
    /// Returns true if a scenario asks for this value.
    pub(super) fn is(&self, asked: &Setting) -> bool {
        let json = validate::literal(&asked.value.value);
        self.is_called(&asked.wire.value) && text(self.class, &json).is_some_and(|text| text == self.text)
    }

    /// Returns true if a scenario means it by this name, alone or behind those of objects around it.
    pub(super) fn is_called(&self, name: &str) -> bool {
        match name.rsplit_once('.') {
            None => self.wire == name,
            Some((outer, wire)) => {
                let around = self.around.strip_suffix('.').and_then(|around| around.strip_suffix(outer));
                self.wire == wire && around.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
            }
        }
    }

    /// The text of the field that a contract means by this name.
    pub(super) fn at(&self, name: &str) -> Option<&str> {
        self.is_called(name).then_some(&self.text)
    }

    /// Returns true if a record's value of this class is the same.
    pub(super) fn equals(&self, class: Class, text: &str) -> bool {
        self.class == class && self.text == text
    }

    /// The value of a number.
    pub(super) fn number(&self) -> Option<u128> {
        self.text.parse().ok().filter(|_| self.class == Class::Number)
    }
}

/// Reads the values about each record of a request: each element of the list `each`, or one record.
pub(super) fn about(
    contract: &Contract,
    endpoint: &Endpoint,
    accepted: &Accepted,
    each: Option<&str>,
) -> Vec<Vec<RequestValue>> {
    let mut reader = Reader { contract, around: String::new(), sent: Vec::new() };
    let body = endpoint.body.as_deref().unwrap_or_default();
    for (fields, values) in
        [(&*endpoint.path, &accepted.path), (&endpoint.query, &accepted.query), (body, &accepted.body)]
    {
        reader.fields(fields, values);
    }
    let Some(each) = each else { return vec![reader.sent] };
    let Some(field) = body.iter().find(|field| field.wire == each) else { return Vec::new() };
    let Some(element) = scalar::elements(contract, field) else { return Vec::new() };
    let elements = accepted.body.get(each).and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    let one = |json: &Json| {
        let mut inner = Reader { contract, around: String::new(), sent: Vec::new() };
        inner.value(&field.wire, element, json);
        // A value of the element overrides the value of that name outside the list.
        let names: BTreeSet<&String> = inner.sent.iter().map(|sent| &sent.wire).collect();
        let outer =
            reader.sent.iter().filter(|sent| !names.contains(&sent.wire)).cloned().collect::<Vec<_>>();
        [inner.sent, outer].concat()
    };
    elements.iter().map(one).collect()
}

/// The values without secrets, and without names that have two different values.
pub(super) fn values(sent: &[RequestValue]) -> Values {
    let mut values = Values::new();
    let mut vague: BTreeSet<Name> = BTreeSet::new();
    for one in sent.iter().filter(|sent| sent.class != Class::Secret) {
        let name = (one.wire.clone(), one.class);
        if values.get(&name).is_some_and(|text| *text != one.text) {
            vague.insert(name.clone());
        }
        values.insert(name, one.text.clone());
    }
    values.retain(|name, _| !vague.contains(name));
    values
}

struct Reader<'c> {
    contract: &'c Contract,
    /// As in [`RequestValue`].
    around: String,
    sent: Vec<RequestValue>,
}

impl<'c> Reader<'c> {
    fn fields(&mut self, fields: &'c [Field], values: &Map<String, Json>) {
        for field in fields.iter().filter(|field| scalar::is_set_by_caller(field)) {
            if let Some(json) = values.get(&field.wire) {
                self.value(&field.wire, &field.shape, json);
            }
        }
    }

    fn value(&mut self, wire: &str, shape: &'c Shape, json: &Json) {
        if let Some(class) = scalar::class(self.contract, shape) {
            self.sent.extend(text(class, json).map(|text| self.read(wire, class, text)));
            return;
        }
        match (shape, json) {
            (Shape::Nullable(inner), json) => self.value(wire, inner, json),
            (Shape::Named(index), Json::Object(values)) => {
                self.inside(wire, |reader| reader.named(*index, values));
            }
            _ => {}
        }
    }

    fn read(&self, wire: &str, class: Class, text: String) -> RequestValue {
        RequestValue { wire: wire.to_owned(), around: self.around.clone(), class, text }
    }

    /// Reads what is in an object of this name.
    fn inside(&mut self, wire: &str, read: impl FnOnce(&mut Self)) {
        let outer = self.around.len();
        self.around.push_str(wire);
        self.around.push('.');
        read(self);
        self.around.truncate(outer);
    }

    fn named(&mut self, index: usize, values: &Map<String, Json>) {
        match self.contract.types.get(index).map(|one| &one.kind) {
            Some(Kind::Object(fields)) => self.fields(fields, values),
            Some(Kind::Union(union)) => {
                let Some(tag) = values.get(&union.tag).and_then(Json::as_str) else { return };
                let class = scalar::tag_class(self.contract, union);
                self.sent.push(self.read(&union.tag, class, tag.to_owned()));
                let Some(variant) = union.variant_of(values) else { return };
                let fields = self.contract.fields(variant.of);
                match &union.content {
                    None => self.fields(fields, values),
                    Some(content) => {
                        let Some(values) = values.get(content).and_then(Json::as_object) else { return };
                        self.inside(content, |reader| reader.fields(fields, values));
                    }
                }
            }
            _ => {}
        }
    }
}
