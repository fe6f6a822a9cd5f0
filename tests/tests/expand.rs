//! Tests that the macro writes its code to a file when it is asked to, and that the compiler's messages lead into it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use alignet_tests::nested::{Nested, workspace};

/// The folder of every test, so that one waits for the other: a change of the variable rebuilds `alignet`, which they share.
const FOLDER: &str = "expand";

const OWN: &str = "
pub mod robots {
    alignet::client!(\"contract\");
}
pub mod puppets {
    alignet::client!(\"more/contract\");
}
pub async fn fetch(alignet: &alignet::Client) -> Result<puppets::GetPuppetReply, alignet::Error> {
    use puppets::ClientExt as _;
    robots::GetRobot::new(alignet).shop(\"7\").robot(1).send().await?;
    alignet.get_puppet().shop(\"7\").puppet(1).send().await
}
";

fn robots() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("contract/robots.toml")).unwrap()
}

/// Writes a crate with two contracts.
fn written(nested: &Nested, more: &[(&str, &str)]) {
    let puppets = robots().replace("robot", "puppet").replace("Robot", "Puppet");
    let files =
        [("contract/robots.toml", &*robots()), ("more/contract/puppets.toml", &puppets), ("src/lib.rs", OWN)];
    nested.write_crate("own", &workspace().join("client"), &[&files, more].concat());
}

/// The messages of a check, errors and warnings.
fn messages(nested: &Nested) -> Vec<String> {
    nested.rendered("own").into_iter().map(|(_, text)| text).collect()
}

/// The text of a file, and the time of its last change.
fn state(path: &Path) -> (String, SystemTime) {
    let read = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    (read, fs::metadata(path).unwrap().modified().unwrap())
}

/// The file and the line of each position in a message.
fn positions(message: &str) -> Vec<(PathBuf, usize)> {
    let places = message.lines().filter_map(|line| {
        line.trim_start().strip_prefix("--> ").or_else(|| line.trim_start().strip_prefix("::: "))
    });
    let parts = places.map(|place| place.rsplitn(3, ':').collect::<Vec<_>>());
    parts.map(|parts| (PathBuf::from(parts[2]), parts[1].parse().unwrap())).collect()
}

#[test]
fn the_code_is_written_below_target_and_errors_point_into_it() {
    let mut nested = Nested::new(FOLDER);
    written(&nested, &[]);
    // A package of the workspace would be rebuilt only if a file of it changed.
    let folder = nested.target("debug/alignet-expand");
    let _ = fs::remove_dir_all(&folder);
    assert_eq!(messages(&nested), [""; 0]);
    assert!(!folder.exists(), "nothing is written unless asked for");

    nested.set("ALIGNET_EXPAND", "1");
    assert_eq!(
        messages(&nested),
        [""; 0],
        "the change of the variable is noticed, and no lint complains of the file"
    );
    let own = folder.join("own-0.0.0");
    let mut names: Vec<_> = fs::read_dir(&own).unwrap().map(|one| one.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(
        names,
        ["contract.rs", "more+contract.rs"],
        "each contract has a file, and nothing else is left"
    );
    let first = state(&own.join("contract.rs"));
    for line in [
        "pub trait ClientExt {\n",
        "    /// The number on its back. Required, in the path. Declared in `contract/robots.toml:13`.\n",
        "pub struct Robot {\n",
    ] {
        assert!(first.0.contains(line), "{line}: {}", first.0);
    }
    let shipped =
        fs::read_dir(&folder).unwrap().map(|one| one.unwrap().path()).find(|path| path != &own).unwrap();
    assert!(state(&shipped.join("shipped.rs")).0.contains("pub struct CreateNonceReply {\n"));

    // The next build has nothing to do, and leaves the file alone.
    let again = nested.cargo_succeeds("own", &["check", "-v"]);
    let again = String::from_utf8(again.stderr).unwrap();
    assert!(again.contains("Fresh own ") && again.contains("Fresh alignet "), "{again}");
    nested.write("own/src/lib.rs", &format!("{OWN}pub struct More;\n"));
    assert_eq!(messages(&nested), [""; 0]);
    assert_eq!(state(&own.join("contract.rs")), first);

    // A mistake in the caller's code is shown with the lines that it contradicts.
    nested.write(
        "own/src/lib.rs",
        &OWN.replace(
            "alignet::client!(\"contract\");",
            "alignet::client!(\"contract\");\n    pub struct Robot;",
        ),
    );
    let said = messages(&nested);
    let clash = said.iter().find(|said| said.contains("E0428")).unwrap_or_else(|| panic!("{said:?}"));
    let (_, line) = positions(clash)
        .into_iter()
        .find(|(file, _)| *file == own.join("contract.rs"))
        .unwrap_or_else(|| panic!("{clash}"));
    assert_eq!(first.0.lines().nth(line - 1).unwrap(), "pub struct Robot {", "{clash}");

    // An edit of the contract rewrites its file.
    nested.write("own/src/lib.rs", OWN);
    nested.write("own/contract/robots.toml", &robots().replace("displays", "screens"));
    assert_eq!(messages(&nested), [""; 0]);
    assert!(state(&own.join("contract.rs")).0.contains("pub screens: "));

    // An edit of the file itself is undone.
    fs::write(own.join("contract.rs"), "pub struct Nothing;").unwrap();
    assert_eq!(messages(&nested), [""; 0]);
    assert!(state(&own.join("contract.rs")).0.contains("pub screens: "));
}

#[test]
fn without_rustfmt_the_code_has_a_line_for_each_statement() {
    let mut nested = Nested::new(FOLDER);
    written(
        &nested,
        &[("build.rs", "fn main() {\n    println!(\"cargo::rerun-if-changed=contract\");\n}\n")],
    );
    nested.set("RUSTFMT", "there-is-no-such-program");
    let folder = nested.path("expanded");
    nested.set("ALIGNET_EXPAND", folder.to_str().unwrap());
    assert_eq!(messages(&nested), [""; 0]);
    let (text, _) = state(&folder.join("own-0.0.0/contract.rs"));
    assert!(
        text.lines().next().unwrap().ends_with("rustfmt, which would format it, was not found or failed."),
        "{text}"
    );
    assert!(text.lines().filter(|line| line.starts_with("pub struct ")).count() >= 3, "{text}");
}

#[test]
fn a_folder_that_cannot_be_written_is_the_one_error() {
    let mut nested = Nested::new(FOLDER);
    written(&nested, &[]);
    let manifest = nested.path("own/Cargo.toml");
    let relative = "`expanded` is not an absolute path; set the variable to one, or to 1";
    for (folder, why) in [(manifest.to_str().unwrap(), "own/Cargo.toml/alignet-"), ("expanded", relative)] {
        nested.set("ALIGNET_EXPAND", folder);
        // `alignet` itself is the first package to write.
        let said = messages(&nested);
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(
            said[0].contains("ALIGNET_EXPAND is set, but the expansion of `shipped` can't be written: "),
            "{said:?}"
        );
        assert!(said[0].contains(why), "{said:?}");
    }
}
