//! The fields of a request's JSON body.

use serde_json::{Map, Value as Json};

/// The fields that have not been taken yet. A mistake names its field and shows no value.
pub(super) struct Fields(Map<String, Json>);

impl Fields {
    /// Parses an object.
    pub(super) fn parse(body: &[u8]) -> Result<Self, String> {
        let parsed = serde_json::from_slice(body);
        parsed.map(Self).map_err(|error| {
            format!("the body is no JSON object, at line {}, column {}", error.line(), error.column())
        })
    }

    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, String> {
        match self.0.remove(name) {
            None => Ok(None),
            Some(Json::String(text)) => Ok(Some(text)),
            Some(_) => Err(format!("`{name}` must be a string")),
        }
    }

    pub(super) fn number(&mut self, name: &str) -> Result<Option<u64>, String> {
        let Some(value) = self.0.remove(name) else { return Ok(None) };
        value
            .as_u64()
            .map(Some)
            .ok_or_else(|| format!("`{name}` must be a number of 0 or more, without a fraction"))
    }

    pub(super) fn flag(&mut self, name: &str) -> Result<bool, String> {
        match self.0.remove(name) {
            None => Ok(false),
            Some(Json::Bool(flag)) => Ok(flag),
            Some(_) => Err(format!("`{name}` must be `true` or `false`")),
        }
    }

    pub(super) fn object(&mut self, name: &str) -> Result<Option<Map<String, Json>>, String> {
        match self.0.remove(name) {
            None => Ok(None),
            Some(Json::Object(object)) => Ok(Some(object)),
            Some(_) => Err(format!("`{name}` must be an object")),
        }
    }

    /// Refuses fields that nobody took.
    pub(super) fn end(self) -> Result<(), String> {
        match self.0.into_iter().next() {
            None => Ok(()),
            Some((name, _)) => Err(format!("`{}` is no field of this request", name.escape_default())),
        }
    }
}
