//! Drafts from OpenAPI documents: `tests/import/NAME.yaml` or `.json` beside the draft `NAME.toml` and what is left out,
//! `NAME.txt`. `BLESS=1` writes the latter two.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use alignet_cli::{
    import::{Import, import},
    openapi::{self, Version},
};
use alignet_spec::{Contract, Sources, diagnostic::Diagnostic};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use toml::de::DeTable;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import")
}

fn document(name: &str) -> Vec<u8> {
    fs::read(folder().join(name)).unwrap()
}

fn drafted(document: &Json) -> Import {
    import(document.to_string().as_bytes(), false).unwrap()
}

fn mistakes(toml: &str) -> Vec<Diagnostic> {
    let sources = Sources::from_texts("draft", &[("draft.toml", toml)]).extending_shipped();
    Contract::load(sources).map_or_else(|mistakes| mistakes.diagnostics, |_| Vec::new())
}

/// The least document with one operation, whose reply has these properties.
fn replying(properties: Json) -> Json {
    let schema = json!({ "type": "object", "properties": properties });
    let reply = json!({ "200": { "content": { "application/json": { "schema": schema } } } });
    json!({ "openapi": "3.1.0", "paths": { "/a": { "get": { "operationId": "a", "responses": reply } } } })
}

#[test]
fn documents_become_drafts() {
    let bless = env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|end| end == "toml" || end == "txt") {
            continue;
        }
        let draft = import(&fs::read(&path).unwrap(), false).unwrap();
        for (end, text) in [("toml", draft.toml.clone()), ("txt", draft.summary())] {
            let expected = path.with_extension(end);
            if bless {
                fs::write(expected, text).unwrap();
            } else if fs::read_to_string(&expected).unwrap_or_default() != text {
                wrong.push(expected);
            }
        }
        for note in &draft.notes {
            assert!(draft.toml.contains(&format!("# {note}\n")), "{note} is not in the draft");
        }
    }
    assert!(wrong.is_empty(), "not as expected; `BLESS=1` rewrites them: {wrong:?}");
}

/// Answers to the questions of a draft, each a line and what replaces it, where it stands first.
fn answered(draft: &str, answers: &[(&str, &str)]) -> String {
    answers.iter().fold(draft.to_owned(), |draft, (question, answer)| {
        assert!(draft.contains(question), "no `{question}` in {draft}");
        draft.replacen(question, answer, 1)
    })
}

#[test]
fn an_answered_draft_is_a_sound_contract() {
    let draft = import(&document("shop.yaml"), false).unwrap();
    let open = mistakes(&draft.toml);
    assert_eq!(Some(open.len()), draft.questions);
    let questions = open.iter().filter(|one| one.message.ends_with("is an open question")).count();
    // The other one is the card number, which has to be a secret.
    assert_eq!((open.len(), questions), (13, 12), "{open:#?}");

    let sound = answered(
        &draft.toml,
        &[
            ("repeat    = \"?\"", "repeat    = \"never\""),
            ("settle    = \"?\"", "settle    = \"get_sale\""),
            ("reference = \"?\"", "reference = \"number\""),
            ("echoes    = \"?\"", "echoes    = [\"sale.number\", \"sale.amount\"]"),
            ("outcome   = \"?\"", ""),
            ("echoes     = \"?\"", "echoes     = \"sale.number\""),
            ("outcome    = \"?\"", ""),
            ("signature = \"?\"", "signature = \"X-Signature\""),
            ("keys      = \"?\"", "keys      = \"environment.notification_keys\""),
            ("merchant  = \"?\"", "merchant  = \"shop\""),
            ("identity  = \"?\"", "identity  = [\"sale.number\", \"sale.state\"]"),
            ("outcome   = \"?\"", ""),
            ("pan = \"string\"", "pan = \"secret\""),
        ],
    );
    let sources = Sources::from_texts("draft", &[("draft.toml", &sound)]).extending_shipped();
    let contract = Contract::load(sources).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let own: Vec<&str> =
        contract.endpoints.iter().filter(|one| !one.inherited).map(|one| one.name.as_str()).collect();
    assert_eq!(own, ["create_sale", "get_sale"]);
}

#[test]
fn a_draft_that_stands_alone_has_the_servers_of_the_document() {
    let draft = import(&document("shop.yaml"), true).unwrap();
    for line in [
        "[api.origins]\napi = \"Answers at https://api.preprod.alignet.io and https://api.alignet.io.\"",
        "[environment.TESTS]\ndoc     = \"Tests\"\norigins = { api = \"https://api.preprod.alignet.io\" }",
        "[environment.ENVIRONMENT_2]",
        "scopes    = \"create:token post:sales\"",
        "endpoint = \"?\"",
    ] {
        assert!(draft.toml.contains(line), "{line}\n{}", draft.toml);
    }
    let open = mistakes(&draft.toml);
    assert!(!open.iter().any(|one| one.message.contains("no table `[api]`")), "{open:#?}");
}

#[test]
fn a_question_points_to_its_place_and_teaches() {
    let draft = import(&document("shop.yaml"), false).unwrap();
    let open = mistakes(&draft.toml);
    let repeat = open.iter().find(|one| one.message.starts_with("`repeat`")).unwrap();
    assert_eq!(&draft.toml[repeat.span.start..repeat.span.end], "\"?\"");
    assert!(draft.toml[..repeat.span.start].ends_with("repeat    = "));
    assert!(
        repeat.help[0].contains("`harmless` makes another of something that costs nothing"),
        "{:?}",
        repeat.help
    );
}

#[test]
fn the_readme_shows_what_is_printed() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let draft = import(&document("shop.yaml"), false).unwrap();
    let sources = Sources::from_texts("my_dir", &[("shop.toml", &draft.toml)]).extending_shipped();
    let mistakes = Contract::load(sources).unwrap_err().to_string();
    let shown = mistakes.split_inclusive("costs nothing, ").next().unwrap();
    assert!(readme.contains(&draft.summary()) && readme.contains(shown), "{}{shown}", draft.summary());
}

#[test]
fn a_success_without_a_body_says_its_status() {
    for status in ["200", "204"] {
        let reply = json!({ status: { "description": "Done." } });
        let call = json!({ "operationId": "a", "responses": reply });
        let draft = drafted(&json!({ "openapi": "3.0.0", "paths": { "/a": { "delete": call } } }));
        assert!(draft.toml.contains(&format!("success = {status}\n")), "{}", draft.toml);
        assert!(!draft.toml.contains("reply"), "{}", draft.toml);
    }
}

#[test]
fn an_example_that_contradicts_its_schema_is_left_out() {
    let mut document = replying(json!({
        "success": { "type": "boolean" },
        "count": { "type": "integer" },
        "meta": { "type": "object", "required": ["code", "message_ilgn"], "properties": {
            "code": { "type": "string" }, "message_ilgn": { "type": "array", "items": { "type": "object",
                "required": ["locale", "value"],
                "properties": { "locale": { "type": "string" }, "value": { "type": "string" } } } } } },
    }));
    let content = &mut document["paths"]["/a"]["get"]["responses"]["200"]["content"]["application/json"];
    content["schema"]["required"] = json!(["success", "meta"]);
    content["example"] =
        json!({ "success": true, "count": "many", "meta": { "code": "00", "message_ilgn": [] } });
    document["servers"] = json!([{ "url": "https://api.alignet.io" }]);
    let draft = drafted(&document);
    assert!(!draft.toml.contains("many"), "{}", draft.toml);
    assert_eq!(draft.questions, Some(0), "{}", draft.toml);
    assert_eq!(
        draft.notes[0].to_string(),
        "#/paths/~1a/get/responses/200/content/application~1json/example: an example is left out: `count` in the \
         example must be an integer of at most 64 bits, but is a string"
    );
}

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

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_alignet-spec"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .output()
        .unwrap()
}

#[test]
fn the_exit_code_says_if_something_is_left_out() {
    for (file, code, last) in [
        ("tests/import/shop.yaml", 0, "; 0 parts left out\n"),
        ("tests/import/left_out.yaml", 3, " parts left out\n"),
        ("Cargo.toml", 1, "error: `Cargo.toml` can't be imported: the document is "),
        ("nowhere.json", 1, "error: `nowhere.json` can't be imported: No such file"),
    ] {
        let output = run(&["import", file]);
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{stderr}");
        assert!(stderr.contains(last), "{stderr}");
        assert_eq!(output.stdout.is_empty(), code == 1);
    }
    assert_eq!(run(&["import"]).status.code(), Some(2));
}

/// The folders of contracts that have every construct of the language between them.
fn contracts() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let below =
        ["spec/tests/accepted", "macros/tests/golden"].map(|folder| fs::read_dir(root.join(folder)).unwrap());
    let folders = below.into_iter().flatten().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    folders.chain([root.join("tests/contract"), root.join("cli/tests/extensions/sound")]).collect()
}

/// Asserts that the export of a contract is imported without a question, and exported again as the same document.
fn comes_back(contract: &Contract, version: Version, name: &str) {
    let document = openapi::export(contract, version).pretty();
    let draft = import(document.as_bytes(), false).unwrap();
    let sources = Sources::from_texts("draft", &[("draft.toml", &draft.toml)]).extending_shipped();
    let again = Contract::load(sources).unwrap_or_else(|mistakes| panic!("{name}: {mistakes}"));
    assert_eq!((draft.questions, draft.notes.as_slice()), (Some(0), &[][..]), "{name}");
    let [first, second] = [document, openapi::export(&again, version).pretty()]
        .map(|document| serde_json::from_str::<Json>(&document).unwrap());
    let difference = difference(&first, &second);
    assert_eq!(difference, None, "{name}, {}\n{}", version.number(), draft.toml);
}

/// Returns the place of the first difference, and both values there.
fn difference(first: &Json, second: &Json) -> Option<(String, Json, Json)> {
    let below =
        |key: &str, (path, first, second): (String, Json, Json)| (format!("/{key}{path}"), first, second);
    match (first, second) {
        (Json::Object(one), Json::Object(other)) => {
            let key = one.keys().chain(other.keys()).find(|key| one.get(*key) != other.get(*key))?;
            let [one, other] = [one, other].map(|object| object.get(key).cloned().unwrap_or_default());
            Some(below(key, difference(&one, &other).unwrap_or((String::new(), one, other))))
        }
        (Json::Array(one), Json::Array(other)) if one.len() == other.len() => {
            let pairs = one.iter().zip(other).enumerate();
            pairs
                .filter_map(|(index, (one, other))| Some(below(&index.to_string(), difference(one, other)?)))
                .next()
        }
        _ => (first != second).then(|| (String::new(), first.clone(), second.clone())),
    }
}

fn all_come_back(version: Version) {
    comes_back(&Contract::shipped().unwrap(), version, "the shipped contract");
    let contracts = contracts();
    assert!(contracts.len() > 20, "{contracts:?}");
    for folder in contracts {
        let sources = Sources::read(&folder, "contract").unwrap().extending_shipped();
        comes_back(&Contract::load(sources).unwrap(), version, &folder.display().to_string());
    }
}

#[test]
fn every_contract_comes_back_from_its_export() {
    all_come_back(Version::V3_1);
}

#[test]
fn every_contract_comes_back_from_its_older_export() {
    all_come_back(Version::V3_0);
}
