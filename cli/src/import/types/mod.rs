//! Turns schemas into types: each schema with fields, values or variants becomes a declared type, once.

pub(crate) mod answers;
mod enumerations;
mod fields;
pub(crate) mod scalar;
mod shapes;
mod unions;

use std::collections::{HashMap, HashSet, VecDeque};

pub(crate) use self::fields::field;
use crate::import::{
    document::{Document, Json, Place, Schema},
    draft::{Entry, Kind, Type, TypeNames, sentence},
    notes::Note,
};

/// The documentation of what the document does not describe.
pub(crate) const UNDESCRIBED: &str = "Not described in the imported document.";

/// The declared types, and those still to be read.
#[derive(Debug)]
pub(crate) struct Types<'d> {
    pub(crate) document: Document<'d>,
    /// True for a document that this project's export wrote.
    pub(crate) ours: bool,
    /// The schemas of types in requests, by the names of the types. They say more than those in replies.
    inputs: HashMap<&'d str, Place<'d>>,
    /// The schemas by the names of their types.
    named: HashMap<&'d str, Place<'d>>,
    /// The schemas whose `allOf` refers to another, by the pointer of that one.
    extensions: HashMap<String, Vec<Place<'d>>>,
    /// The number of schemas that lead to the one that is read, without a declared type between.
    depth: usize,
    pub(crate) names: TypeNames,
    pub(crate) list: Vec<Type>,
    pub(crate) notes: Vec<Note>,
    /// The types of whole replies, whose `success` proves something.
    pub(crate) replies: HashSet<usize>,
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

impl<'d> Types<'d> {
    pub(crate) fn new(document: Document<'d>, names: TypeNames) -> Self {
        let ours = document.root.get("x-alignet-origins").is_some();
        let (mut named, mut inputs, mut extensions) = (HashMap::new(), HashMap::new(), HashMap::new());
        let schemas = document.place().step("components").map(|one| one.entries("schemas"));
        for (key, place) in schemas.into_iter().flatten() {
            let name = place.text("x-alignet-name").unwrap_or(key);
            if ours && is_closed(place.json) {
                inputs.insert(name, place.clone());
            }
            for reference in place.items("allOf").iter().filter_map(|part| part.text("$ref")) {
                extensions.entry(reference.to_owned()).or_insert_with(Vec::new).push(place.clone());
            }
            named.entry(name).or_insert(place);
        }
        Self {
            ours,
            inputs,
            named,
            extensions,
            depth: 0,
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
    pub(crate) fn read_all(&mut self) {
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

    /// Declares the objects for browsers, which no operation names.
    pub(crate) fn for_browsers(&mut self) {
        let is_own = |json: &Json| json.is("x-alignet-browser") && !json.is("x-alignet-inherited");
        let mut names: Vec<&str> =
            self.named.iter().filter(|(_, place)| is_own(place.json)).map(|(name, _)| *name).collect();
        names.sort_unstable();
        names.retain(|_| self.ours);
        for name in names {
            self.by_name(name);
        }
    }

    /// Returns the declared type of an object.
    pub(crate) fn object(&mut self, schema: &Schema<'d>, suggested: &str) -> usize {
        self.variant_of(schema, suggested, None)
    }

    /// Returns the declared type of an object without the tag of its union.
    pub(crate) fn variant_of(&mut self, schema: &Schema<'d>, suggested: &str, tag: Option<&str>) -> usize {
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
    pub(crate) fn declare(
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
        entries.extend(self.of_object(schema));
        self.list.push(Type { name, inherited, entries, kind });
        self.known.insert(identity, self.list.len() - 1);
        (self.list.len() - 1, true)
    }
}

/// Returns true for an object without further keys, as this project's export writes those of requests.
fn is_closed(json: &Json) -> bool {
    json.get("additionalProperties").and_then(Json::bool) == Some(false)
}

/// Returns true for a name that a contract can have.
pub(crate) fn is_name(wire: &str) -> bool {
    !wire.is_empty() && !wire.chars().any(crate::import::document::is_invisible)
}
