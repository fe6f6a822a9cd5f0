//! Tests imports of random JSON, mostly made of the words of OpenAPI.

use alignet_cli::import::import;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use toml::de::DeTable;

use crate::mistakes;

/// The words of OpenAPI, and those of the two schemas.
const WORDS: &[&str] = &[
    "$ref",
    "#/components/schemas/A",
    "#/components/schemas/B",
    "#",
    "type",
    "object",
    "array",
    "string",
    "null",
    "properties",
    "required",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
    "enum",
    "const",
    "discriminator",
    "propertyName",
    "mapping",
    "nullable",
    "additionalProperties",
    "schema",
    "schemas",
    "A",
    "B",
    "name",
    "in",
    "path",
    "query",
    "header",
    "parameters",
    "content",
    "application/json",
    "requestBody",
    "responses",
    "200",
    "404",
    "default",
    "get",
    "post",
    "success",
    "code",
    "message_ilgn",
    "operationId",
    "servers",
    "url",
    "security",
    "description",
    "example",
    "examples",
    "value",
    "x-alignet-type",
    "x-alignet-name",
    "format",
    "date",
    "pattern",
    "",
];

/// JSON as hostile as it gets: any values, and often the words of OpenAPI.
fn anything() -> impl Strategy<Value = Json> {
    let word = prop_oneof![8 => prop::sample::select(WORDS).prop_map(str::to_owned), 1 => ".{0,8}"];
    let leaf = prop_oneof![
        word.clone().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        any::<bool>().prop_map(Json::from),
        Just(Json::Null),
    ];
    leaf.prop_recursive(6, 96, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Json::from),
            prop::collection::vec((word.clone(), inner), 0..6)
                .prop_map(|entries| entries.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

/// Asserts that an import is an error, or a draft that is TOML and whose check ends.
fn is_handled(document: &Json, whole: bool) {
    let Ok(draft) = import(document.to_string().as_bytes(), whole) else { return };
    if let Err(error) = DeTable::parse(&draft.toml) {
        panic!("{error}\n{document}\n{}", draft.toml);
    }
    let garbled = mistakes(&draft.toml).into_iter().find(|one| one.message.contains("TOML"));
    assert_eq!(garbled, None, "{document}\n{}", draft.toml);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 4, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_json_is_an_error_or_a_draft(value in anything()) {
        is_handled(&value, false);
    }

    #[test]
    fn any_parts_of_a_document_are_a_draft(
        paths in anything(), path in anything(), operation in anything(), schema in anything(), other in anything(),
        webhooks in anything(), rest in anything(), whole: bool, ours: bool,
    ) {
        let content = json!({ "content": { "application/json": { "schema": schema, "example": other } } });
        let mut call = json!({ "parameters": [path, operation], "requestBody": content, "responses": { "200": content } });
        if let (Json::Object(call), Json::Object(more)) = (&mut call, operation) {
            call.extend(more);
        }
        let mut document = json!({
            "openapi": "3.1.0", "info": rest, "servers": rest, "security": rest, "webhooks": { "told": { "post": content } },
            "paths": { "/a/{id}": { "post": call, "get": call }, "/b": paths },
            "components": { "schemas": { "A": schema, "B": other }, "securitySchemes": rest, "parameters": webhooks },
        });
        if ours {
            document["x-alignet-origins"] = rest;
        }
        is_handled(&document, whole);
    }
}
