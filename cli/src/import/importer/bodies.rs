//! Turns the bodies of requests, replies and refusals into fields and types.

use alignet_spec::name;

use super::{
    Importer,
    operation::{Operation, example, json_content, media_types},
};
use crate::import::{
    document::{Json, Place, Problem, Schema},
    draft::{Endpoint, Field, Reply, Shape, Value, inner_name},
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

    /// Returns the status of a success and its response: the first with JSON, or else the first.
    fn success(&mut self, operation: &Operation<'d>) -> Result<(u16, Place<'d>), Problem> {
        let mut successes = Vec::new();
        for (code, place) in operation.place.entries("responses") {
            let status = if code.eq_ignore_ascii_case("2xx") { Some(200) } else { code.parse::<u16>().ok() };
            if let Some(status) = status.filter(|status| (200..300).contains(status)) {
                successes.push((status, self.types.document.follow(&place)?));
            }
        }
        successes.sort_by_key(|(status, _)| *status);
        let with_json = successes.iter().position(|(_, place)| json_content(place).is_some());
        let Some((status, place)) =
            with_json.or((!successes.is_empty()).then_some(0)).map(|index| successes[index].clone())
        else {
            return Err(operation
                .place
                .problem("it names no success: no response has a status of 200 to 299"));
        };
        for (other, _) in
            successes.iter().filter(|(other, one)| *other != status && json_content(one).is_some())
        {
            self.note(Note::at(&place, format!("the reply with {other} is read like the one with {status}")));
        }
        Ok((status, place))
    }

    /// Reads the reply of a success. Returns its status, unless it is 200 with a body.
    ///
    /// # Errors
    ///
    /// Says why the language has no such reply.
    pub(crate) fn reply(
        &mut self,
        operation: &Operation<'d>,
        endpoint: &mut Endpoint,
    ) -> Result<Option<u16>, Problem> {
        let (status, place) = self.success(operation)?;
        let Some(content) = json_content(&place) else {
            if !place.entries("content").is_empty() {
                return Err(place
                    .problem(format!("its reply is {}, and a contract has only JSON", media_types(&place))));
            }
            return Ok(Some(status));
        };
        let object = content.step("schema").ok_or_else(|| content.problem("its reply has no schema"))?;
        // This project's export lists a success and a failure.
        let success = object.items("oneOf").into_iter().next().filter(|_| self.types.ours);
        let object = success.unwrap_or(object);
        let schema = self.types.document.schema(&object)?;
        if !schema.is_object() {
            return Err(object.problem("its reply is no object with fields"));
        }
        if !schema.properties.contains_key("success") {
            let note = Note::at(
                &object,
                "the reply has no `success`, without which a contract can't tell a success",
            );
            endpoint.comments.push(note.to_string());
            self.note(note);
        }
        let own = format!("{}Reply", name::camel(&operation.name));
        let is_own = self.types.ours
            && schema.place.text("x-alignet-name").or(schema.component.as_deref()) == Some(own.as_str());
        endpoint.reply = match schema.component.is_some() && !is_own {
            true => {
                let index = self.types.object(&schema, &own);
                self.types.replies.insert(index);
                Reply::Named(index)
            }
            false => {
                endpoint.entries = self.types.outcome(&schema);
                Reply::Fields(self.types.fields(&schema, &own, None, true))
            }
        };
        endpoint.reply_example = example(self, &content);
        Ok((status != 200).then_some(status))
    }

    /// Returns the bodies of refusals.
    pub(crate) fn errors(&mut self, operation: &Operation<'d>) -> Vec<(String, usize)> {
        let mut errors = Vec::new();
        if self.types.ours {
            for (code, place) in operation.place.entries("responses") {
                let of = place.text("x-alignet-type").and_then(|name| self.types.by_name(name));
                errors.extend(of.map(|of| (code.to_owned(), of)));
            }
            return errors;
        }
        for (code, place) in operation.place.entries("responses") {
            let refusal = code.parse::<u16>().ok().filter(|status| (400..600).contains(status));
            let ranged =
                code == "default" || code.eq_ignore_ascii_case("4xx") || code.eq_ignore_ascii_case("5xx");
            let Ok(place) = self.types.document.follow(&place) else { continue };
            let Some(schema) = json_content(&place).and_then(|content| content.step("schema")) else {
                continue;
            };
            if ranged {
                self.note(Note::at(
                    &place,
                    "the body of any other refusal can't be declared: it is left out",
                ));
            }
            if refusal.is_none() {
                continue;
            }
            match self.types.document.schema(&schema) {
                Ok(schema) if schema.is_object() => {
                    let index =
                        self.types.object(&schema, &format!("{}Error{code}", name::camel(&operation.name)));
                    errors.push((code.to_owned(), index));
                }
                Ok(_) => self.note(Note::at(
                    &schema,
                    "the body of a refusal is no object with fields: it is left out",
                )),
                Err(problem) => self.note(problem.into()),
            }
        }
        errors
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
