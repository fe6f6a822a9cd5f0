//! A schema with its references and its `allOf` merged.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::{Document, Json, Place, Problem};

/// A schema as the importer needs it.
#[derive(Debug)]
pub(crate) struct Schema<'d> {
    /// The place that identifies the schema: behind references, and behind an `allOf` of a single part.
    pub(crate) place: Place<'d>,
    /// The name of the component, if it is one.
    pub(crate) component: Option<String>,
    /// The description nearest to the use of the schema.
    pub(crate) doc: Option<&'d str>,
    /// The types, without `null`.
    pub(crate) types: Vec<&'d str>,
    pub(crate) nullable: bool,
    pub(crate) format: Option<&'d str>,
    pub(crate) pattern: Option<&'d str>,
    /// The values of an `enum` or a `const`, without null.
    pub(crate) values: Option<Vec<&'d Json>>,
    pub(crate) properties: IndexMap<&'d str, Place<'d>>,
    pub(crate) required: HashSet<&'d str>,
    /// The schema of further keys.
    pub(crate) additional: Option<Place<'d>>,
    pub(crate) items: Option<Place<'d>>,
    /// The branches of a `oneOf` or an `anyOf`, without null.
    pub(crate) branches: Vec<Place<'d>>,
    pub(crate) discriminator: Option<Place<'d>>,
    pub(crate) default: Option<&'d Json>,
    pub(crate) example: Option<&'d Json>,
    pub(crate) deprecated: bool,
    pub(crate) read_only: bool,
    pub(crate) write_only: bool,
    /// Extensions whose names begin with `x-`, nearest to the use first.
    pub(crate) extensions: Vec<(&'d str, &'d Json)>,
}

/// The deepest nesting of `allOf` in `allOf`.
const DEEPEST: usize = 64;

/// Keywords that make a schema more than its single `allOf` part, or its reference.
const STRUCTURE: [&str; 9] = [
    "properties",
    "required",
    "additionalProperties",
    "oneOf",
    "anyOf",
    "enum",
    "const",
    "items",
    "discriminator",
];

impl<'d> Document<'d> {
    /// Reads the schema at a place.
    pub(crate) fn schema(self, place: &Place<'d>) -> Result<Schema<'d>, Problem> {
        let mut schema = Schema::at(place.clone());
        self.descend(&mut schema)?;
        let place = schema.place.clone();
        let component =
            place.pointer.strip_prefix("#/components/schemas/").filter(|rest| !rest.contains('/'));
        schema.component = component.map(|_| place.last());
        self.absorb(&mut schema, &place, &mut HashSet::new(), 0)?;
        Ok(schema)
    }

    /// Moves to the schema that this one only refers to, with a description of its own at most.
    fn descend(self, schema: &mut Schema<'d>) -> Result<(), Problem> {
        for _ in 0..DEEPEST {
            let place = schema.place.clone();
            let next = if let Some(reference) = place.text("$ref") {
                self.target(&place, reference)?
            } else if let Some(only) = alone(&place) {
                only
            } else if let Some(only) = self.nullable(&place) {
                schema.nullable = true;
                only
            } else {
                return Ok(());
            };
            schema.annotate(place.json);
            schema.place = next;
        }
        Err(schema.place.problem("this schema leads to itself, or through too many references"))
    }

    /// Returns the single branch besides `null` of a `oneOf` or an `anyOf`.
    fn nullable(self, place: &Place<'d>) -> Option<Place<'d>> {
        if place.json.get("properties").is_some() || place.json.get("allOf").is_some() {
            return None;
        }
        let branches = [place.items("oneOf"), place.items("anyOf")].concat();
        let (nulls, others): (Vec<_>, Vec<_>) = branches.into_iter().partition(|branch| is_null(branch.json));
        match others.as_slice() {
            [only] if !nulls.is_empty() => Some(only.clone()),
            _ => None,
        }
    }

    /// Merges the schema at a place, and the parts of its `allOf`, into this one.
    fn absorb(
        self,
        schema: &mut Schema<'d>,
        place: &Place<'d>,
        seen: &mut HashSet<String>,
        depth: usize,
    ) -> Result<(), Problem> {
        let place = self.follow(place)?;
        // A part that is there twice, or leads to itself, adds nothing.
        if !seen.insert(place.pointer.clone()) {
            return Ok(());
        }
        if depth > DEEPEST {
            return Err(place.problem(format!("`allOf` nests deeper than {DEEPEST}")));
        }
        let json = place.json;
        if json.object().is_none() && *json != Json::Bool(true) {
            return Err(place.problem("this is no schema"));
        }
        for part in place.items("allOf") {
            self.absorb(schema, &part, seen, depth + 1)?;
        }
        schema.annotate(json);
        schema.typed(json);
        schema.format = json.get("format").and_then(Json::text).or(schema.format);
        schema.pattern = json.get("pattern").and_then(Json::text).or(schema.pattern);
        schema.enumerate(json);
        schema.properties.extend(place.entries("properties"));
        schema.required.extend(json.texts("required"));
        schema.items = place.step("items").or(schema.items.take());
        let additional = place.step("additionalProperties").filter(|one| one.json.object().is_some());
        schema.additional = additional.or(schema.additional.take());
        let (one, any) = (place.items("oneOf"), place.items("anyOf"));
        let branches = if one.is_empty() { any } else { one };
        let (nulls, others): (Vec<_>, Vec<_>) = branches.into_iter().partition(|branch| is_null(branch.json));
        schema.nullable |= !nulls.is_empty() || others.iter().any(|branch| takes_null(branch.json));
        if !others.is_empty() && !schema.branches.is_empty() {
            return Err(place.problem("two alternatives are combined by `allOf`"));
        }
        schema.branches.extend(others);
        // The discriminator of a part describes that part, and not what extends it.
        if depth == 0 {
            schema.discriminator = place.step("discriminator");
        }
        Ok(())
    }
}

/// Returns the single part of an `allOf` that has only a description beside it.
fn alone<'d>(place: &Place<'d>) -> Option<Place<'d>> {
    let mut parts = place.items("allOf");
    let plain = parts.len() == 1 && !STRUCTURE.iter().any(|key| place.json.get(key).is_some());
    if plain { parts.pop() } else { None }
}

/// Returns true for a schema that accepts null besides something else.
fn takes_null(json: &Json) -> bool {
    json.is("nullable") || json.texts("type").any(|one| one == "null")
}

fn is_null(json: &Json) -> bool {
    json.get("type").and_then(Json::text) == Some("null")
        || json.get("enum").and_then(Json::list).is_some_and(|values| values == [Json::Null])
        || json.get("const") == Some(&Json::Null)
}

impl<'d> Schema<'d> {
    fn at(place: Place<'d>) -> Self {
        Self {
            component: None,
            place,
            doc: None,
            types: Vec::new(),
            nullable: false,
            format: None,
            pattern: None,
            values: None,
            properties: IndexMap::new(),
            required: HashSet::new(),
            additional: None,
            items: None,
            branches: Vec::new(),
            discriminator: None,
            default: None,
            example: None,
            deprecated: false,
            read_only: false,
            write_only: false,
            extensions: Vec::new(),
        }
    }

    /// Takes what describes the use of a schema, unless it is known from a place nearer to the use.
    fn annotate(&mut self, json: &'d Json) {
        self.doc = self.doc.or(json.get("description").and_then(Json::text));
        self.default = self.default.or(json.get("default"));
        let examples = json.get("examples").and_then(Json::list).and_then(<[Json]>::first);
        self.example = self.example.or(json.get("example")).or(examples);
        self.nullable |= json.is("nullable");
        self.deprecated |= json.is("deprecated");
        self.read_only |= json.is("readOnly");
        self.write_only |= json.is("writeOnly");
        let extensions = json.object().into_iter().flatten().filter(|(key, _)| key.starts_with("x-"));
        self.extensions.extend(extensions.map(|(key, value)| (key.as_str(), value)));
    }

    fn typed(&mut self, json: &'d Json) {
        let types: Vec<&str> = match json.get("type") {
            Some(Json::String(one)) => vec![one],
            Some(Json::List(_)) => json.texts("type").collect(),
            _ => return,
        };
        self.nullable |= types.contains(&"null");
        self.types = types.into_iter().filter(|one| *one != "null").collect();
    }

    fn enumerate(&mut self, json: &'d Json) {
        let values: Vec<&Json> = match (json.get("const"), json.get("enum").and_then(Json::list)) {
            (Some(value), _) => vec![value],
            (None, Some(values)) => values.iter().collect(),
            (None, None) => return,
        };
        self.nullable |= values.contains(&&Json::Null);
        let values: Vec<&Json> = values.into_iter().filter(|value| **value != Json::Null).collect();
        if !values.is_empty() {
            self.values = Some(values);
        }
    }

    /// Returns an extension by its name.
    pub(crate) fn extension(&self, name: &str) -> Option<&'d Json> {
        self.extensions.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
    }

    /// Returns true for an object with fields.
    pub(crate) fn is_object(&self) -> bool {
        self.branches.is_empty() && !self.properties.is_empty()
    }
}
