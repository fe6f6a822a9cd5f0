//! The fields of objects.

use std::collections::HashSet;

use super::{Types, is_closed, is_name, scalar, shapes::Held};
use crate::import::{
    document::{Place, Schema},
    draft::{Field, OF_TYPES, Shape, inner_name, name_fields, shown},
    notes::Note,
};

impl<'d> Types<'d> {
    /// Returns the fields of an object, but for a tag. `is_reply` is true for the top of a reply.
    pub(crate) fn fields(
        &mut self,
        schema: &Schema<'d>,
        owner: &str,
        tag: Option<&str>,
        is_reply: bool,
    ) -> Vec<Field> {
        let mut fields = Vec::new();
        let successful: Vec<&str> = schema.place.json.texts("x-alignet-required").collect();
        let closed = is_closed(schema.place.json);
        for (wire, place) in schema.properties.iter().filter(|(wire, _)| Some(**wire) != tag) {
            if !is_name(wire) {
                self.notes.push(Note::at(
                    place,
                    "a name that is empty, or has characters that do not show, is left out",
                ));
                continue;
            }
            let suggested = inner_name(owner, wire);
            let mut held = self.held(place, &suggested, wire);
            if is_reply && *wire == "success" {
                success(&mut held);
            }
            let required = schema.required.contains(wire) || successful.contains(wire);
            let mut field = field(wire, held, required, place);
            self.answer(&mut field, place, place, closed);
            fields.push(field);
        }
        let reserved: &[&str] = if self.ours { &[] } else { &OF_TYPES };
        name_fields(&mut fields, &mut HashSet::new(), reserved);
        fields
    }
}

/// Creates a field of a declared type, or of a reply.
pub(crate) fn field(wire: &str, held: Held<'_>, required: bool, place: &Place<'_>) -> Field {
    let one_sided = held.schema.as_ref().is_some_and(|schema| schema.read_only || schema.write_only);
    let mut field = Field {
        comments: held.comments,
        wire: wire.to_owned(),
        shape: held.shape,
        optional: !required || one_sided,
        name: None,
        keys: Vec::new(),
    };
    if let Some(schema) = &held.schema {
        scalar::describe(&mut field, schema, place.text("description"));
    }
    field
}

/// Decides on the proof of a success: `true` and `false` in either notation, or else a question.
fn success(held: &mut Held<'_>) {
    let Some(schema) = &held.schema else { return };
    let spelled = schema.values.as_ref().is_some_and(|values| {
        values.iter().all(|value| matches!(value.text(), Some("true" | "false")) || value.bool().is_some())
    });
    held.shape = match (&held.shape, spelled) {
        (Shape::Word("boolean" | "flag"), _) => held.shape.clone(),
        (_, true) => Shape::Word("flag"),
        _ => {
            let example = schema.example.map(|example| format!(", such as {}", shown(example)));
            held.comments.push(format!(
                "`boolean`, or `flag` where it may come as `\"true\"`; in the document it is {}{}",
                schema.types.first().unwrap_or(&"of no type"),
                example.unwrap_or_default(),
            ));
            Shape::Question
        }
    };
}
