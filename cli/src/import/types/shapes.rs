//! The type that a field holds.

use super::{Types, scalar};
use crate::import::{
    document::{Json, Place, Problem, Schema},
    draft::{Kind, Shape, Value},
    notes::Note,
};

/// The deepest nesting of lists and maps in a type, and of schemas that only lead to another.
const DEEPEST: usize = 8;

/// A schema, and how a field holds it.
pub(crate) struct Held<'d> {
    pub(crate) shape: Shape,
    pub(crate) schema: Option<Schema<'d>>,
    pub(crate) comments: Vec<String>,
}

impl<'d> Types<'d> {
    /// Returns the type of a place, which a field of this wire name holds.
    pub(crate) fn held(&mut self, place: &Place<'d>, suggested: &str, wire: &str) -> Held<'d> {
        let schema = match self.document.schema(place) {
            Ok(schema) => schema,
            Err(problem) => return self.open(problem),
        };
        let (shape, comments) = self.shape(&schema, suggested, wire);
        Held { shape: shape.or_null(schema.nullable), schema: Some(schema), comments }
    }

    /// Leaves the type of a place open.
    fn open(&mut self, problem: Problem) -> Held<'d> {
        let comments = vec![format!("{}: {}", problem.pointer, problem.text)];
        self.notes.push(problem.into());
        Held { shape: Shape::Question, schema: None, comments }
    }

    /// Reads something as any JSON, and notes why.
    pub(crate) fn any_json(&mut self, place: &Place<'d>, why: &str) -> (Shape, Vec<String>) {
        let note = Note::at(place, format!("{why}, so it is read as any JSON"));
        let comments = vec![note.to_string()];
        self.notes.push(note);
        (Shape::Word("json"), comments)
    }

    /// Returns the type of a schema, without null, and comments about what it loses.
    pub(crate) fn shape(&mut self, schema: &Schema<'d>, suggested: &str, wire: &str) -> (Shape, Vec<String>) {
        if self.depth > DEEPEST {
            return self.any_json(&schema.place, "the value leads to itself, or nests too deep");
        }
        self.depth += 1;
        let shape = self.shape_of(schema, suggested, wire);
        self.depth -= 1;
        shape
    }

    fn shape_of(&mut self, schema: &Schema<'d>, suggested: &str, wire: &str) -> (Shape, Vec<String>) {
        if let Some(stated) = self.ours.then(|| self.stated(schema)).flatten() {
            return (stated, Vec::new());
        }
        if !schema.branches.is_empty() || schema.discriminator.is_some() {
            return self.alternatives(schema, suggested, wire);
        }
        // 3.0 has no other words for values that the service may add to.
        let open = schema
            .extension("x-extensible-enum")
            .and_then(Json::list)
            .map(|list| list.iter().collect::<Vec<_>>());
        if let Some(values) = schema.values.as_ref().or(open.as_ref()).filter(|values| !values.is_empty()) {
            return self.values(schema, values, suggested);
        }
        let kind = match schema.types.as_slice() {
            [] if !schema.properties.is_empty() || schema.additional.is_some() => "object",
            [] if schema.items.is_some() => "array",
            [] if schema.format.is_some() || schema.pattern.is_some() => "string",
            [] => return (Shape::Word("json"), Vec::new()),
            [one] => one,
            several
                if several.contains(&"number")
                    && several.iter().all(|one| ["integer", "number"].contains(one)) =>
            {
                "number"
            }
            _ => return self.any_json(&schema.place, "the value has several types"),
        };
        match kind {
            "array" => self.list(schema, suggested, wire),
            // This project's export refers to an object without fields, too.
            "object" if schema.is_object() || (self.ours && schema.component.is_some()) => {
                (Shape::Named(self.object(schema, suggested)), Vec::new())
            }
            "object" => self.map(schema, suggested, wire),
            "string" => (Shape::Word(scalar::string(schema, wire)), Vec::new()),
            "integer" => (Shape::Word("integer"), Vec::new()),
            "number" => (Shape::Word("decimal"), Vec::new()),
            "boolean" => (Shape::Word("boolean"), Vec::new()),
            _ => self.any_json(&schema.place, "the value has an unknown type"),
        }
    }

    fn list(&mut self, schema: &Schema<'d>, suggested: &str, wire: &str) -> (Shape, Vec<String>) {
        let Some(items) = &schema.items else {
            return (Shape::List(Box::new(Shape::Word("json"))), Vec::new());
        };
        let item = self.held(items, &format!("{suggested}Item"), wire);
        (Shape::List(Box::new(item.shape)), item.comments)
    }

    fn map(&mut self, schema: &Schema<'d>, suggested: &str, wire: &str) -> (Shape, Vec<String>) {
        let Some(values) = &schema.additional else {
            return (Shape::Map(Box::new(Shape::Word("json"))), Vec::new());
        };
        let value = self.held(values, &format!("{suggested}Value"), wire);
        (Shape::Map(Box::new(value.shape)), value.comments)
    }
}

impl Types<'_> {
    /// Returns true for a type that a path, a query or a header can carry.
    pub(crate) fn fits_beside_the_body(&self, shape: &Shape) -> bool {
        match shape {
            Shape::Word(word) => *word != "json",
            Shape::Named(index) => matches!(self.list[*index].kind, Kind::Enumeration(_)),
            Shape::Question => true,
            Shape::List(_) | Shape::Map(_) | Shape::Nullable(_) => false,
        }
    }

    /// Returns true for an object or a union.
    pub(crate) fn is_compound(&self, index: usize) -> bool {
        !matches!(self.list[index].kind, Kind::Enumeration(_))
    }

    /// Returns true unless the type lists its values, and this is none of them.
    pub(crate) fn is_value(&self, shape: &Shape, value: Option<&Value>) -> bool {
        let (Shape::Named(index), Some(value)) = (shape, value) else { return true };
        let Kind::Enumeration(members) = &self.list[*index].kind else { return true };
        let wire = match value {
            Value::Text(text) => text.clone(),
            Value::Integer(number) => number.to_string(),
            _ => return false,
        };
        members.iter().any(|member| member.wire == wire)
    }
}
