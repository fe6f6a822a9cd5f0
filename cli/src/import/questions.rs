//! Asks what only a person can know of a reply or a notification, with what its fields suggest.

use std::collections::{HashMap, VecDeque};

use super::draft::{Draft, Endpoint, Entry, Field, Kind, Reply, Shape, Type};

/// The most suggestions that a comment lists.
const MOST: usize = 12;

/// The longest path to a suggestion, in fields.
const DEEPEST: usize = 8;

/// The most objects in which suggestions are looked for: types may hold each other many times over.
const STEPS: usize = 1000;

impl Draft {
    /// Adds the questions about replies and notifications.
    pub(super) fn ask(&mut self) {
        let types = std::mem::take(&mut self.types);
        for endpoint in &mut self.endpoints {
            about_reply(endpoint, &types);
        }
        for one in &mut self.notifications {
            let found = leaves(&one.body, &types);
            let fields: Vec<&str> =
                found.iter().filter(|leaf| leaf.level == 0).map(|leaf| leaf.path.as_str()).collect();
            ask(&mut one.entries, "merchant", "The field that names the merchant.", &fields);
            let paths: Vec<&str> =
                found.iter().filter(|leaf| !leaf.in_list).map(|leaf| leaf.path.as_str()).collect();
            ask(&mut one.entries, "identity", "The fields that tell one notification from another.", &paths);
            ask_about_outcome(&mut one.entries, &found, "");
        }
        self.types = types;
    }
}

/// Adds a question, unless it is answered, with fields that may be the answer.
fn ask(entries: &mut Vec<Entry>, key: &str, what: &str, fields: &[&str]) {
    if entries.iter().any(|entry| entry.key == key) {
        return;
    }
    let mut comments = vec![what.to_owned()];
    if !fields.is_empty() {
        let listed: Vec<String> = fields.iter().take(MOST).map(|path| format!("`{path}`")).collect();
        let more = if fields.len() > MOST { ", …" } else { "" };
        comments.push(format!("Fields: {}{more}.", listed.join(", ")));
    }
    entries.push(Entry::question(key, comments));
}

fn about_reply(endpoint: &mut Endpoint, types: &[Type]) {
    let none = Vec::new();
    let fields = match &endpoint.reply {
        Reply::Named(index) => match types.get(*index).map(|one| &one.kind) {
            Some(Kind::Object(fields)) => fields,
            _ => &none,
        },
        Reply::Fields(fields) => fields,
        Reply::Nothing => &none,
    };
    let found = leaves(fields, types);
    let status = status(fields, types);
    let repeated = repeated(endpoint, &found, types);
    let entries = &mut endpoint.entries;
    if !entries.iter().any(|entry| entry.key == "status") {
        entries.push(match &status {
            Some(path) => Entry::text("status", path.clone()),
            None => Entry::question(
                "status",
                vec![
                    "The path of the object with `code` and `message_ilgn`; the document shows none."
                        .to_owned(),
                ],
            ),
        });
    }
    if !repeated.is_empty() {
        let repeated: Vec<&str> = repeated.iter().map(String::as_str).collect();
        ask(
            entries,
            "echoes",
            "Which fields of the reply repeat the request, always? Or remove the line.",
            &repeated,
        );
    }
    let status = status.unwrap_or_default();
    ask_about_outcome(entries, &found, status.trim_end_matches('?'));
}

/// Asks which fields prove what became of the money, if one of them looks as if it did.
fn ask_about_outcome(entries: &mut Vec<Entry>, found: &[Leaf<'_>], status: &str) {
    let is_state = |leaf: &&Leaf<'_>| {
        let wire = leaf.field.wire.to_lowercase();
        let words = ["state", "status", "estado", "outcome"];
        let beside = status.is_empty() || !leaf.path.starts_with(&format!("{status}."));
        beside && words.iter().any(|word| wire == *word || wire.ends_with(&format!("_{word}")))
    };
    let states: Vec<&str> = found.iter().filter(is_state).map(|leaf| leaf.path.as_str()).collect();
    if !states.is_empty() {
        ask(entries, "outcome", "Which fields prove what became of the money? Or remove the line.", &states);
    }
}

/// A scalar field at some depth.
struct Leaf<'t> {
    field: &'t Field,
    path: String,
    level: usize,
    in_list: bool,
}

/// Returns the scalar fields at all depths, nearest first, but not those in maps and unions.
fn leaves<'t>(fields: &'t [Field], types: &'t [Type]) -> Vec<Leaf<'t>> {
    let (mut found, mut steps) = (Vec::new(), 0);
    let mut left = VecDeque::from([(fields, String::new(), 0, false)]);
    while let Some((fields, prefix, level, in_list)) = left.pop_front() {
        for field in fields.iter().filter(|field| !field.wire.contains('.')) {
            let path = format!("{prefix}{}", field.wire);
            let (inner, list) = match field.shape.without_null() {
                Shape::List(item) => (item.without_null(), true),
                shape => (shape, in_list),
            };
            match inner {
                Shape::Named(index) => match types.get(*index).map(|one| &one.kind) {
                    Some(Kind::Object(fields)) if level < DEEPEST && steps < STEPS => {
                        steps += 1;
                        left.push_back((fields, format!("{path}."), level + 1, list));
                    }
                    Some(Kind::Enumeration(_)) => found.push(Leaf { field, path, level, in_list: list }),
                    _ => {}
                },
                Shape::Word(word) if *word != "json" => {
                    found.push(Leaf { field, path, level, in_list: list })
                }
                _ => {}
            }
        }
    }
    found
}

/// Returns the path of the only status object, with `?` if a part of it may be absent.
fn status(fields: &[Field], types: &[Type]) -> Option<String> {
    let mut found = Vec::new();
    let mut left = VecDeque::from([(fields, Vec::<&Field>::new())]);
    let mut steps = 0;
    while let Some((fields, way)) = left.pop_front() {
        for field in fields {
            let Shape::Named(index) = field.shape.without_null() else { continue };
            let Some(Kind::Object(inner)) = types.get(*index).map(|one| &one.kind) else { continue };
            let mut way = way.clone();
            way.push(field);
            let has = |wire: &str| inner.iter().any(|field| field.wire == wire);
            if has("code") && has("message_ilgn") {
                found.push(way);
            } else if way.len() < DEEPEST && steps < STEPS {
                steps += 1;
                left.push_back((inner, way));
            }
        }
    }
    let nearest = found.first()?.len();
    let [only] = found.iter().filter(|way| way.len() == nearest).collect::<Vec<_>>()[..] else { return None };
    let absent = only.iter().any(|field| field.optional || matches!(field.shape, Shape::Nullable(_)));
    let path: Vec<&str> = only.iter().map(|field| field.wire.as_str()).collect();
    Some(format!("{}{}", path.join("."), if absent { "?" } else { "" }))
}

/// Returns the paths in a reply whose last field the request has, once and of the same type.
fn repeated(endpoint: &Endpoint, reply: &[Leaf<'_>], types: &[Type]) -> Vec<String> {
    let fields: Vec<Field> = endpoint.sent().cloned().collect();
    let mut sent: HashMap<&str, Vec<&Field>> = HashMap::new();
    let found = leaves(&fields, types);
    for leaf in &found {
        sent.entry(leaf.field.wire.as_str()).or_default().push(leaf.field);
    }
    let fixed = |field: &Field| field.keys.iter().any(|(key, _)| ["const", "from"].contains(&key.as_str()));
    let comparable = |field: &Field| {
        let words = ["string", "integer", "numeric", "amount", "currency", "date"];
        matches!(field.shape.without_null(), Shape::Word(word) if words.contains(word))
    };
    let same = |leaf: &&Leaf<'_>| match sent.get(leaf.field.wire.as_str()).map(Vec::as_slice) {
        Some([only]) => {
            !fixed(only) && comparable(only) && only.shape.without_null() == leaf.field.shape.without_null()
        }
        _ => false,
    };
    reply.iter().filter(same).map(|leaf| leaf.path.clone()).collect()
}
