//! Turns parameters into fields of the path, the query and the headers.

use alignet_spec::{HEADERS_OF_CLIENT, name};

use super::{
    Importer,
    operation::{Operation, is_declared},
};
use crate::import::{
    document::{Json, Place, Problem},
    draft::{Endpoint, Field, Shape, Value, inner_name},
    notes::Note,
    types::is_name,
    types::scalar,
};

impl<'d> Importer<'d> {
    /// Adds the fields beside the body.
    ///
    /// # Errors
    ///
    /// Says which required parameter the language has no field for.
    pub(crate) fn sent_beside_the_body(
        &mut self,
        operation: &Operation<'d>,
        endpoint: &mut Endpoint,
    ) -> Result<(), Problem> {
        for place in &operation.parameters {
            let (wire, of) = (place.text("name").unwrap_or_default(), place.text("in").unwrap_or_default());
            let is_key = self.types.ours && operation.place.text("x-alignet-key") == Some(wire);
            if of == "header" && (is_key || self.is_sent_anyway(wire)) {
                continue;
            }
            let required = of == "path" || place.json.is("required");
            let read = match of {
                "path" | "query" | "header" => self.parameter(place, wire, of, required, &operation.name),
                "cookie" => Err(place.problem("a cookie can't be declared")),
                _ => Err(place.problem("a parameter is in the path, the query or a header")),
            };
            let fields = match of {
                "path" => &mut endpoint.path,
                "query" => &mut endpoint.query,
                _ => &mut endpoint.header,
            };
            match read {
                Ok(field) if !is_declared(fields, wire) => fields.push(field),
                Ok(_) => {}
                Err(problem) if required => return Err(problem),
                Err(problem) => self.leave_out(problem, endpoint),
            }
        }
        self.complete_path(operation, endpoint);
        Ok(())
    }

    fn leave_out(&mut self, problem: Problem, endpoint: &mut Endpoint) {
        let note = Note {
            text: format!("{}: an optional parameter is left out", problem.text),
            pointer: problem.pointer,
        };
        endpoint.comments.push(note.to_string());
        self.note(note);
    }

    /// Returns true for a header that a call has without being declared.
    fn is_sent_anyway(&self, name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        HEADERS_OF_CLIENT.contains(&name.as_str()) || self.common_headers.contains(&name)
    }

    pub(crate) fn parameter(
        &mut self,
        place: &Place<'d>,
        wire: &str,
        of: &str,
        required: bool,
        operation: &str,
    ) -> Result<Field, Problem> {
        let is_token = |char: char| char.is_ascii_alphanumeric() || "-_".contains(char);
        if !is_name(wire) || (of == "header" && !wire.chars().all(is_token)) {
            return Err(place.problem("the name of a parameter can't be declared"));
        }
        let Some(schema) = place.step("schema") else {
            return Err(place.problem(format!("`{wire}` is written as a media type of its own")));
        };
        let held = self.types.held(&schema, &inner_name(&name::camel(operation), wire), wire);
        let mut field = crate::import::types::field(wire, held, required, place);
        field.optional = !required;
        if let Shape::Nullable(inner) = &field.shape {
            // Beside the body there is no null.
            field.shape = (**inner).clone();
        }
        if let Some(stated) = self.types.ours.then(|| place.text("x-alignet-type")).flatten() {
            // A list that OpenAPI can only call a string.
            field.shape = self.types.spelled(stated).unwrap_or(field.shape);
        } else {
            self.style(place, &mut field, of)?;
        }
        let json = place.json;
        let doc = json.get("description").and_then(Json::text).and_then(crate::import::draft::sentence);
        if let Some(doc) = doc {
            field.keys.retain(|(key, _)| key != "doc");
            field.keys.insert(0, ("doc".to_owned(), Value::Text(doc)));
        }
        if json.is("deprecated") && field.optional && !field.keys.iter().any(|(key, _)| key == "deprecated") {
            field.set("deprecated", Some(Value::text(scalar::DEPRECATED)));
        }
        if self.types.ours {
            self.types.answer(&mut field, place, &schema, true);
            return Ok(field);
        }
        let schema = self.types.document.schema(&schema).ok();
        let shown = json.get("example").or(schema.as_ref().and_then(|schema| schema.example));
        if let Some(schema) = &schema {
            scalar::mention_default(&mut field, schema);
        }
        if let Some(shown) = shown {
            let example = scalar::example(shown, &field, of == "header");
            let listed = self.types.is_value(&field.shape, example.as_ref());
            field.set("example", example.filter(|_| listed));
        }
        Ok(field)
    }

    /// Reads how a parameter is written, and checks that its place can carry it.
    fn style(&self, place: &Place<'d>, field: &mut Field, of: &str) -> Result<(), Problem> {
        let wire = field.wire.clone();
        let single = match &field.shape {
            Shape::List(item) if of == "query" => (**item).clone(),
            shape => shape.clone(),
        };
        if !self.types.fits_beside_the_body(&single) {
            return Err(place.problem(format!("a {of} can't carry the type of `{wire}`")));
        }
        let usual = if of == "query" { "form" } else { "simple" };
        let style = place.text("style").unwrap_or(usual);
        let list = matches!(field.shape, Shape::List(_));
        if style != usual && !list {
            return Err(place.problem(format!("the style `{style}` of `{wire}` can't be declared")));
        }
        if list {
            let explode = place.json.get("explode").and_then(Json::bool).unwrap_or(style == "form");
            let ours = match (style, explode) {
                ("form", true) => "repeated",
                ("form", false) => ",",
                ("pipeDelimited", false) => "|",
                _ => {
                    return Err(
                        place.problem(format!("the style `{style}` of the list `{wire}` can't be declared"))
                    );
                }
            };
            field.set("style", Some(Value::text(ours)));
        }
        Ok(())
    }

    /// Adds the fields of the route that no parameter declares, as questions.
    fn complete_path(&mut self, operation: &Operation<'d>, endpoint: &mut Endpoint) {
        let braced = |part: &'d str| part.strip_prefix('{')?.strip_suffix('}');
        let path = operation.path.split('#').next().unwrap_or_default();
        let names: Vec<&str> = path.split('/').filter_map(braced).collect();
        for wire in &names {
            if !is_declared(&endpoint.path, wire) {
                let comments = vec!["The document does not declare this part of the path.".to_owned()];
                let field = Field {
                    comments,
                    wire: (*wire).to_owned(),
                    shape: Shape::Question,
                    optional: false,
                    name: None,
                    keys: Vec::new(),
                };
                endpoint.path.push(field);
            }
        }
        let (used, unused): (Vec<Field>, Vec<Field>) = std::mem::take(&mut endpoint.path)
            .into_iter()
            .partition(|field| names.contains(&field.wire.as_str()));
        endpoint.path = used;
        for field in unused {
            self.note(Note::at(
                &operation.place,
                format!("the path has no `{{{}}}`: the parameter is left out", field.wire),
            ));
        }
    }
}
