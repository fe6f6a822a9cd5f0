//! Mistakes as JSON and as SARIF.

use serde_json::{Value as Json, json};

use crate::run::{Folder, outcome};

const MISTAKEN: &str = "tests/extensions/three_mistakes";

/// An endpoint whose mistake stands behind characters of several bytes, one of them of two UTF-16 units.
const WIDE: &str = "[get_thing]\n\
    doc = \"A thing.\"\n\
    route = \"GET /thing\"\n\
    status = \"meta.status\"\n\
    origin = \"api\"\n\
    query = { \"\u{f1}\u{1f4b3}\" = { type = \"strin\", name = \"card\" } }\n\
    reply = { success = \"boolean\", meta = \"Meta\" }\n";

fn parsed(folder: &str, format: &str) -> (i32, Json) {
    let (code, stdout, stderr) = outcome(&["check", folder, "--format", format]);
    assert_eq!(stderr, "");
    assert!(stdout.ends_with("}\n"));
    (code, serde_json::from_str(&stdout).unwrap())
}

#[test]
fn json_has_the_members_of_the_readme() {
    let (code, document) = parsed(MISTAKEN, "json");
    assert_eq!((code, &document["version"]), (1, &json!(1)));
    let mistakes = document["mistakes"].as_array().unwrap();
    assert_eq!(mistakes.len(), 3);
    let file = format!("{MISTAKEN}/balance.toml");
    assert_eq!(
        mistakes[1],
        json!({
            "rule": "names-are-declared",
            "file": file,
            "range": { "start": { "line": 4, "column": 10 }, "end": { "line": 4, "column": 15 } },
            "message": "there is no origin `apy`",
            "help": ["did you mean `api`? declared: `auth`, `api`"],
            "related": [],
            "fix": {
                "file": file,
                "range": { "start": { "line": 4, "column": 11 }, "end": { "line": 4, "column": 14 } },
                "text": "api",
            },
        })
    );
    assert_eq!(mistakes[0]["fix"], Json::Null);
    let readme = include_str!("../../README.md");
    let members = |one: &Json| one.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    for member in members(&document).into_iter().chain(members(&mistakes[0])) {
        assert!(readme.contains(&format!("| `{member}` |")), "the README says nothing of `{member}`");
    }
}

#[test]
fn a_sound_contract_has_no_mistakes_in_any_format() {
    assert_eq!(parsed("tests/extensions/sound", "json"), (0, json!({ "version": 1, "mistakes": [] })));
    let (code, log) = parsed("tests/extensions/sound", "sarif");
    assert_eq!((code, &log["runs"][0]["results"]), (0, &json!([])));
}

#[test]
fn columns_count_characters() {
    let folder = Folder::with("wide", &[("one.toml", WIDE.as_bytes())]);
    let (_, document) = parsed(folder.path(), "json");
    let expected = json!({ "start": { "line": 6, "column": 28 }, "end": { "line": 6, "column": 33 } });
    assert_eq!(document["mistakes"][0]["range"], expected);
    let (_, log) = parsed(folder.path(), "sarif");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let region = json!({ "startLine": 6, "startColumn": 28, "endLine": 6, "endColumn": 33 });
    assert_eq!(run["results"][0]["locations"][0]["physicalLocation"]["region"], region);
}

#[test]
fn sarif_has_a_rule_a_place_and_a_fix() {
    let (code, log) = parsed(MISTAKEN, "sarif");
    assert_eq!((code, &log["version"]), (1, &json!("2.1.0")));
    let run = &log["runs"][0];
    let result = &run["results"][1];
    assert_eq!((&result["ruleId"], &result["level"]), (&json!("names-are-declared"), &json!("error")));
    let rule =
        &run["tool"]["driver"]["rules"][usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
    assert_eq!(rule["id"], "names-are-declared");
    assert!(rule["help"]["text"].as_str().unwrap().ends_with('.'));
    let text = result["message"]["text"].as_str().unwrap();
    assert_eq!(text, "there is no origin `apy`\ndid you mean `api`? declared: `auth`, `api`");
    let uri = json!({ "uri": "tests/extensions/three_mistakes/balance.toml" });
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"], uri);
    let change = &result["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"], uri);
    assert_eq!(change["replacements"][0]["insertedContent"]["text"], "api");
    let region = json!({ "startLine": 4, "startColumn": 11, "endLine": 4, "endColumn": 14 });
    assert_eq!(change["replacements"][0]["deletedRegion"], region);
}

#[test]
fn other_places_are_related() {
    let twice = "[Thing]\ndoc = \"A thing.\"\ndoc = \"Another.\"\n";
    let folder = Folder::with("twice", &[("one.toml", twice.as_bytes())]);
    let (_, document) = parsed(folder.path(), "json");
    let related = &document["mistakes"][0]["related"][0];
    assert_eq!(related["range"]["start"], json!({ "line": 2, "column": 1 }));
    assert_eq!(related["message"], "it has another value here");
    let (_, log) = parsed(folder.path(), "sarif");
    let related = &log["runs"][0]["results"][0]["relatedLocations"][0];
    assert_eq!(related["physicalLocation"]["region"]["startLine"], 2);
    assert_eq!(related["message"]["text"], "it has another value here");
}

#[test]
fn a_folder_that_cannot_be_read_is_a_mistake_in_any_format() {
    let latin = Folder::with("latin", &[("latin.toml", b"# Caf\xe9.\n")]);
    for (folder, says) in [("nowhere", "`nowhere`"), (latin.path(), "line 1 is not UTF-8")] {
        let (code, document) = parsed(folder, "json");
        let mistake = &document["mistakes"][0];
        assert_eq!((code, &mistake["file"]), (1, &json!(folder)));
        assert_eq!((&mistake["rule"], &mistake["range"]), (&json!("files-are-readable"), &Json::Null));
        assert!(mistake["message"].as_str().unwrap().contains(says), "{mistake}");
        let (code, log) = parsed(folder, "sarif");
        let result = &log["runs"][0]["results"][0];
        assert_eq!((code, &result["ruleId"]), (1, &json!("files-are-readable")));
        assert_eq!(result["locations"][0]["physicalLocation"].get("region"), None);
    }
}
