//! Turns schemas into types: each schema with fields, values or variants becomes a declared type, once.

use std::collections::{HashMap, HashSet, VecDeque};

use super::{
    document::{Document, Json, Place, Problem, Schema},
    draft::{
        Entry, Field, Kind, OF_TYPES, Shape, Type, TypeNames, Value, inner_name, name_fields, sentence, shown,
    },
    notes::Note,
    scalar,
};

/// The documentation of what the document does not describe.
pub(super) const UNDESCRIBED: &str = "Not described in the imported document.";

/// The deepest nesting of lists and maps in a type.
const DEEPEST: usize = 8;

/// The declared types, and those still to be read.
#[derive(Debug)]
pub(super) struct Types<'d> {
    pub(super) document: Document<'d>,
    /// True for a document that this project's export wrote.
    pub(super) ours: bool,
    /// The schemas of types in requests, by the names of the types. They say more than those in replies.
    inputs: HashMap<&'d str, Place<'d>>,
    pub(super) names: TypeNames,
    pub(super) list: Vec<Type>,
    pub(super) notes: Vec<Note>,
    /// The types of whole replies, whose `success` proves something.
    pub(super) replies: HashSet<usize>,
    /// The indices of types by what identifies their schema.
    known: HashMap<String, usize>,
    /// Types that are named, and not read yet. A list, not a recursion: a document may chain thousands of them.
    queue: VecDeque<(usize, Job<'d>)>,
}

#[derive(Debug)]
enum Job<'d> {
    /// The fields of a schema, but for the tag of the union that it is a variant of.
    Fields { place: Place<'d>, tag: Option<String> },
}

/// A schema, and how a field holds it.
pub(super) struct Held<'d> {
    pub(super) shape: Shape,
    pub(super) schema: Option<Schema<'d>>,
    pub(super) comments: Vec<String>,
}

impl<'d> Types<'d> {
    pub(super) fn new(document: Document<'d>, names: TypeNames) -> Self {
        let ours = document.root.get("x-alignet-origins").is_some();
        let schemas = document.place().step("components").filter(|_| ours).map(|one| one.entries("schemas"));
        let inputs = schemas.into_iter().flatten().filter(|(_, place)| is_closed(place.json));
        let inputs =
            inputs.map(|(key, place)| (place.text("x-alignet-name").unwrap_or(key), place)).collect();
        Self {
            ours,
            inputs,
            document,
            names,
            list: Vec::new(),
            notes: Vec::new(),
            replies: HashSet::new(),
            known: HashMap::new(),
            queue: VecDeque::new(),
        }
    }

    /// Reads the types that are named so far, and those that they name.
    pub(super) fn read_all(&mut self) {
        while let Some((index, Job::Fields { place, tag })) = self.queue.pop_front() {
            let name = self.list[index].name.clone();
            match self.document.schema(&place) {
                Ok(schema) => {
                    let is_reply = self.replies.contains(&index);
                    self.list[index].kind =
                        Kind::Object(self.fields(&schema, &name, tag.as_deref(), is_reply));
                }
                Err(problem) => self.notes.push(problem.into()),
            }
        }
    }

    /// Returns the type of a place, which a field of this wire name holds.
    pub(super) fn held(&mut self, place: &Place<'d>, suggested: &str, wire: &str) -> Held<'d> {
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
    pub(super) fn any_json(&mut self, place: &Place<'d>, why: &str) -> (Shape, Vec<String>) {
        let note = Note::at(place, format!("{why}, so it is read as any JSON"));
        let comments = vec![note.to_string()];
        self.notes.push(note);
        (Shape::Word("json"), comments)
    }

    /// Returns the type of a schema, without null, and comments about what it loses.
    pub(super) fn shape(&mut self, schema: &Schema<'d>, suggested: &str, wire: &str) -> (Shape, Vec<String>) {
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
        self.around(schema, Shape::List(Box::new(item.shape)), item.comments)
    }

    fn map(&mut self, schema: &Schema<'d>, suggested: &str, wire: &str) -> (Shape, Vec<String>) {
        let Some(values) = &schema.additional else {
            return (Shape::Map(Box::new(Shape::Word("json"))), Vec::new());
        };
        let value = self.held(values, &format!("{suggested}Value"), wire);
        self.around(schema, Shape::Map(Box::new(value.shape)), value.comments)
    }

    fn around(&mut self, schema: &Schema<'d>, shape: Shape, comments: Vec<String>) -> (Shape, Vec<String>) {
        if shape.depth() > DEEPEST {
            return self.any_json(&schema.place, "the value nests too deep");
        }
        (shape, comments)
    }

    /// Returns the declared type of an object.
    pub(super) fn object(&mut self, schema: &Schema<'d>, suggested: &str) -> usize {
        self.variant_of(schema, suggested, None)
    }

    /// Returns the declared type of an object without the tag of its union.
    pub(super) fn variant_of(&mut self, schema: &Schema<'d>, suggested: &str, tag: Option<&str>) -> usize {
        let identity = match tag.filter(|tag| schema.properties.contains_key(tag)) {
            Some(tag) => format!("{} without {tag}", schema.place.pointer),
            None => schema.place.pointer.clone(),
        };
        let doc = schema.doc.and_then(sentence);
        let kind = Kind::Object(Vec::new());
        let (index, new) = self.declare(identity, schema, suggested, doc, kind);
        if new && !self.list[index].inherited {
            let input = self.inputs.get(self.list[index].name.as_str()).cloned();
            let place = input.unwrap_or_else(|| schema.place.clone());
            self.queue.push_back((index, Job::Fields { place, tag: tag.map(str::to_owned) }));
        }
        index
    }

    /// Declares a type, unless its schema is declared already. Returns true if it is new.
    pub(super) fn declare(
        &mut self,
        identity: String,
        schema: &Schema<'d>,
        suggested: &str,
        doc: Option<String>,
        kind: Kind,
    ) -> (usize, bool) {
        let own = schema.place.text("x-alignet-name");
        let identity = own.map_or(identity, |name| format!("#/components/schemas/{name}"));
        if let Some(index) = self.known.get(&identity) {
            return (*index, false);
        }
        let wanted = own.or(schema.component.as_deref()).unwrap_or(suggested);
        let inherited = self.ours && schema.place.json.is("x-alignet-inherited");
        let verbatim = self.ours && (schema.component.is_some() || own.is_some());
        let name = if verbatim { wanted.to_owned() } else { self.names.claim(wanted) };
        let own_doc =
            ["description", "title"].into_iter().find_map(|key| schema.place.text(key).and_then(sentence));
        let doc = own_doc.or(doc).unwrap_or_else(|| UNDESCRIBED.to_owned());
        let mut entries = vec![Entry::text("doc", doc)];
        entries.extend(self.outcome(schema));
        self.list.push(Type { name, inherited, entries, kind });
        self.known.insert(identity, self.list.len() - 1);
        (self.list.len() - 1, true)
    }

    /// Returns the fields of an object, but for a tag. `is_reply` is true for the top of a reply.
    pub(super) fn fields(
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

/// Returns true for an object without further keys, as this project's export writes those of requests.
fn is_closed(json: &Json) -> bool {
    json.get("additionalProperties").and_then(Json::bool) == Some(false)
}

/// Returns true for a name that a contract can have.
pub(super) fn is_name(wire: &str) -> bool {
    !wire.is_empty() && !wire.chars().any(super::document::is_invisible)
}

/// Creates a field of a declared type, or of a reply.
pub(super) fn field(wire: &str, held: Held<'_>, required: bool, place: &Place<'_>) -> Field {
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

impl Types<'_> {
    /// Returns true for a type that a path, a query or a header can carry.
    pub(super) fn fits_beside_the_body(&self, shape: &Shape) -> bool {
        match shape {
            Shape::Word(word) => *word != "json",
            Shape::Named(index) => matches!(self.list[*index].kind, Kind::Enumeration(_)),
            Shape::Question => true,
            Shape::List(_) | Shape::Map(_) | Shape::Nullable(_) => false,
        }
    }

    /// Returns true unless the type lists its values, and this is none of them.
    pub(super) fn is_value(&self, shape: &Shape, value: Option<&Value>) -> bool {
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
