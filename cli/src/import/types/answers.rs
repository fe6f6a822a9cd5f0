//! The answers in a document of this project: the keys `x-alignet-…` that its export writes.

use alignet_spec::contract::Primitive;

use super::{Types, scalar};
use crate::import::{
    document::{Json, Place, Schema},
    draft::{Entry, Field, Member, Shape, Value},
};

/// The keys of a field, each with the one that holds it in the document.
const OF_FIELDS: [(&str, &str); 7] = [
    ("from", "x-alignet-from"),
    ("default", "x-alignet-default"),
    ("lifetime", "x-alignet-lifetime"),
    ("single_use", "x-alignet-single-use"),
    ("style", "x-alignet-style"),
    ("secret", "x-alignet-secret"),
    ("deprecated", "x-alignet-deprecated"),
];

impl<'d> Types<'d> {
    /// Returns the type that a schema states in the words of the language.
    pub(crate) fn stated(&mut self, schema: &Schema<'d>) -> Option<Shape> {
        match schema.extension("x-alignet-type").and_then(Json::text) {
            Some(stated) => self.spelled(stated),
            None => constant(schema).map(|_| Shape::Word(scalar::word(schema, ""))),
        }
    }

    /// Returns the type of an expression of words, names and lists.
    pub(crate) fn spelled(&mut self, text: &str) -> Option<Shape> {
        // A list of lists of lists, and so on, is no type.
        let lists = text.bytes().take_while(|byte| *byte == b'[').count();
        if let Some(item) =
            text.strip_prefix('[').filter(|_| lists < 8).and_then(|rest| rest.strip_suffix(']'))
        {
            return Some(Shape::List(Box::new(self.spelled(item)?)));
        }
        let word = Primitive::ALL.iter().map(|primitive| primitive.as_str()).find(|word| *word == text);
        word.map(Shape::Word).or_else(|| self.by_name(text).map(Shape::Named))
    }

    /// Returns the declared type of a name, whose schema may have another.
    pub(crate) fn by_name(&mut self, name: &str) -> Option<usize> {
        let place = self.named.get(name)?.clone();
        let schema = self.document.schema(&place).ok()?;
        match self.shape(&schema, name, name).0 {
            Shape::Named(index) => Some(index),
            _ => None,
        }
    }

    /// Adds what a document of this project says about a field, at the place of the field and at that of its schema.
    /// `closed` is true for a field of a request.
    pub(crate) fn answer(&self, field: &mut Field, place: &Place<'d>, schema: &Place<'d>, closed: bool) {
        if !self.ours {
            return;
        }
        let (json, own) = (place.json, schema.json);
        if field.optional && !closed {
            field.shape = field.shape.without_null().clone().or_null(json.is("x-alignet-nullable"));
        }
        field.name = json.get("x-alignet-name").and_then(Json::text).map(str::to_owned);
        field.comments.clear();
        field.keys.retain(|(key, _)| key == "doc");
        let from = json.get("x-alignet-from").is_some();
        if from {
            // The values of the environments are listed, and the type follows from the source.
            field.shape = Shape::Word("string");
        }
        if let Some(schema) = self.document.schema(schema).ok().filter(|_| closed && !from) {
            let constant = constant(&schema);
            field.set("const", constant.and_then(plain));
            field.set("default", own.get("default").and_then(plain));
        }
        for (key, stated) in OF_FIELDS {
            field.set(key, json.get(stated).and_then(plain));
        }
        let examples = own.get("examples").and_then(Json::list).and_then(<[Json]>::first);
        field.set("example", own.get("example").or(examples).and_then(plain));
    }

    /// Returns the keys of an object that is a type of its own.
    pub(crate) fn of_object(&self, schema: &Schema<'d>) -> Vec<Entry> {
        let stated = |key, stated| Some(Entry::new(key, schema.extension(stated).and_then(plain)?));
        let stated = [stated("from", "x-alignet-from"), stated("browser", "x-alignet-browser")];
        self.outcome(schema).into_iter().chain(stated.into_iter().flatten()).collect()
    }

    /// Adds the fields that an outcome follows from.
    pub(crate) fn outcome(&self, schema: &Schema<'d>) -> Vec<Entry> {
        let outcome = words(schema.extension("x-alignet-outcome")).map(|words| Entry::new("outcome", words));
        let reason =
            schema.extension("x-alignet-reason").and_then(plain).map(|reason| Entry::new("reason", reason));
        outcome.into_iter().chain(reason).collect()
    }
}

/// Returns the only value of a schema that is no enumeration.
fn constant<'d>(schema: &Schema<'d>) -> Option<&'d Json> {
    match schema.values.as_deref() {
        Some([only]) if schema.component.is_none() => Some(only),
        _ => None,
    }
}

/// Adds what a document of this project says about the values of an enumeration.
pub(crate) fn of_values(members: &mut [Member], schema: &Schema<'_>) {
    let Some(known) = schema.extension("x-alignet-values") else { return };
    for member in members {
        let Some(keys) = known.get(&member.wire) else { continue };
        member.name = keys.get("name").and_then(Json::text).map(str::to_owned);
        for key in ["outcome", "declined", "deprecated"] {
            member.keys.extend(keys.get(key).and_then(plain).map(|value| (key.to_owned(), value)));
        }
    }
}

/// Adds what a document of this project says about a variant. Returns the name of its type.
pub(crate) fn of_variant<'d>(member: &mut Member, branch: &Schema<'d>) -> Option<&'d str> {
    let keys = branch.place.json.get("x-alignet-variant")?;
    member.name = keys.get("name").and_then(Json::text).map(str::to_owned);
    member.keys.extend(keys.get("deprecated").and_then(plain).map(|value| ("deprecated".to_owned(), value)));
    keys.get("type").and_then(Json::text)
}

/// Returns JSON as a value of a contract: a text, an integer, a truth value, words, or a table of these.
pub(crate) fn plain(json: &Json) -> Option<Value> {
    Some(match json {
        Json::String(text) => Value::text(text.clone()),
        Json::Number(number) => json.integer().map_or_else(|| Value::text(number.clone()), Value::Integer),
        Json::Bool(truth) => Value::Boolean(*truth),
        Json::List(items) => Value::Words(items.iter().filter_map(Json::text).map(str::to_owned).collect()),
        Json::Object(object) => Value::Table(
            object.iter().filter_map(|(key, value)| Some((key.clone(), plain(value)?))).collect(),
        ),
        Json::Null => return None,
    })
}

/// Returns one word, or a list of several.
pub(crate) fn words(json: Option<&Json>) -> Option<Value> {
    let words: Vec<String> = json?.list()?.iter().filter_map(Json::text).map(str::to_owned).collect();
    (!words.is_empty()).then(|| Value::words(words))
}

/// The keys of an endpoint, each with the one that holds it in the document.
const OF_ENDPOINTS: [(&str, &str); 12] = [
    ("repeat", "x-alignet-repeat"),
    ("key", "x-alignet-key"),
    ("settle", "x-alignet-settle"),
    ("reference", "x-alignet-reference"),
    ("undo", "x-alignet-undo"),
    ("status", "x-alignet-status"),
    ("success", "x-alignet-success"),
    ("partial", "x-alignet-partial"),
    ("codes", "x-alignet-codes"),
    ("echoes", "x-alignet-echoes"),
    ("finds", "x-alignet-finds"),
    ("deprecated", "x-alignet-deprecated"),
];

/// Returns the keys of an endpoint besides its route and its places.
pub(crate) fn of_endpoint(operation: &Place<'_>, always: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    entries.extend(operation.text("x-alignet-origin").map(|origin| Entry::text("origin", origin)));
    let scopes = operation.text("x-alignet-scopes");
    let own = scopes.map(|scopes| scopes.strip_prefix(always).unwrap_or(scopes).trim_start());
    entries.extend(own.map(|scopes| Entry::text("scopes", scopes)));
    for (key, stated) in OF_ENDPOINTS {
        let value = operation.json.get(stated);
        let value = words(value).or_else(|| value.and_then(plain));
        entries.extend(value.map(|value| Entry::new(key, value)));
    }
    let cursor = operation.json.get("x-alignet-cursor").and_then(Json::object);
    let cursor =
        cursor.map(|pairs| pairs.iter().filter_map(|(field, next)| Some((field.clone(), plain(next)?))));
    entries.extend(cursor.map(|pairs| Entry::new("cursor", Value::Table(pairs.collect()))));
    entries
}

/// The keys of a notification or a return, each with the one that holds it in the document.
const OF_NOTIFICATIONS: [(&str, &str); 6] = [
    ("form", "x-alignet-form"),
    ("signature", "x-alignet-signature"),
    ("keys", "x-alignet-keys"),
    ("merchant", "x-alignet-merchant"),
    ("identity", "x-alignet-identity"),
    ("order", "x-alignet-order"),
];

/// Returns the keys of a notification or a return.
pub(crate) fn of_notification(post: &Place<'_>) -> Vec<Entry> {
    let entry = |(key, stated): (&str, &str)| {
        let value = post.json.get(stated);
        Some(Entry::new(key, words(value).or_else(|| value.and_then(plain))?))
    };
    OF_NOTIFICATIONS.into_iter().filter_map(entry).collect()
}
