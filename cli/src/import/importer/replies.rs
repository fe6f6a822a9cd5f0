//! Turns the bodies of replies and refusals into fields and types.

use std::collections::HashSet;

use alignet_spec::{HEADERS_OF_TRANSFER, name};

use super::{
    Importer,
    operation::{Operation, example, is_json, json_content, media_types},
};
use crate::import::{
    document::{Place, Problem, Schema},
    draft::{Endpoint, Example, Field, OF_CALLS, Reply, Shape, name_fields},
    notes::Note,
};

impl<'d> Importer<'d> {
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
        endpoint.reply_header = self.reply_headers(operation, &place);
        let content = match (document(&place), json_content(&place)) {
            // This project's export lists a failure in JSON beside a document.
            (Some((media, content)), json) if json.is_none() || self.types.ours => {
                endpoint.reply = Reply::Document(media);
                let text = content.step("example").filter(|example| example.json.text().is_some());
                endpoint.reply_example = text.map(Example::of_text);
                return Ok((status != 200).then_some(status));
            }
            (_, Some(content)) => content,
            _ if place.entries("content").is_empty() => return Ok(Some(status)),
            _ => {
                let kinds = media_types(&place);
                return Err(
                    place.problem(format!("its reply is {kinds}, and a contract has no such media type"))
                );
            }
        };
        let object = content.step("schema").ok_or_else(|| content.problem("its reply has no schema"))?;
        // This project's export lists a success and a failure.
        let success = object.items("oneOf").into_iter().next().filter(|_| self.types.ours);
        let object = success.unwrap_or(object);
        let schema = self.types.document.schema(&object)?;
        endpoint.reply = match schema.types.first() {
            Some(&"array") => self.list(&object, operation)?,
            _ if schema.is_object() => self.object(&object, &schema, operation, endpoint),
            _ => {
                return Err(
                    object.problem("its reply is neither an object with fields nor a list of objects")
                );
            }
        };
        endpoint.reply_example = example(self, &content);
        Ok((status != 200).then_some(status))
    }

    /// Returns the headers of a success that a contract can declare.
    fn reply_headers(&mut self, operation: &Operation<'d>, place: &Place<'d>) -> Vec<Field> {
        let mut headers = Vec::new();
        for (wire, place) in place.entries("headers") {
            if self.types.ours || !HEADERS_OF_TRANSFER.contains(&wire.to_ascii_lowercase().as_str()) {
                let header = self.types.document.follow(&place).and_then(|place| {
                    let required = place.json.is("required");
                    self.parameter(&place, wire, "header", required, &operation.name)
                });
                match header {
                    Ok(field) => headers.push(field),
                    Err(problem) => self.note(problem.into()),
                }
            }
        }
        name_fields(&mut headers, &mut HashSet::new(), &OF_CALLS);
        headers
    }

    /// Returns the reply of a list.
    fn list(&mut self, place: &Place<'d>, operation: &Operation<'d>) -> Result<Reply, Problem> {
        let held = self.types.held(place, &format!("{}Reply", name::camel(&operation.name)), "");
        match held.shape.without_null() {
            Shape::List(item) => match item.without_null() {
                Shape::Named(index) if self.types.is_compound(*index) => Ok(Reply::List(*index)),
                _ => Err(place.problem("its reply is a list of plain values")),
            },
            _ => Err(place.problem("its reply can't be read")),
        }
    }

    /// Returns the reply of an object.
    fn object(
        &mut self,
        place: &Place<'d>,
        schema: &Schema<'d>,
        operation: &Operation<'d>,
        endpoint: &mut Endpoint,
    ) -> Reply {
        if !schema.properties.contains_key("success") {
            let note =
                Note::at(place, "the reply has no `success`, without which a contract can't tell a success");
            endpoint.comments.push(note.to_string());
            self.note(note);
        }
        let own = format!("{}Reply", name::camel(&operation.name));
        let is_own = self.types.ours
            && schema.place.text("x-alignet-name").or(schema.component.as_deref()) == Some(own.as_str());
        if schema.component.is_some() && !is_own {
            let index = self.types.object(schema, &own);
            self.types.replies.insert(index);
            return Reply::Named(index);
        }
        endpoint.entries = self.types.outcome(schema);
        Reply::Fields(self.types.fields(schema, &own, None, true))
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

/// Returns the first media type besides JSON that a contract can name, and what stands below it.
fn document<'d>(place: &Place<'d>) -> Option<(String, Place<'d>)> {
    let is_token = |text: &str| {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let fits = |byte: u8| plain(byte) || b"!#$&-^_.+".contains(&byte);
        text.len() < 128 && text.bytes().next().is_some_and(plain) && text.bytes().all(fits)
    };
    place.entries("content").into_iter().find_map(|(kind, content)| {
        let media = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let sound = media.split_once('/').is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype));
        (sound && !is_json(&media)).then_some((media, content))
    })
}
