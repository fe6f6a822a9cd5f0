//! Turns the bodies of requests into fields.

use alignet_spec::name;

use super::{
    Importer,
    operation::{Operation, example, json_content, media_types},
};
use crate::import::{
    document::{Json, Place, Problem, Schema},
    draft::{Endpoint, Field, Shape, Value, inner_name},
    notes::Note,
    types::scalar,
    types::{field, is_name},
};

impl<'d> Importer<'d> {
    /// Reads the body of a request.
    ///
    /// # Errors
    ///
    /// Says why the language has no such body.
    pub(crate) fn body(
        &mut self,
        place: &Place<'d>,
        operation: &Operation<'d>,
        endpoint: &mut Endpoint,
    ) -> Result<(), Problem> {
        let place = self.types.document.follow(place)?;
        let Some(content) = json_content(&place) else {
            return Err(
                place.problem(format!("its body is {}, and a contract has only JSON", media_types(&place)))
            );
        };
        let object = content.step("schema").ok_or_else(|| content.problem("its body has no schema"))?;
        let schema = self.types.document.schema(&object)?;
        if !schema.is_object() {
            return Err(object.problem("its body is no object with fields"));
        }
        if !place.json.is("required") {
            endpoint
                .comments
                .push("The body may be left out, by the document; a contract always sends it.".to_owned());
        }
        endpoint.body = Some(self.sent_fields(&schema, &operation.name));
        endpoint.request_example = example(self, &content);
        Ok(())
    }

    /// Returns the fields at the top of a body.
    fn sent_fields(&mut self, schema: &Schema<'d>, operation: &str) -> Vec<Field> {
        let mut fields = Vec::new();
        for (wire, place) in &schema.properties {
            if !is_name(wire) {
                self.note(Note::at(
                    place,
                    "a name that is empty, or has characters that do not show, is left out",
                ));
                continue;
            }
            let required = schema.required.contains(wire);
            let own = self.types.document.schema(place).ok();
            if own.as_ref().is_some_and(|own| own.read_only) {
                continue;
            }
            if let Some(fixed) =
                own.as_ref().filter(|_| required && !self.types.ours).and_then(|own| constant(wire, own))
            {
                fields.push(fixed);
                continue;
            }
            let held = self.types.held(place, &inner_name(&name::camel(operation), wire), wire);
            let mut one = field(wire, held, required, place);
            if let Some(own) = &own {
                scalar::mention_default(&mut one, own);
            }
            self.types.answer(&mut one, place, place, true);
            fields.push(one);
        }
        fields
    }
}

/// Returns the field of a value that is always the same.
fn constant(wire: &str, schema: &Schema<'_>) -> Option<Field> {
    let [only] = schema.values.as_deref()? else { return None };
    let shape = match only {
        Json::String(text) if !text.is_empty() => Shape::Word("string"),
        Json::Number(_) => Shape::Word("integer"),
        Json::Bool(_) => Shape::Word("boolean"),
        _ => return None,
    };
    let value = scalar::literal(only, &shape)?;
    let mut field = Field {
        comments: Vec::new(),
        wire: wire.to_owned(),
        shape,
        optional: false,
        name: None,
        keys: vec![("const".to_owned(), value)],
    };
    field.set("doc", schema.doc.and_then(crate::import::draft::sentence).map(Value::Text));
    Some(field)
}
