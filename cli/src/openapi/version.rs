//! The two versions of OpenAPI, and how each writes what the other writes differently.

use crate::json::{Json, Object};

/// A version of OpenAPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// 3.0.3, for tools that know nothing newer.
    V3_0,
    /// 3.1.0, whose schemas are JSON Schema, and which has webhooks.
    V3_1,
}

impl Version {
    /// Returns the number in a document.
    pub fn number(self) -> &'static str {
        match self {
            Self::V3_0 => "3.0.3",
            Self::V3_1 => "3.1.0",
        }
    }

    /// Restricts a schema to one value.
    pub(super) fn constant(self, schema: Object, value: Json) -> Object {
        match self {
            Self::V3_0 => schema.with("enum", [value]),
            Self::V3_1 => schema.with("const", value),
        }
    }

    /// Adds an example to a schema.
    pub(super) fn example(self, schema: Object, value: Json) -> Object {
        match self {
            Self::V3_0 => schema.with("example", value),
            Self::V3_1 => schema.with("examples", [value]),
        }
    }

    /// Lets a schema accept null too.
    pub(super) fn nullable(self, mut schema: Object) -> Object {
        // Any JSON.
        if schema.is_empty() {
            return schema;
        }
        // One of several: null is another value of the first.
        if let Some(Json::List(branches)) = schema.get("oneOf") {
            let mut branches = branches.clone();
            if let Some(Json::Object(first)) = branches.first_mut() {
                *first = self.nullable(std::mem::take(first));
            }
            return schema.with("oneOf", branches);
        }
        match (self, schema.get("type").cloned()) {
            (Self::V3_0, Some(_)) if schema.get("enum").is_none() => schema.with("nullable", true),
            (Self::V3_1, Some(kind @ Json::Scalar(_))) if schema.get("enum").is_none() => {
                schema.set("type", [kind, Json::from("null")]);
                schema
            }
            (Self::V3_1, _) => {
                Object::default().with("oneOf", [schema, Object::default().with("type", "null")])
            }
            // `nullable` needs a type beside it, and a reference has none: another branch is null alone. No reference leads
            // to a boolean.
            (Self::V3_0, _) => {
                let null = Object::default().with("type", "boolean").with("nullable", true);
                Object::default().with("oneOf", [schema, null.with("enum", [Json::null()])])
            }
        }
    }

    /// Adds keys to a schema. In 3.0 a reference may have none beside it.
    pub(super) fn annotated(self, schema: Object, keys: Object) -> Object {
        match self {
            Self::V3_0 if schema.get("$ref").is_some() && !keys.is_empty() => {
                Object::default().with("allOf", [schema]).and(keys)
            }
            _ => schema.and(keys),
        }
    }
}
