//! The command line: help, completions, colours, exit codes, pipes and paths.

use std::{
    fs,
    process::{Command, Stdio},
};

use crate::run::{Folder, command, outcome, texts};

const MISTAKEN: &str = "tests/extensions/three_mistakes";

#[test]
fn what_is_no_command_exits_with_2_and_explains() {
    for arguments in [&[][..], &["chekc"], &["check", "a", "b"], &["check", "--all"]] {
        let (code, stdout, stderr) = outcome(arguments);
        assert_eq!((code, stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(stderr.contains("Usage: alignet-spec"), "{stderr}");
    }
    assert!(outcome(&["chekc"]).2.contains("'check'"));
}

#[test]
fn help_goes_to_stdout() {
    for arguments in [&["--help"][..], &["help", "check"], &["check", "--help"]] {
        let (code, stdout, stderr) = outcome(arguments);
        assert_eq!((code, stderr.as_str()), (0, ""));
        assert!(stdout.contains("Usage: alignet-spec"), "{stdout}");
    }
    let (code, stdout, _) = outcome(&["--version"]);
    assert_eq!((code, stdout), (0, format!("alignet-spec {}\n", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn help_and_readme_tell_the_same_exit_codes() {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let (_, help, _) = outcome(&["--help"]);
    let codes = help.split("Exit codes:\n").nth(1).expect("help tells exit codes").lines();
    let codes: Vec<_> = codes.filter_map(|line| line.trim().split_once("  ")).collect();
    assert_eq!(codes.len(), 4, "{help}");
    for (code, meaning) in codes {
        assert!(readme.contains(&format!("| {code} | {meaning} |")), "{code}: {meaning}");
    }
}

#[test]
fn completions_know_the_subcommands() {
    for shell in ["bash", "fish", "zsh", "powershell", "elvish"] {
        let (code, stdout, _) = outcome(&["completions", shell]);
        assert_eq!(code, 0);
        assert!(stdout.contains("check") && stdout.contains("completions"), "{shell}");
    }
}

#[test]
fn colours_are_for_those_who_want_them() {
    let plain = outcome(&["check", MISTAKEN]).2;
    assert!(!plain.contains('\x1b'));
    let coloured = outcome(&["check", MISTAKEN, "--color", "always"]).2;
    assert!(coloured.starts_with("\x1b[1;91merror\x1b[0m"), "{coloured}");
    assert!(coloured.contains("\x1b[1;94m4 |\x1b[0m origin = \"apy\"\n"), "{coloured}");
    assert!(coloured.contains("\x1b[1;91m^^^^^\x1b[0m"), "{coloured}");
    assert_eq!(uncoloured(&coloured), plain);
    for (name, value, arguments, expected) in [
        ("CLICOLOR_FORCE", "1", &[][..], &coloured),
        ("NO_COLOR", "1", &[], &plain),
        ("NO_COLOR", "1", &["--color", "always"], &coloured),
        ("CLICOLOR_FORCE", "1", &["--color", "never"], &plain),
    ] {
        let output = command().args(["check", MISTAKEN]).args(arguments).env(name, value).output().unwrap();
        assert_eq!(&texts(output).2, expected, "{name}={value} {arguments:?}");
    }
    let data = outcome(&["check", MISTAKEN, "--color", "always", "--format", "json"]).1;
    assert!(!data.contains('\x1b'), "{data}");
    let missing = outcome(&["check", "nowhere", "--color", "always"]).2;
    assert_eq!(uncoloured(&missing), outcome(&["check", "nowhere"]).2);
}

/// A text without escape sequences.
fn uncoloured(text: &str) -> String {
    let mut parts = text.split("\x1b[");
    let first = parts.next().unwrap().to_owned();
    first + &parts.map(|part| part.split_once('m').unwrap().1).collect::<String>()
}

/// The other end of each pipe is gone before the command starts.
#[test]
#[cfg(unix)]
fn a_closed_pipe_is_no_mistake() {
    for (arguments, code) in [
        (&["completions", "bash"][..], 0),
        (&["schema"], 0),
        (&["--help"], 0),
        (&["check"], 0),
        (&["check", "--format", "sarif"], 0),
        (&["check", MISTAKEN, "--color", "always"], 1),
        (&["check", MISTAKEN, "--format", "json"], 1),
        (&["chekc"], 2),
    ] {
        let output = command().args(arguments).stdout(closed()).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {:?}", output.stderr);
        let status = command().args(arguments).stdout(closed()).stderr(closed()).status().unwrap();
        assert_eq!(status.code(), Some(code), "{arguments:?}");
    }
}

/// A pipe that nobody reads: its reader has ended.
#[cfg(unix)]
fn closed() -> Stdio {
    let mut reader = Command::new("true").stdin(Stdio::piped()).spawn().unwrap();
    let pipe = reader.stdin.take().unwrap();
    reader.wait().unwrap();
    Stdio::from(pipe)
}

#[test]
#[cfg(target_os = "linux")]
fn a_path_that_is_not_utf_8_is_read() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _};
    let parent = Folder::with("paths", &[]);
    let folder = parent.0.join(OsStr::from_bytes(b"caf\xe9"));
    fs::create_dir_all(&folder).unwrap();
    let sound = fs::read("tests/extensions/sound/trinket.toml").unwrap();
    fs::write(folder.join(OsStr::from_bytes(b"a\xf1o.toml")), &sound).unwrap();
    let output = command().arg("check").arg(&folder).output().unwrap();
    assert_eq!(texts(output).0, 0);
    fs::write(folder.join("bad.toml"), "[get_nothing]\n").unwrap();
    for format in ["text", "json", "sarif"] {
        let output = command().args(["check", "--format", format]).arg(&folder).output().unwrap();
        let (code, stdout, stderr) = texts(output);
        assert_eq!(code, 1);
        assert!(format!("{stdout}{stderr}").contains("get_nothing"), "{format}");
    }
}
