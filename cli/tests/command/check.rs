//! The command `check`, and the contracts that it finds unsound.

use std::path::PathBuf;

use alignet_spec::{Contract, Sources};

use crate::run::{Folder, outcome};

#[test]
fn the_shipped_contract_is_sound() {
    let contract = Contract::shipped().unwrap();
    let expected =
        format!("{} endpoints and {} types are sound\n", contract.endpoints.len(), contract.types.len());
    assert_eq!(outcome(&["check"]), (0, expected, String::new()));
}

#[test]
fn a_sound_folder_exits_with_0() {
    let (code, stdout, stderr) = outcome(&["check", "../spec/tests/accepted/whole"]);
    assert_eq!((code, stdout.as_str(), stderr.as_str()), (0, "1 endpoint and 3 types are sound\n", ""));
}

#[test]
fn what_a_folder_adds_is_counted_apart() {
    let contract = Contract::shipped().unwrap();
    let (code, stdout, _) = outcome(&["check", "tests/extensions/sound"]);
    let (endpoints, types) = (contract.endpoints.len() + 1, contract.types.len() + 2);
    let expected = format!(
        "1 endpoint and 2 types are sound; with the shipped contract, {endpoints} endpoints and {types} types\n"
    );
    assert_eq!((code, stdout), (0, expected));
}

#[test]
fn mistakes_go_to_stderr_and_exit_with_1() {
    let folder = "tests/extensions/three_mistakes";
    let (code, stdout, stderr) = outcome(&["check", folder]);
    assert_eq!((code, stdout.as_str()), (1, ""));
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder);
    let sources = Sources::read(&root, folder).unwrap().extending_shipped();
    let mistakes = Contract::load(sources).unwrap_err().to_string();
    assert_eq!(stderr, format!("{mistakes}\n3 mistakes\n"));
    assert_eq!(stderr.matches("error: ").count(), 3);
    assert!(stderr.contains("--> tests/extensions/three_mistakes/balance.toml:4:10\n"), "{stderr}");
}

#[test]
fn a_slash_at_the_end_of_the_folder_is_not_repeated() {
    let (_, _, stderr) = outcome(&["check", "tests/extensions/three_mistakes/"]);
    assert!(stderr.contains("--> tests/extensions/three_mistakes/balance.toml:4:10\n"), "{stderr}");
}

#[test]
fn a_folder_that_is_not_there_exits_with_1() {
    let (code, stdout, stderr) = outcome(&["check", "nowhere"]);
    assert_eq!((code, stdout.as_str()), (1, ""));
    assert!(stderr.starts_with("error: no contract can be read from `nowhere`: "), "{stderr}");
}

#[test]
fn a_folder_without_contract_files_exits_with_1() {
    let folder = Folder::with("without-contract-files", &[("notes.txt", b"Nothing here.")]);
    let (code, _, stderr) = outcome(&["check", folder.path()]);
    assert_eq!(code, 1);
    assert!(stderr.ends_with(": the folder holds no `*.toml` file\n"), "{stderr}");
}

#[test]
fn a_file_in_another_encoding_exits_with_1_and_says_where() {
    let folder = Folder::with("other-encoding", &[("latin.toml", b"# One line.\n# Caf\xe9.\n")]);
    let (code, _, stderr) = outcome(&["check", folder.path()]);
    assert_eq!(code, 1);
    assert!(
        stderr.ends_with(": latin.toml: line 2 is not UTF-8: save the file in that encoding\n"),
        "{stderr}"
    );
}

#[test]
fn a_byte_order_mark_moves_nothing() {
    let folder = Folder::with("byte-order-mark", &[("top.toml", "\u{feff}version = 1\n".as_bytes())]);
    let (_, _, stderr) = outcome(&["check", folder.path()]);
    assert!(stderr.starts_with("error: `version` stands outside of every table\n"), "{stderr}");
    assert!(stderr.contains("top.toml:1:1\n"), "{stderr}");
}
