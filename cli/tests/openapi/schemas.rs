//! The schemas of a document as JSON Schema.

use alignet_cli::openapi::Version;
use jsonschema::Validator;
use serde_json::{Value as Json, json};

/// A validator of a schema of the document.
pub(crate) fn validator(document: &Json, version: Version, schema: &Json) -> Validator {
    let components = match version {
        Version::V3_1 => document["components"].clone(),
        Version::V3_0 => plain(&document["components"]),
    };
    let schema = if version == Version::V3_0 { plain(schema) } else { schema.clone() };
    let whole = json!({ "allOf": [schema], "components": components });
    jsonschema::draft202012::options().should_validate_formats(true).build(&whole).unwrap()
}

/// Turns a schema of 3.0 into JSON Schema: `nullable` adds null to the type.
fn plain(schema: &Json) -> Json {
    match schema {
        Json::Array(items) => items.iter().map(plain).collect(),
        Json::Object(map) => {
            let mut plain: serde_json::Map<String, Json> =
                map.iter().map(|(key, value)| (key.clone(), plain(value))).collect();
            if plain.remove("nullable") == Some(json!(true)) {
                plain["type"] = json!([plain["type"], "null"]);
            }
            Json::Object(plain)
        }
        other => other.clone(),
    }
}

/// The schema of a response's or a request's JSON body.
pub(crate) fn of_body(holder: &Json) -> &Json {
    &holder["content"]["application/json"]["schema"]
}

pub(crate) fn operation<'d>(document: &'d Json, name: &str) -> &'d Json {
    let items =
        document["paths"].as_object().unwrap().values().flat_map(|item| item.as_object().unwrap().values());
    items.into_iter().find(|operation| operation["operationId"] == name).unwrap()
}
