//! Places in the document, and references to them.

use super::Json;

/// The whole document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Document<'d> {
    pub(crate) root: &'d Json,
}

/// A value in the document, and the JSON pointer that leads to it.
#[derive(Debug, Clone)]
pub(crate) struct Place<'d> {
    pub(crate) json: &'d Json,
    pub(crate) pointer: String,
}

/// A part of the document that can't be read or translated: its JSON pointer, and the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) pointer: String,
    pub(crate) text: String,
}

/// The longest chain of references, so that a circle of them ends.
const CHAIN: usize = 32;

impl<'d> Document<'d> {
    pub(crate) fn place(self) -> Place<'d> {
        Place { json: self.root, pointer: "#".to_owned() }
    }

    /// Follows a `$ref`, and those that it leads to. A place without one is returned as it is.
    pub(crate) fn follow(self, place: &Place<'d>) -> Result<Place<'d>, Problem> {
        let mut at = place.clone();
        for _ in 0..CHAIN {
            let Some(reference) = at.json.get("$ref").and_then(Json::text) else { return Ok(at) };
            at = self.target(&at, reference)?;
        }
        Err(place.problem("this `$ref` leads to itself, or through too many others"))
    }

    /// Returns the target of a reference at a place.
    pub(crate) fn target(self, place: &Place<'d>, reference: &str) -> Result<Place<'d>, Problem> {
        let shown: String = reference.chars().take(100).filter(|char| !char.is_control()).collect();
        let Some(path) = reference.strip_prefix('#') else {
            return Err(place.problem(format!(
                "`{shown}` is in another file: put everything into one document first, as with `redocly bundle`"
            )));
        };
        let missing = || place.problem(format!("`{shown}` leads nowhere"));
        let mut at = self.place();
        if path.is_empty() {
            return Ok(at);
        }
        for step in path.strip_prefix('/').ok_or_else(missing)?.split('/') {
            let step = unescaped(step);
            at = at.step(&step).ok_or_else(missing)?;
        }
        Ok(at)
    }
}

impl<'d> Place<'d> {
    /// Returns the value of a key, or of an index of a list.
    pub(crate) fn step(&self, key: &str) -> Option<Place<'d>> {
        let json = match self.json {
            Json::Object(object) => object.get(key)?,
            Json::List(list) => list.get(key.parse::<usize>().ok()?)?,
            _ => return None,
        };
        Some(Place { json, pointer: format!("{}/{}", self.pointer, escaped(key)) })
    }

    /// Returns the entries of the object at a key, in order; none if there is no object.
    pub(crate) fn entries(&self, key: &str) -> Vec<(&'d str, Place<'d>)> {
        self.step(key).map(|place| place.all()).unwrap_or_default()
    }

    /// Returns the entries of an object, in order.
    pub(crate) fn all(&self) -> Vec<(&'d str, Place<'d>)> {
        let entry = |(key, json): (&'d String, &'d Json)| {
            (key.as_str(), Place { json, pointer: format!("{}/{}", self.pointer, escaped(key)) })
        };
        self.json.object().map(|object| object.iter().map(entry).collect()).unwrap_or_default()
    }

    /// Returns the items of the list at a key; none if there is no list.
    pub(crate) fn items(&self, key: &str) -> Vec<Place<'d>> {
        let items = self.json.get(key).and_then(Json::list).unwrap_or_default().iter().enumerate();
        items
            .map(|(index, json)| Place {
                json,
                pointer: format!("{}/{}/{index}", self.pointer, escaped(key)),
            })
            .collect()
    }

    pub(crate) fn text(&self, key: &str) -> Option<&'d str> {
        self.json.get(key).and_then(Json::text)
    }

    /// Returns the last step of the pointer, which names a component.
    pub(crate) fn last(&self) -> String {
        self.pointer.rsplit('/').next().map(unescaped).unwrap_or_default()
    }

    pub(crate) fn problem(&self, text: impl Into<String>) -> Problem {
        Problem { pointer: self.pointer.clone(), text: text.into() }
    }
}

fn escaped(step: &str) -> String {
    step.replace('~', "~0").replace('/', "~1")
}

/// Decodes a step of a reference: `%7B` as in a URL, then `~1` and `~0` of JSON pointers.
fn unescaped(step: &str) -> String {
    let mut bytes = Vec::with_capacity(step.len());
    let mut rest = step.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.filter(|_| *first == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match byte {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).replace("~1", "/").replace("~0", "~")
}
