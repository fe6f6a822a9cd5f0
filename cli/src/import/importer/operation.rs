//! Turns an operation into an endpoint.

use std::collections::HashSet;

use super::Importer;
use crate::import::{
    document::{Json, Place, Problem},
    draft::{Endpoint, Entry, Field, OF_CALLS, Value, comment, endpoint_name, name_fields, sentence},
    notes::Note,
    types::answers,
    types::{UNDESCRIBED, is_name},
};

/// An operation of the document.
pub(crate) struct Operation<'d> {
    pub(crate) name: String,
    pub(crate) method: &'d str,
    pub(crate) path: &'d str,
    pub(crate) place: Place<'d>,
    /// The parameters of the operation and of its path.
    pub(crate) parameters: Vec<Place<'d>>,
}

/// The methods that a contract has.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The methods of OpenAPI that it has not.
const OTHERS: [&str; 3] = ["head", "options", "trace"];

impl<'d> Importer<'d> {
    /// Lists the operations, and gives each a name.
    pub(crate) fn operations(&mut self) -> Vec<Operation<'d>> {
        let mut operations = Vec::new();
        for (path, place) in self.types.document.place().entries("paths") {
            let item = match self.types.document.follow(&place) {
                Ok(item) => item,
                Err(problem) => {
                    self.types.notes.push(problem.into());
                    continue;
                }
            };
            for (method, place) in item.all() {
                if self.types.ours && place.json.is("x-alignet-inherited") {
                    continue;
                }
                if METHODS.contains(&method) && place.json.object().is_some() {
                    let fallback = format!("{method}_{path}");
                    let id = place.text("operationId");
                    let name = endpoint_name(id, &fallback, &mut self.types.names);
                    let parameters = self.parameters(&item, &place);
                    operations.push(Operation { name, method, path, place, parameters });
                } else if OTHERS.contains(&method) {
                    self.note(Note::at(
                        &place,
                        format!("a contract has no `{}`: the operation is left out", method.to_uppercase()),
                    ));
                }
            }
        }
        operations
    }

    /// Returns the parameters of an operation, and those of its path that it does not declare anew.
    fn parameters(&mut self, item: &Place<'d>, operation: &Place<'d>) -> Vec<Place<'d>> {
        let mut parameters: Vec<Place<'d>> = Vec::new();
        let mut seen = HashSet::new();
        for place in operation.items("parameters").into_iter().chain(item.items("parameters")) {
            if self.types.ours && place.text("$ref").is_some() {
                // `[api.header]`, which every call has.
                continue;
            }
            match self.types.document.follow(&place) {
                Ok(found) => {
                    if seen.insert((
                        found.text("name").unwrap_or_default(),
                        found.text("in").unwrap_or_default(),
                    )) {
                        parameters.push(found);
                    }
                }
                Err(problem) => self.note(problem.into()),
            }
        }
        parameters
    }

    /// Returns the endpoint of an operation.
    ///
    /// # Errors
    ///
    /// Says why the language has no endpoint for it.
    pub(crate) fn endpoint(&mut self, operation: &Operation<'d>) -> Result<Endpoint, Problem> {
        let place = &operation.place;
        let mut endpoint = Endpoint { name: operation.name.clone(), ..Endpoint::default() };
        let origin = self.origin(place);
        let route = route(operation, &origin.prefix)?;
        self.sent_beside_the_body(operation, &mut endpoint)?;
        if let Some(body) = place.step("requestBody") {
            if operation.method == "get" {
                return Err(body.problem("a `GET` with a body can't be declared"));
            }
            self.body(&body, operation, &mut endpoint)?;
        }
        let success = self.reply(operation, &mut endpoint)?;
        name_all(&mut endpoint);

        let proof = std::mem::take(&mut endpoint.entries);
        let entries = &mut endpoint.entries;
        entries.push(Entry::text("doc", doc(place)));
        if self.types.ours {
            entries.push(Entry::text("route", route));
            entries.extend(answers::of_endpoint(place, &self.always()));
            entries.extend(proof);
            endpoint.errors = self.errors(operation);
            return Ok(endpoint);
        }
        if place.json.is("deprecated") {
            entries.push(Entry::text("deprecated", crate::import::types::scalar::DEPRECATED));
        }
        entries.push(Entry::text("route", route));
        entries.push(origin.entry);
        entries.extend(self.scopes(operation));
        ask_about_repetition(operation, entries);
        entries.extend(success.map(|status| Entry::new("success", Value::Integer(status.into()))));
        endpoint.errors = self.errors(operation);
        Ok(endpoint)
    }
}

/// Asks what a second call does.
fn ask_about_repetition(operation: &Operation<'_>, entries: &mut Vec<Entry>) {
    if operation.method == "get" {
        return;
    }
    let said = operation.place.text("description").or(operation.place.text("summary"));
    let said = said.map_or_else(|| "nothing".to_owned(), comment);
    entries.push(Entry::question(
        "repeat",
        vec![format!(
            "`safe`, `harmless`, `keyed` or `never`: may it be sent again? The document says {said}."
        )],
    ));
}

/// Returns the documentation of an operation or of a webhook.
pub(crate) fn doc(place: &Place<'_>) -> String {
    let texts = [place.text("description"), place.text("summary")];
    texts.into_iter().flatten().find_map(sentence).unwrap_or_else(|| UNDESCRIBED.to_owned())
}

/// Returns the method and the path, below the path of the server.
fn route(operation: &Operation<'_>, prefix: &str) -> Result<String, Problem> {
    // What follows a `#` is never sent: it tells one call from another with the same path.
    let path = operation.path.split('#').next().unwrap_or_default();
    let path = format!("{prefix}{path}");
    let plain = |char: char| char.is_ascii_alphanumeric() || "-._~".contains(char);
    let sound = |part: &str| match part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        Some(name) => is_name(name) && !name.contains(['{', '}', '/']),
        None => !part.is_empty() && part != "." && part != ".." && part.chars().all(plain),
    };
    let parts = path.strip_prefix('/').map(|rest| rest.split('/').all(sound));
    if parts != Some(true) {
        return Err(operation
            .place
            .problem("a part of its path is neither a field in braces nor plain text"));
    }
    Ok(format!("{} {path}", operation.method.to_uppercase()))
}

/// Names the fields of a call, which share one builder.
fn name_all(endpoint: &mut Endpoint) {
    let mut taken = HashSet::new();
    for fields in [&mut endpoint.path, &mut endpoint.query, &mut endpoint.header] {
        name_fields(fields, &mut taken, &OF_CALLS);
    }
    if let Some(body) = &mut endpoint.body {
        name_fields(body, &mut taken, &OF_CALLS);
    }
}

/// Returns true for a media type of JSON, in lower case and without parameters.
pub(crate) fn is_json(media: &str) -> bool {
    let subtype = media.split_once('/').map_or("", |(_, subtype)| subtype);
    subtype == "json" || subtype.ends_with("+json") || media == "*/*" || media == "application/*"
}

/// Returns what stands below the media type of JSON.
pub(crate) fn json_content<'d>(place: &Place<'d>) -> Option<Place<'d>> {
    let media = |kind: &str| kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    place.entries("content").into_iter().find(|(kind, _)| is_json(&media(kind))).map(|(_, content)| content)
}

/// Lists the media types of a body, for a message.
pub(crate) fn media_types(place: &Place<'_>) -> String {
    let types: Vec<String> =
        place.entries("content").into_iter().map(|(kind, _)| format!("`{kind}`")).collect();
    types.join(", ")
}

/// Returns the first example beside a schema, if it is an object or a list.
pub(crate) fn example<'d>(
    importer: &Importer<'d>,
    content: &Place<'d>,
) -> Option<crate::import::draft::Example> {
    let named = content.entries("examples").into_iter().next().map(|(_, place)| place);
    let named = named.and_then(|place| importer.types.document.follow(&place).ok()?.step("value"));
    let found = content.step("example").or(named)?;
    matches!(found.json, Json::Object(_) | Json::List(_)).then(|| crate::import::draft::Example {
        text: pretty(found.json, 0),
        json: true,
        pointer: found.pointer,
    })
}

/// The widest line of an example.
const WIDTH: usize = 110;

/// Writes JSON in lines of a readable width.
fn pretty(json: &Json, indent: usize) -> String {
    let line = json.to_string();
    if indent > 0 && line.chars().count() + indent <= WIDTH {
        return line;
    }
    let pad = " ".repeat(indent + 2);
    let (open, parts, close): (_, Vec<String>, _) = match json {
        Json::List(items) if !items.is_empty() => {
            ('[', items.iter().map(|item| format!("{pad}{}", pretty(item, indent + 2))).collect(), ']')
        }
        Json::Object(object) if !object.is_empty() => {
            let part = |(key, value): (&String, &Json)| {
                format!("{pad}{}: {}", crate::import::document::quoted(key), pretty(value, indent + 2))
            };
            ('{', object.iter().map(part).collect(), '}')
        }
        _ => return line,
    };
    format!("{open}\n{}\n{}{close}", parts.join(",\n"), " ".repeat(indent))
}

/// Adds fields beside others of the same wire name as they are: a contract has them in one place each.
pub(crate) fn is_declared(fields: &[Field], wire: &str) -> bool {
    fields.iter().any(|field| field.wire == wire)
}
