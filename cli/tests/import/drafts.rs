//! Tests drafts: what they ask, leave out and become.

use std::{env, fs, path::Path};

use alignet_cli::import::import;
use alignet_spec::{Contract, Sources};
use serde_json::json;

use crate::{document, drafted, folder, mistakes, replying};

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
