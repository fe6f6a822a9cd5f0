//! Tests documents that are not OpenAPI, too large, or made to break an import.

use alignet_cli::import::import;
use serde_json::{Value as Json, json};
use toml::de::DeTable;

use crate::{drafted, replying};

#[test]
fn what_is_no_openapi_document_is_explained() {
    let deep = format!("{{\"openapi\": {}", "[".repeat(4_000));
    let deep_yaml = format!("openapi: {}", "[".repeat(4_000));
    let blocks = format!("openapi: \n{}", " -".repeat(100_000));
    let deepest = format!("openapi: {}", "[".repeat(1_000_000));
    for (bytes, error) in [
        (&b"{\"swagger\": \"2.0\"}"[..], "the document is Swagger 2.0: convert it to OpenAPI 3 first"),
        (b"swagger: \"2.0\"", "the document is Swagger 2.0"),
        (b"{\"openapi\": \"3.2.0\"}", "the document is OpenAPI 3.2.0: only 3.0 and 3.1 are read"),
        (b"{\"openapi\": \"3.10\"}", "the document is OpenAPI 3.10"),
        (b"[1, 2]", "the document is not OpenAPI"),
        (b"", "the document is not OpenAPI"),
        (b"null", "the document is not OpenAPI"),
        (b"{\"openapi\": \"3.1.0\",}", "the document is not JSON: trailing comma at line 1 column 21"),
        (b"openapi: 3.1.0\n\tpaths: {}", "the document is neither JSON nor YAML: "),
        (b"{\n\"a\": \"Caf\xe9\"}", "line 2 is not UTF-8"),
        (deep.as_bytes(), "the document is not JSON: recursion limit exceeded"),
        (deep_yaml.as_bytes(), "the document is neither JSON nor YAML: "),
        (blocks.as_bytes(), "the document is neither JSON nor YAML: "),
        (deepest.as_bytes(), "the document nests deeper than 4096 levels"),
    ] {
        let found = import(bytes, false).unwrap_err();
        assert!(found.starts_with(error), "{error}\n{found}");
        assert!(!found.contains('\n'), "{found}");
    }
}

#[test]
fn aliases_do_not_multiply_a_document() {
    let mut bomb = "openapi: 3.1.0\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let below = format!("*a{}, ", level - 1).repeat(10);
        bomb.push_str(&format!("a{level}: &a{level} [{below}]\n"));
    }
    assert!(import(bomb.as_bytes(), false).unwrap_err().contains("repetition limit"));
}

/// A document of 10 MB with long chains: of references, of parts, and of types that hold each other.
#[test]
fn a_large_document_is_drafted_in_seconds() {
    let mut schemas = serde_json::Map::new();
    for index in 0..4_000 {
        let next = json!({ "$ref": format!("#/components/schemas/T{}", (index + 1) % 4_000) });
        let doc = "Goes on and on. ".repeat(150);
        let fields = json!({ "next": { "type": "array", "items": next }, "text": { "type": "string", "description": doc } });
        schemas.insert(format!("T{index}"), json!({ "type": "object", "properties": fields }));
        if index < 1_000 {
            let part = json!({ "$ref": format!("#/components/schemas/Part{}", index + 1) });
            schemas.insert(
                format!("Part{index}"),
                json!({ "allOf": [part, { "properties": { "a": {} } }, part] }),
            );
            schemas.insert(
                format!("Link{index}"),
                json!({ "$ref": format!("#/components/schemas/Link{}", index + 1) }),
            );
        }
    }
    let mut document = replying(json!({
        "success": { "type": "boolean" },
        "first": { "$ref": "#/components/schemas/T0" },
        "part": { "$ref": "#/components/schemas/Part0" },
        "link": { "$ref": "#/components/schemas/Link0" },
    }));
    document["components"] = json!({ "schemas": schemas });
    let text = document.to_string();
    assert!(text.len() > 8_000_000, "{}", text.len());
    let draft = import(text.as_bytes(), false).unwrap();
    assert_eq!((draft.types, draft.questions), (4_000, None));
    let notes: Vec<String> = draft.notes.iter().map(ToString::to_string).collect();
    assert_eq!(notes.len(), 2, "{notes:?}");
    assert!(notes.iter().any(|note| note.contains("`allOf` nests deeper than 64")), "{notes:?}");
    assert!(
        notes.iter().any(|note| note.contains("leads to itself, or through too many references")),
        "{notes:?}"
    );
}

fn keys<'t>(table: &'t DeTable<'_>) -> Vec<&'t str> {
    let mut keys: Vec<&str> = table.keys().map(|key| key.get_ref().as_ref()).collect();
    keys.sort_unstable();
    keys
}

/// Schemas that lead to themselves, or through thousands of others, without a type between.
#[test]
fn chains_of_schemas_end() {
    let at = |index: usize| json!({ "$ref": format!("#/components/schemas/A{index}") });
    let steps: [fn(Json) -> Json; 6] = [
        |next| json!({ "type": "array", "items": next }),
        |next| json!({ "type": "object", "additionalProperties": next }),
        |next| json!({ "oneOf": [next] }),
        |next| json!({ "anyOf": [next, { "type": "null" }] }),
        |next| json!({ "allOf": [next], "nullable": true }),
        |next| json!({ "oneOf": [next, { "type": "string" }], "discriminator": { "propertyName": "a" } }),
    ];
    for step in steps {
        for length in [1, 5_000] {
            let mut document = replying(json!({ "success": { "type": "boolean" }, "a": at(0) }));
            let schemas = (0..length).map(|index| (format!("A{index}"), step(at((index + 1) % length))));
            document["components"] = json!({ "schemas": schemas.collect::<serde_json::Map<_, _>>() });
            let draft = drafted(&document);
            assert_eq!((draft.endpoints, draft.notes.len()), (1, 1), "{:?}\n{}", draft.notes, draft.toml);
        }
    }
    let mut ours = replying(
        json!({ "success": { "type": "boolean" }, "a": at(0), "b": { "x-alignet-type": "[".repeat(4_000) } }),
    );
    ours["x-alignet-origins"] = json!({});
    ours["components"] =
        json!({ "schemas": { "A0": { "x-alignet-type": "A0" }, "A1": { "x-alignet-type": "[A0]" } } });
    assert_eq!(drafted(&ours).endpoints, 1);
}

#[test]
fn a_description_never_becomes_a_key() {
    for text in [
        "\"\nrepeat = \"safe\"",
        "'''\n[evil]\n'''",
        "\"\"\"",
        "\\",
        "\u{7f}\u{202e}\u{0}",
        "# \r[evil]",
        "?",
    ] {
        let mut document = replying(json!({ "success": { "type": "boolean", "description": text } }));
        document["info"] = json!({ "title": text, "version": text });
        document["servers"] = json!([{ "url": text, "description": text }]);
        document["paths"]["/a"]["get"]["description"] = json!(text);
        document["paths"]["/a"]["get"]["deprecated"] = json!(true);
        let draft = drafted(&document);
        let table = DeTable::parse(&draft.toml).unwrap_or_else(|error| panic!("{error}\n{}", draft.toml));
        assert_eq!(keys(table.get_ref()), ["a"]);
        let endpoint = table.get_ref()["a"].get_ref().as_table().unwrap();
        assert_eq!(keys(endpoint), ["deprecated", "doc", "origin", "reply", "route", "status"]);
        assert!(!draft.toml.contains("```"));
    }
}
