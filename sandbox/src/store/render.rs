//! Writes the values of records into the example of a reply.

use alignet_spec::contract::{Contract, Field, Kind, Shape};
use serde_json::{Map, Value as Json};

use super::{
    operation::Operation,
    records::stamp,
    spelling::{moment, spelled},
    values::{Values, is_gone},
};
use crate::{
    behaviour::{Record, scalar},
    reply::example,
};

/// Writes what a reply, a notification or a return tells of records of one kind.
pub(super) struct Render<'r> {
    pub(super) contract: &'r Contract,
    pub(super) record: &'r Record,
    /// The operation that the record is an attempt at, if it is shown, too.
    pub(super) operation: Option<Operation<'r>>,
}

impl Render<'_> {
    /// Writes a record's values into the fields of a reply.
    pub(super) fn object(&self, fields: &[Field], values: &Values, object: &mut Map<String, Json>) {
        self.fields(("", fields), values, object);
    }

    /// Writes a record's values into the fields of the object that the field of this name holds.
    fn fields(&self, (wire, fields): (&str, &[Field]), values: &Values, object: &mut Map<String, Json>) {
        let operation = self.operation.as_ref();
        let operation = operation.filter(|one| fields.iter().any(|field| field.wire == one.list));
        let values = operation.map_or(values, |operation| &operation.whole);
        empty_content_of_another_tag(self.contract, fields, values, object);
        for field in fields.iter().filter(|field| scalar::is_set_by_caller(field)) {
            if self.record.own.iter().any(|own| own.value == field.wire) {
                let told = self.own(field, values);
                put(field, told.map_or(Json::Null, Json::Object), object);
            } else if is_gone(values, &field.wire) && (field.optional || is_nullable(field)) {
                object.insert(field.wire.clone(), Json::Null);
            } else if scalar::class(self.contract, &field.shape).is_some() {
                self.scalar(wire, field, values, object);
            } else if let Some(past) = self.past(field, values) {
                object.insert(field.wire.clone(), past);
            } else if let Some(operation) = operation.filter(|one| one.list == field.wire) {
                self.list(fields, operation.list, &operation.shown, object);
            } else {
                self.inner(field, values, object);
            }
        }
    }

    /// Writes the value of a field that holds one value.
    fn scalar(&self, wire: &str, field: &Field, values: &Values, object: &mut Map<String, Json>) {
        // An object that the example lacks has its numbers as numbers.
        let example = object.get(&field.wire).cloned();
        if let Some(value) = self.value(wire, field, values, example.as_ref()) {
            put(field, value, object);
        }
    }

    /// The value of a field in the JSON type of its example; `None` if the record has none.
    fn value(&self, wire: &str, field: &Field, values: &Values, example: Option<&Json>) -> Option<Json> {
        let class = scalar::class(self.contract, &field.shape)?;
        let whole = values.get(&(format!("{wire}.{}", field.wire), class));
        let text = whole.or_else(|| values.get(&(field.wire.clone(), class)))?;
        let number = Json::from(0);
        let example = example.or_else(|| whole.map(|_| &number));
        Some(spelled(self.contract, &field.shape, text, example))
    }

    /// Writes a record's values into the object or the list that a field holds.
    fn inner(&self, field: &Field, values: &Values, object: &mut Map<String, Json>) {
        if is_told_of(values, &field.wire) && object.get(&field.wire).is_none_or(Json::is_null) {
            object.insert(field.wire.clone(), Json::Object(Map::new()));
        }
        if let Some(value) = object.get_mut(&field.wire) {
            self.inside(&field.wire, &field.shape, values, value);
            if field.optional && value.as_object().is_some_and(Map::is_empty) {
                object.remove(&field.wire);
            }
        }
    }

    /// The list of the values that a field of the record had, if this field is that list.
    fn past(&self, field: &Field, values: &Values) -> Option<Json> {
        let rule = self.record.past.as_ref().filter(|rule| rule.list.value == field.wire)?;
        let element = scalar::elements(self.contract, field)?.named()?;
        let one = |(seconds, value): (u64, &str)| {
            let told = |inner: &Field| {
                let json = match inner.wire.as_str() {
                    wire if wire == rule.of.value => spelled(self.contract, &inner.shape, value, None),
                    wire if wire == rule.at.value => moment(self.contract, &inner.shape, seconds)?,
                    _ => return None,
                };
                Some((inner.wire.clone(), json))
            };
            Json::Object(self.contract.fields(element).iter().filter_map(told).collect())
        };
        Some(Json::Array(stamp::past(values, &rule.list.value)?.map(one).collect()))
    }

    /// The object that a field holds, of the record's values alone; `None` if it has none of them. An object inside of it is
    /// there if a value is named by it.
    fn own(&self, field: &Field, values: &Values) -> Option<Map<String, Json>> {
        let fields = self.contract.fields(field.shape.named()?);
        let number = Json::from(0);
        let own = |inner: &Field| {
            let value = match scalar::class(self.contract, &inner.shape) {
                Some(_) => self.value(&field.wire, inner, values, Some(&number))?,
                None if is_told_of(values, &inner.wire) => Json::Object(self.own(inner, values)?),
                None => return None,
            };
            Some((inner.wire.clone(), value))
        };
        let own: Map<String, Json> = fields.iter().filter_map(own).collect();
        (!own.is_empty()).then_some(own)
    }

    /// Writes a record's values into a nested value.
    fn inside(&self, wire: &str, shape: &Shape, values: &Values, json: &mut Json) {
        match (shape, json) {
            (Shape::Nullable(inner), json) => self.inside(wire, inner, values, json),
            // The last element of a list, such as the history of a state, is the current one.
            (Shape::List(item), Json::Array(items)) => {
                if let Some(last) = items.last_mut() {
                    self.inside(wire, item, values, last);
                }
            }
            (Shape::Named(index), Json::Object(map)) => self.named(wire, *index, values, map),
            _ => {}
        }
    }

    fn named(&self, wire: &str, index: usize, values: &Values, map: &mut Map<String, Json>) {
        match self.contract.types.get(index).map(|one| &one.kind) {
            Some(Kind::Object(fields)) => self.fields((wire, fields), values, map),
            Some(Kind::Union(union)) => {
                let Some(variant) = union.variant_of(map) else { return };
                let fields = self.contract.fields(variant.of);
                match &union.content {
                    None => self.fields((wire, fields), values, map),
                    Some(content) => {
                        if let Some(Json::Object(object)) = map.get_mut(content) {
                            self.fields((content, fields), values, object);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// Builds the list `each` of a reply, with one element for each record.
    pub(super) fn list(
        &self,
        fields: &[Field],
        each: &str,
        records: &[Values],
        reply: &mut Map<String, Json>,
    ) {
        let Some(field) = fields.iter().find(|field| field.wire == each) else { return };
        let Some(element) = scalar::elements(self.contract, field) else { return };
        self.items(each, element, records, reply.entry(each).or_insert_with(|| Json::Array(Vec::new())));
    }

    /// Replaces the list that the field `each` holds by one with an element for each record. The first element is the
    /// example of each.
    pub(super) fn items(&self, each: &str, element: &Shape, records: &[Values], list: &mut Json) {
        let example = list.as_array().and_then(|items| items.first()).cloned();
        let example = example.unwrap_or_else(|| example::value(self.contract, element, 0));
        let one = |values: &Values| {
            let mut one = example.clone();
            self.inside(each, element, values, &mut one);
            one
        };
        *list = Json::Array(records.iter().map(one).collect());
    }
}

/// Puts a value into the field of an object. An optional field of a type without null is absent if it is null.
fn put(field: &Field, value: Json, object: &mut Map<String, Json>) {
    if value.is_null() && field.optional && !is_nullable(field) {
        object.remove(&field.wire);
    } else {
        object.insert(field.wire.clone(), value);
    }
}

fn is_nullable(field: &Field) -> bool {
    matches!(field.shape, Shape::Nullable(_))
}

/// Returns true if the record has values that are named by the object that holds them: `expiration_date.utc_time`.
fn is_told_of(values: &Values, wire: &str) -> bool {
    values.keys().any(|(name, _)| name.strip_prefix(wire).is_some_and(|rest| rest.starts_with('.')))
}

/// Empties a union's content in a reply that has the union's tag and content as two separate fields, if
/// the record's tag differs from the example's: the example's content belongs to another variant.
fn empty_content_of_another_tag(
    contract: &Contract,
    fields: &[Field],
    values: &Values,
    object: &mut Map<String, Json>,
) {
    for one in &contract.types {
        let Kind::Union(union) = &one.kind else { continue };
        let Some(content) = &union.content else { continue };
        if !fields.iter().any(|field| field.wire == *content && field.optional) {
            continue;
        }
        let tagged = |field: &&Field| {
            field.wire == union.tag
                && scalar::class(contract, &field.shape) == Some(scalar::tag_class(contract, union))
        };
        let Some(tag) = fields.iter().find(tagged) else { continue };
        let known = values.get(&(tag.wire.clone(), scalar::tag_class(contract, union)));
        let example = object.get(&tag.wire).and_then(Json::as_str);
        if known.is_some_and(|known| example != Some(known)) {
            // What the record knows of it is written into an empty one.
            object.insert(content.clone(), Json::Object(Map::new()));
        }
    }
}
