//! The command `diff`.

use std::{fs, path::PathBuf, process::Command};

use alignet_spec::Sources;
use serde_json::Value as Json;

use crate::run;

/// Exit code, stdout and stderr of `diff`.
fn outcome(arguments: &[&str]) -> (i32, String, String) {
    run::outcome(&[&["diff"], arguments].concat())
}

const SOUND: &str = "tests/extensions/sound";

/// Writes the sound extension again, with one text replaced. Returns the folder.
fn copy(name: &str, from: &str, to: &str) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&path).unwrap();
    let text = fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(SOUND).join("trinket.toml"))
        .unwrap();
    assert!(text.contains(from));
    fs::write(path.join("trinket.toml"), text.replace(from, to)).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn the_same_contract_exits_with_0() {
    for arguments in [["shipped", "shipped"], [SOUND, SOUND], ["../spec/contract", "shipped"]] {
        assert_eq!(outcome(&arguments), (0, "nothing changed\n".to_owned(), String::new()));
    }
}

#[test]
fn an_extension_adds_to_the_shipped_contract() {
    let (code, stdout, _) = outcome(&["shipped", SOUND]);
    assert_eq!(code, 0, "{stdout}");
    assert!(stdout.contains(": endpoint-added: ") && stdout.contains(": type-added: "), "{stdout}");
    assert!(
        stdout.ends_with(" 0 patch; the next release is a minor version; before 1.0, a patch\n"),
        "{stdout}"
    );
    assert_eq!(outcome(&["shipped", SOUND, "--fail-on", "minor"]).0, 3);
    assert_eq!(outcome(&[SOUND, "shipped"]).0, 3);
}

#[test]
fn a_breaking_change_exits_with_3() {
    let new = copy("diff-breaking", "status = ", "deprecated = \"No.\"\nstatus = ");
    let expected = |code: i32, arguments: &[&str]| assert_eq!(outcome(arguments).0, code, "{arguments:?}");
    expected(0, &[SOUND, &new]);
    expected(3, &[SOUND, &new, "--fail-on", "minor"]);
    expected(3, &[SOUND, &new, "--fail-on", "patch"]);
    let new = copy("diff-breaking", "GET /", "GET /v2/");
    expected(3, &[SOUND, &new]);
    expected(0, &[SOUND, &new, "--fail-on", "never"]);
}

#[test]
fn json_has_the_positions_and_the_verdicts() {
    let new = copy("diff-json", "GET /", "GET /v2/");
    let (code, stdout, _) = outcome(&[SOUND, &new, "--format", "json"]);
    assert_eq!(code, 3);
    let json: Json = serde_json::from_str(&stdout).unwrap();
    assert_eq!(json["level"], "major");
    let change = &json["changes"][0];
    assert_eq!(change["rule"], "route-changed");
    assert_eq!(change["verdicts"]["requests"], "breaking");
    assert_eq!(change["verdicts"]["rust"], "none");
    assert_eq!(change["old"]["file"], format!("{SOUND}/trinket.toml"));
    assert_eq!(change["new"]["file"], format!("{new}/trinket.toml"));
    assert_eq!(change["old"]["line"], change["new"]["line"]);
    let (_, stdout, _) = outcome(&["shipped", "shipped", "--format", "json"]);
    assert_eq!(
        serde_json::from_str::<Json>(&stdout).unwrap(),
        serde_json::json!({ "level": null, "changes": [] })
    );
}

#[test]
fn the_readme_shows_what_is_printed() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("diff-readme");
    fs::create_dir_all(folder.join("my_dir")).unwrap();
    for source in Sources::shipped().0 {
        let name = source.path.rsplit('/').next().unwrap().to_owned();
        let closed = source.text.replace(
            "{ doc = \"The request failed; the service does not give the reason.\", open = true }",
            "\"The request failed; the service does not give the reason.\"",
        );
        fs::write(folder.join("my_dir").join(name), closed).unwrap();
    }
    let printed = |arguments: &[&str]| {
        let command =
            Command::new(env!("CARGO_BIN_EXE_alignet-spec")).current_dir(&folder).args(arguments).output();
        String::from_utf8(command.unwrap().stdout).unwrap()
    };
    let readme = fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let text = printed(&["diff", "shipped", "my_dir"]);
    assert!(readme.contains(&format!("```text\n$ alignet-spec diff shipped my_dir\n{text}```\n")), "{text}");
    let json: Json =
        serde_json::from_str(&printed(&["diff", "shipped", "my_dir", "--format", "json"])).unwrap();
    let blocks = readme.split("```json\n").skip(1).filter_map(|block| block.split("```").next());
    let mut shown = blocks.filter_map(|block| serde_json::from_str::<Json>(block).ok());
    assert!(shown.any(|shown| shown == json), "{json:#}");
}

#[test]
fn mistakes_exit_with_1() {
    let (code, stdout, stderr) = outcome(&["tests/extensions/three_mistakes", "nowhere"]);
    assert_eq!((code, stdout.as_str()), (1, ""));
    assert!(stderr.contains("three_mistakes/balance.toml:4:10\n"), "{stderr}");
    assert!(stderr.contains("error: no contract can be read from `nowhere`: "), "{stderr}");
}

#[test]
fn a_wrong_command_line_exits_with_2() {
    for arguments in
        [&["shipped"][..], &["shipped", "shipped", "--fail-on", "always"], &["a", "b", "--format", "xml"]]
    {
        assert_eq!(outcome(arguments).0, 2);
    }
}
