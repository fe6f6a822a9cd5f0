//! Writes a draft as TOML. Every text of the document goes through [`text`], [`key`] or a comment of one line, so that
//! none of it becomes a key.

use std::fmt::Write as _;

use super::{Draft, Endpoint, Entry, Field, Kind, Member, Reply, Shape, Type, Value};
use crate::import::document::is_invisible;

impl Draft {
    /// Returns the draft as a contract file.
    pub(crate) fn to_toml(&self) -> String {
        let mut out = Writer { draft: self, out: String::new() };
        out.comments(&self.head);
        for table in &self.settings {
            out.header(&table.path);
            out.entries(&table.entries);
        }
        self.endpoints.iter().for_each(|endpoint| out.endpoint(endpoint));
        for one in &self.notifications {
            let path = [one.what.to_owned(), one.name.clone()];
            out.header(&path);
            out.entries(&one.entries);
            out.fields(&path, "body", &one.body);
            out.examples(&path, &[("body", &one.example)]);
        }
        self.types.iter().filter(|one| !one.inherited).for_each(|one| out.declared(one));
        out.out
    }
}

struct Writer<'d> {
    draft: &'d Draft,
    out: String,
}

impl Writer<'_> {
    fn comments(&mut self, comments: &[String]) {
        for comment in comments {
            let _ = writeln!(self.out, "# {comment}");
        }
    }

    fn header(&mut self, path: &[String]) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        let path: Vec<String> = path.iter().map(|one| key(one)).collect();
        let _ = writeln!(self.out, "[{}]", path.join("."));
    }

    fn below(&mut self, path: &[String], last: &str) {
        let mut path = path.to_vec();
        path.push(last.to_owned());
        self.header(&path);
    }

    /// Writes keys with their values in one column.
    fn entries(&mut self, entries: &[Entry]) {
        let lines = entries.iter().map(|entry| (&entry.comments, key(&entry.key), value(&entry.value)));
        self.lines(lines.collect());
    }

    fn lines(&mut self, lines: Vec<(&Vec<String>, String, String)>) {
        let width = lines.iter().map(|(_, key, _)| key.chars().count()).filter(|width| *width < 40).max();
        let width = width.unwrap_or(0);
        for (comments, key, value) in lines {
            self.comments(comments);
            let _ = writeln!(self.out, "{key:<width$} = {value}");
        }
    }

    fn endpoint(&mut self, endpoint: &Endpoint) {
        let path = [endpoint.name.clone()];
        if !endpoint.comments.is_empty() {
            self.out.push('\n');
            self.comments(&endpoint.comments);
            self.out.pop();
        }
        self.header(&path);
        let mut entries = endpoint.entries.clone();
        let error = |(status, of): &(String, usize)| (status.clone(), Value::text(self.name(*of)));
        let errors: Vec<_> = endpoint.errors.iter().map(error).collect();
        entries.extend((!errors.is_empty()).then(|| Entry::new("errors", Value::Table(errors))));
        entries.extend(match &endpoint.reply {
            Reply::Named(index) => Some(Entry::text("reply", self.name(*index))),
            Reply::List(index) => Some(Entry::text("reply", format!("[{}]", self.name(*index)))),
            Reply::Document(media) => Some(Entry::text("reply", media.clone())),
            Reply::Fields(_) | Reply::Nothing => None,
        });
        self.entries(&entries);
        for (place, fields) in [
            ("path", &endpoint.path),
            ("query", &endpoint.query),
            ("header", &endpoint.header),
            ("reply_header", &endpoint.reply_header),
        ] {
            if !fields.is_empty() {
                self.fields(&path, place, fields);
            }
        }
        if let Some(body) = &endpoint.body {
            self.fields(&path, "body", body);
        }
        if let Reply::Fields(fields) = &endpoint.reply {
            self.fields(&path, "reply", fields);
        }
        self.examples(&path, &[("request", &endpoint.request_example), ("reply", &endpoint.reply_example)]);
    }

    fn name(&self, index: usize) -> &str {
        self.draft.types.get(index).map_or("", |one| one.name.as_str())
    }

    fn examples(&mut self, path: &[String], examples: &[(&str, &Option<super::Example>)]) {
        if examples.iter().all(|(_, example)| example.is_none()) {
            return;
        }
        self.below(path, "example");
        for (key, example) in examples {
            match example {
                Some(example) if example.json => {
                    let _ = writeln!(self.out, "{key} = '''\n{}\n'''", example.text);
                }
                Some(example) => {
                    let _ = writeln!(self.out, "{key} = {}", text(&example.text));
                }
                None => {}
            }
        }
    }

    fn fields(&mut self, path: &[String], last: &str, fields: &[Field]) {
        self.below(path, last);
        let lines = fields.iter().map(|field| (&field.comments, key(&field.wire), self.field(field)));
        let lines = lines.collect();
        self.lines(lines);
    }

    fn field(&self, field: &Field) -> String {
        let mut keys = Vec::new();
        if !field.implied() {
            keys.push(("type".to_owned(), Value::Text(self.shape(&field.shape, field.optional))));
        }
        keys.extend(field.name.clone().map(|name| ("name".to_owned(), Value::Text(name))));
        keys.extend(field.keys.iter().cloned());
        match keys.as_slice() {
            // A question stands at its key, which says what to answer.
            [(only, Value::Text(shape))] if only == "type" && shape != "?" => text(shape),
            _ => value(&Value::Table(keys)),
        }
    }

    fn shape(&self, shape: &Shape, optional: bool) -> String {
        if shape.is_open() {
            return "?".to_owned();
        }
        format!("{}{}", self.bare(shape), if optional { "?" } else { "" })
    }

    fn bare(&self, shape: &Shape) -> String {
        match shape {
            Shape::Word(word) => (*word).to_owned(),
            Shape::Named(index) => self.name(*index).to_owned(),
            Shape::List(item) => format!("[{}]", self.bare(item)),
            Shape::Map(item) => format!("{{{}}}", self.bare(item)),
            Shape::Nullable(inner) => format!("{}|null", self.bare(inner)),
            Shape::Question => String::new(),
        }
    }

    fn declared(&mut self, one: &Type) {
        let path = [one.name.clone()];
        self.header(&path);
        self.entries(&one.entries);
        match &one.kind {
            Kind::Object(fields) => self.fields(&path, "fields", fields),
            Kind::Enumeration(members) => self.members(&path, "values", members),
            Kind::Union(members) => self.members(&path, "variants", members),
        }
    }

    fn members(&mut self, path: &[String], last: &str, members: &[Member]) {
        self.below(path, last);
        let none = Vec::new();
        let lines = members.iter().map(|member| (&none, key(&member.wire), self.member(member))).collect();
        self.lines(lines);
    }

    fn member(&self, member: &Member) -> String {
        let of = member.of.map(|index| ("type".to_owned(), Value::text(self.name(index))));
        let mut keys: Vec<(String, Value)> = of.into_iter().collect();
        keys.extend(member.doc.clone().map(|doc| ("doc".to_owned(), Value::Text(doc))));
        keys.extend(member.name.clone().map(|name| ("name".to_owned(), Value::Text(name))));
        keys.extend(member.keys.iter().cloned());
        match keys.as_slice() {
            [(_, Value::Text(only))] => text(only),
            _ => value(&Value::Table(keys)),
        }
    }
}

fn value(value: &Value) -> String {
    match value {
        Value::Text(one) => text(one),
        Value::Integer(number) => number.to_string(),
        Value::Boolean(truth) => truth.to_string(),
        Value::Words(words) => {
            format!("[{}]", words.iter().map(|word| text(word)).collect::<Vec<_>>().join(", "))
        }
        Value::Table(keys) => {
            let keys: Vec<String> =
                keys.iter().map(|(one, inner)| format!("{} = {}", key(one), self::value(inner))).collect();
            if keys.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", keys.join(", ")) }
        }
    }
}

/// Writes a key: bare if it can be, or else in quotes.
fn key(key: &str) -> String {
    let bare = |char: char| char.is_ascii_alphanumeric() || "-_".contains(char);
    if !key.is_empty() && key.chars().all(bare) { key.to_owned() } else { text(key) }
}

/// Writes a string in one line.
fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            char if is_invisible(char) => {
                let _ = write!(out, "\\u{:04X}", u32::from(char));
            }
            char => out.push(char),
        }
    }
    out.push('"');
    out
}
