//! `enum`, and alternatives that are values.

use std::collections::HashSet;

use super::{Types, UNDESCRIBED, answers, is_name};
use crate::import::{
    document::{Json, Schema},
    draft::{Entry, Kind, Member, Shape, name_members, sentence},
    notes::Note,
};

impl<'d> Types<'d> {
    /// Returns the type of listed values.
    pub(crate) fn values(
        &mut self,
        schema: &Schema<'d>,
        values: &[&'d Json],
        suggested: &str,
    ) -> (Shape, Vec<String>) {
        if values.iter().all(|value| value.bool().is_some()) {
            return (Shape::Word("boolean"), Vec::new());
        }
        let texts = values.iter().all(|value| value.text().is_some());
        let integers = values.iter().all(|value| value.integer().is_some());
        if !texts && !integers {
            return self.any_json(&schema.place, "the values have several types");
        }
        let mut members = Vec::new();
        for value in values {
            let wire = wire_of(value).unwrap_or_default();
            if !is_name(&wire) {
                self.notes.push(Note::at(
                    &schema.place,
                    "a value that is empty, or has characters that do not show, is left out",
                ));
            } else if members.iter().all(|one: &Member| one.wire != wire) {
                members.push(member(schema, &wire, members.len()));
            }
        }
        if members.is_empty() {
            return (Shape::Word("string"), Vec::new());
        }
        (self.enumeration(schema, members, integers, suggested), Vec::new())
    }

    fn enumeration(
        &mut self,
        schema: &Schema<'d>,
        mut members: Vec<Member>,
        integers: bool,
        suggested: &str,
    ) -> Shape {
        answers::of_values(&mut members, schema);
        name_members(&mut members);
        let doc = schema.doc.and_then(sentence);
        let kind = Kind::Enumeration(members);
        let (index, new) = self.declare(schema.place.pointer.clone(), schema, suggested, doc, kind);
        if new && integers {
            self.list[index].entries.push(Entry::text("type", "integer"));
        }
        Shape::Named(index)
    }

    /// Returns the enumeration of alternatives that are values: of a `const` each, or of listed values and any other.
    pub(crate) fn listed(
        &mut self,
        schema: &Schema<'d>,
        branches: &[Schema<'d>],
        suggested: &str,
    ) -> Option<Shape> {
        let kind = |one: &Schema<'d>| match &one.values {
            Some(values) if values.iter().all(|value| value.text().is_some()) => Some("string"),
            Some(values) if values.iter().all(|value| value.integer().is_some()) => Some("integer"),
            Some(_) => None,
            None => one.types.first().copied().filter(|kind| ["string", "integer"].contains(kind)),
        };
        let first = kind(branches.first()?)?;
        let same = branches.len() > 1 && branches.iter().all(|branch| kind(branch) == Some(first));
        let of_values = branches.iter().filter(|branch| branch.values.is_some());
        if !same || of_values.clone().next().is_none() {
            return None;
        }
        let mut members: Vec<Member> = Vec::new();
        for branch in of_values {
            let values = branch.values.as_deref().unwrap_or_default();
            for wire in values.iter().filter_map(|value| wire_of(value)).filter(|wire| is_name(wire)) {
                let mut one = member(branch, &wire, members.len());
                if let ([_], Some(doc)) = (values, branch.doc.and_then(sentence)) {
                    one.doc = Some(doc);
                }
                members.push(one);
            }
        }
        let mut seen = HashSet::new();
        members.retain(|member| seen.insert(member.wire.clone()));
        Some(self.enumeration(schema, members, first == "integer", suggested))
    }
}

/// Returns a value as a contract writes it.
fn wire_of(json: &Json) -> Option<String> {
    json.text().map(str::to_owned).or_else(|| json.integer().map(|number| number.to_string()))
}

/// Creates a value of an enumeration, with what extensions that other tools know say about it.
fn member(schema: &Schema<'_>, wire: &str, index: usize) -> Member {
    let listed = |name: &str| match schema.extension(name) {
        Some(Json::List(list)) => list.get(index),
        Some(Json::Object(object)) => object.get(wire),
        _ => None,
    };
    let described = ["x-enumDescriptions", "x-enum-descriptions"].into_iter().find_map(listed);
    let doc = described.and_then(Json::text).and_then(sentence);
    let doc = doc.unwrap_or_else(|| UNDESCRIBED.to_owned());
    Member { wire: wire.to_owned(), name: None, doc: Some(doc), of: None, keys: Vec::new() }
}
