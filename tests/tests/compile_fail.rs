//! Tests the compiler's errors for wrong use of the client: one mistake a file in `compile_fail/`, with the
//! expected errors in a file beside it.
//!
//! `BLESS=1` writes the current errors, to be reviewed before they are kept.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::{collections::BTreeMap, env, fs, path::Path, process::Command};

use alignet_tests::nested::{Nested, workspace};

/// The compiler whose messages are compared. With other compilers, only the error codes are compared.
const COMPILER: &str = "rustc 1.95.";

#[test]
fn every_mistake_has_its_message() {
    let nested = Nested::new("compile_fail");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("compile_fail");
    nested.write_crate("mistakes", &workspace().join("client"), &[]);
    nested.copy(&folder.join("unsound"), "mistakes/unsound");
    nested.copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("contract"), "mistakes/contract");
    let mut cases = BTreeMap::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "stderr") {
            assert!(path.with_extension("rs").exists(), "{} belongs to no case", path.display());
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            nested.copy(&path, &format!("mistakes/src/bin/{name}.rs"));
            cases.insert(name, String::new());
        }
    }
    for (name, text) in nested.rendered("mistakes") {
        let said = cases.get_mut(&name).unwrap_or_else(|| panic!("{name}: {text}"));
        if !said.contains(&text) {
            said.push_str(&steady(&text));
        }
    }
    let update = env::var_os("BLESS").is_some();
    let version = Command::new("rustc").arg("--version").output().unwrap().stdout;
    let same_compiler = String::from_utf8(version).unwrap().starts_with(COMPILER);
    for (name, said) in cases {
        let path = folder.join(format!("{name}.stderr"));
        if update {
            fs::write(&path, &said).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        assert!(!said.is_empty() && !expected.is_empty(), "{name}: {said}");
        if same_compiler {
            assert_eq!(said, expected, "{name}");
        } else {
            assert_eq!(codes(&said), codes(&expected), "{name}: {said}");
        }
    }
}

fn codes(said: &str) -> Vec<&str> {
    said.lines().filter_map(|line| line.starts_with("error").then(|| line.split(':').next())?).collect()
}

/// Removes the parts that differ between machines and versions: positions in other crates, the width of the
/// margin, the list of other types that exist, and the file that holds the names of long types.
fn steady(text: &str) -> String {
    let lines: Vec<&str> = text.trim_end().lines().collect();
    if !lines.iter().any(|line| place(line).is_some_and(|place| Path::new(place).is_absolute())) {
        return format!("{}\n\n", without_others(&lines).join("\n"));
    }
    let root = format!("{}/", workspace().display());
    let mut out = String::new();
    let mut foreign = false;
    for line in without_others(&lines) {
        let trimmed = line.trim_start();
        let of_source = trimmed.starts_with('|')
            || trimmed.split_once(" |").is_some_and(|(number, _)| number.parse::<u32>().is_ok());
        if let Some(place) = place(line) {
            foreign = Path::new(place).is_absolute();
            let file = place.split(':').next().unwrap_or(place);
            let shown = if foreign { file.strip_prefix(&root).unwrap_or("another crate") } else { place };
            out.push_str(&format!(" --> {shown}\n"));
        } else if of_source && foreign {
            continue;
        } else if trimmed.starts_with(['|', '=']) {
            out.push_str(&format!("  {trimmed}\n"));
        } else {
            out.push_str(&format!("{}\n", if of_source { trimmed } else { line }));
        }
    }
    out + "\n"
}

fn place(line: &str) -> Option<&str> {
    let line = line.trim_start();
    line.strip_prefix("--> ").or_else(|| line.strip_prefix("::: "))
}

/// Notes about the file into which rustc writes the names of long types.
const LONG_TYPES: [&str; 2] =
    ["= note: the full name for the type has been written to", "= note: consider using `--verbose` to print"];

/// Removes rustc's list of other types that implement the trait, and the file of long types.
fn without_others<'l>(lines: &[&'l str]) -> Vec<&'l str> {
    let mut listing = false;
    let mut kept = lines.to_vec();
    kept.retain(|line| {
        let trimmed = line.trim_start();
        if LONG_TYPES.iter().any(|note| trimmed.starts_with(note)) {
            return false;
        }
        if trimmed.starts_with("= help: the following other types") {
            listing = true;
        } else if trimmed.starts_with(['=', '|']) || !line.starts_with(' ') || place(line).is_some() {
            listing = false;
        }
        !listing
    });
    kept
}
