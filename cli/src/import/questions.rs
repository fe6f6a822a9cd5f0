//! Asks what only a person can know of a reply or a notification, with what its fields suggest.

use std::collections::{HashMap, VecDeque};

use super::draft::{Draft, Endpoint, Entry, Field, Kind, Notification, Reply, Shape, Type};

/// The most suggestions that a comment lists.
const MOST: usize = 12;

/// The longest path to a suggestion, in fields.
const DEEPEST: usize = 8;

/// The most objects in which suggestions are looked for: types may hold each other many times over.
const STEPS: usize = 1000;

impl Draft {
    /// Adds the questions about calls, replies and notifications.
    pub(crate) fn ask(&mut self) {
        let mut types = std::mem::take(&mut self.types);
        let asked = |endpoint: &Endpoint| endpoint.entries.iter().position(|entry| entry.key == "repeat");
        let queries = self.endpoints.iter().filter(|endpoint| asked(endpoint).is_none());
        let queries: Vec<String> =
            queries.take(MOST).map(|endpoint| format!("`{}`", endpoint.name)).collect();
        for endpoint in &mut self.endpoints {
            if let Some(at) = asked(endpoint).filter(|_| !queries.is_empty()) {
                let settle = Entry::question(
                    "settle",
                    vec![
                        "If `repeat` is `never` or `keyed`: the query that tells what became of a call, and the field by which it".to_owned(),
                        format!("finds the call. Or remove both lines. Queries: {}.", queries.join(", ")),
                    ],
                );
                endpoint.entries.splice(at + 1..at + 1, [settle, Entry::question("reference", Vec::new())]);
            }
            about_reply(endpoint, &mut types);
        }
        for one in &mut self.notifications {
            about_notification(one, &types);
        }
        self.types = types;
    }
}

fn about_notification(one: &mut Notification, types: &[Type]) {
    let found = leaves(&one.body, types);
    let path = |leaf: &Leaf<'_>| leaf.path.clone();
    let is_string = |leaf: &&Leaf<'_>| *leaf.field.shape.without_null() == Shape::Word("string");
    let names: Vec<String> =
        found.iter().filter(|leaf| leaf.level == 0).filter(is_string).map(path).collect();
    ask(&mut one.entries, "merchant", "The field that names the merchant.", &names);
    let status = find_status(&one.body, types).map(|way| format!("{}.", joined(&way))).unwrap_or_default();
    let identifies = |leaf: &&Leaf<'_>| {
        let kinds = ["string", "integer", "date"];
        let plain = match leaf.field.shape.without_null() {
            Shape::Word(word) => kinds.contains(word),
            shape => matches!(shape, Shape::Named(_)),
        };
        plain && !leaf.in_list && (status.is_empty() || !leaf.path.starts_with(&status))
    };
    let paths: Vec<String> = found.iter().filter(identifies).map(path).collect();
    ask(&mut one.entries, "identity", "The fields that tell one notification from another.", &paths);
    ask_about_outcome(&mut one.entries, &found, status.trim_end_matches('.'));
}

/// Adds a question, unless it is answered, with fields that may be the answer.
fn ask(entries: &mut Vec<Entry>, key: &str, what: &str, fields: &[String]) {
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

fn about_reply(endpoint: &mut Endpoint, types: &mut [Type]) {
    let fields = match &endpoint.reply {
        Reply::Named(index) | Reply::List(index) => match types.get(*index).map(|one| &one.kind) {
            Some(Kind::Object(fields)) => fields.clone(),
            _ => Vec::new(),
        },
        Reply::Fields(fields) => fields.clone(),
        Reply::Nothing | Reply::Document(_) => Vec::new(),
    };
    // Only refusals of a list or a document have a status object.
    let whole = !matches!(endpoint.reply, Reply::List(_) | Reply::Document(_));
    let way = find_status(&fields, types).filter(|_| whole);
    let found = leaves(&fields, types);
    let repeated = repeated(endpoint, &found, types);
    let entries = &mut endpoint.entries;
    let status = match &way {
        Some(way) => {
            let absent =
                way.iter().any(|(_, field)| field.optional || matches!(field.shape, Shape::Nullable(_)));
            Entry::text("status", format!("{}{}", joined(way), if absent { "?" } else { "" }))
        }
        None => Entry::question(
            "status",
            vec![
                "The path of the object with `code` and `message_ilgn`; the document shows none.".to_owned(),
            ],
        ),
    };
    entries.extend(Some(status).filter(|_| whole));
    if !repeated.is_empty() {
        ask(
            entries,
            "echoes",
            "Which fields of the reply repeat the request, always? Or remove the line.",
            &repeated,
        );
    }
    let status = way.as_deref().map(joined).unwrap_or_default();
    ask_about_outcome(entries, &found, &status);
    let nullable: Vec<(Option<usize>, String)> =
        way.into_iter().flatten().map(|(of, field)| (of, field.wire)).collect();
    for (of, wire) in nullable {
        let owner = match (of, &mut endpoint.reply) {
            (Some(index), _) => types.get_mut(index).map(|one| &mut one.kind),
            (None, Reply::Named(index) | Reply::List(index)) => {
                types.get_mut(*index).map(|one| &mut one.kind)
            }
            (None, Reply::Fields(fields)) => {
                loosen(fields, &wire);
                None
            }
            (None, Reply::Nothing | Reply::Document(_)) => None,
        };
        if let Some(Kind::Object(fields)) = owner {
            loosen(fields, &wire);
        }
    }
}

/// Lets a field on the way to the status object be absent, if it may be null: a reply does not tell the two apart.
fn loosen(fields: &mut [Field], wire: &str) {
    for field in fields.iter_mut().filter(|field| field.wire == wire) {
        if let Shape::Nullable(inner) = &field.shape {
            field.shape = (**inner).clone();
            field.optional = true;
        }
    }
}

/// A way to a field: each step with the type that has it, but for the first.
type Way = Vec<(Option<usize>, Field)>;

fn joined(way: &[(Option<usize>, Field)]) -> String {
    way.iter().map(|(_, field)| field.wire.as_str()).collect::<Vec<_>>().join(".")
}

/// Asks which fields prove what became of the money, if one of them looks as if it did.
fn ask_about_outcome(entries: &mut Vec<Entry>, found: &[Leaf<'_>], status: &str) {
    let is_state = |leaf: &&Leaf<'_>| {
        let wire = leaf.field.wire.to_lowercase();
        let words = ["state", "status", "estado", "outcome"];
        let beside = status.is_empty() || !leaf.path.starts_with(&format!("{status}."));
        beside && words.iter().any(|word| wire == *word || wire.ends_with(&format!("_{word}")))
    };
    let states: Vec<String> = found.iter().filter(is_state).map(|leaf| leaf.path.clone()).collect();
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
    let mut left = VecDeque::from([(fields, String::new(), Vec::new(), false)]);
    while let Some((fields, prefix, above, in_list)) = left.pop_front() {
        for field in fields.iter().filter(|field| !field.wire.contains('.')) {
            let path = format!("{prefix}{}", field.wire);
            let (inner, list) = match field.shape.without_null() {
                Shape::List(item) => (item.without_null(), true),
                shape => (shape, in_list),
            };
            let level = above.len();
            match inner {
                Shape::Named(index) => match types.get(*index).map(|one| &one.kind) {
                    Some(Kind::Object(fields))
                        if !above.contains(index) && level < DEEPEST && steps < STEPS =>
                    {
                        steps += 1;
                        let above = above.iter().copied().chain([*index]).collect();
                        left.push_back((fields, format!("{path}."), above, list));
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

/// Returns the way to the only status object, of those that are nearest.
fn find_status(fields: &[Field], types: &[Type]) -> Option<Way> {
    let (mut found, mut steps) = (Vec::new(), 0);
    let mut left = VecDeque::from([(None, fields, Way::new())]);
    while let Some((of, fields, way)) = left.pop_front() {
        for field in fields {
            let Shape::Named(index) = field.shape.without_null() else { continue };
            let Some(Kind::Object(inner)) = types.get(*index).map(|one| &one.kind) else { continue };
            let mut way = way.clone();
            way.push((of, field.clone()));
            let has = |wire: &str| inner.iter().any(|field| field.wire == wire);
            if has("code") && has("message_ilgn") {
                found.push(way);
            } else if way.len() < DEEPEST && steps < STEPS {
                steps += 1;
                left.push_back((Some(*index), inner, way));
            }
        }
    }
    let nearest = found.first()?.len();
    found.retain(|way| way.len() == nearest);
    if found.len() == 1 { found.pop() } else { None }
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
