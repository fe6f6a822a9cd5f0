//! Writes crates and compiles them with cargo, beside this workspace and with its sources.

use std::{
    collections::BTreeMap,
    env,
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Output},
};

use alignet::Json;
use fs4::fs_std::FileExt;

/// The root of this workspace.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ is in the workspace").to_owned()
}

/// A folder of crates. Their compiled dependencies are kept from run to run.
///
/// They are compiled without TLS, which takes longest and is not tested here.
pub struct Nested {
    root: PathBuf,
    target: PathBuf,
    variables: BTreeMap<String, String>,
    /// A file lock: another run of the same test waits until it is released.
    _lock: File,
}

impl Nested {
    /// Empties the folder of this name and locks it until this is dropped.
    ///
    /// # Panics
    ///
    /// If the folder can't be written.
    pub fn new(name: &str) -> Self {
        let program = env::current_exe().expect("this program has a path");
        let target = program.ancestors().nth(3).expect("it stands in target/debug/deps").join("nested");
        let root = target.join(name);
        fs::create_dir_all(&target).expect("the folder can be made");
        let lock = File::create(target.join(format!("{name}.lock"))).expect("the lock can be made");
        FileExt::lock_exclusive(&lock).expect("the lock can be taken");
        if root.exists() {
            fs::remove_dir_all(&root).expect("the folder is this test's own");
        }
        let target = target.join("target");
        let nested = Self { root, target, variables: BTreeMap::new(), _lock: lock };
        nested.copy(&workspace().join("Cargo.lock"), "Cargo.lock");
        nested
    }

    /// Sets an environment variable for cargo.
    pub fn set(&mut self, variable: &str, value: &str) {
        self.variables.insert(variable.to_owned(), value.to_owned());
    }

    /// The path of a file in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Writes a file.
    ///
    /// # Panics
    ///
    /// If the file can't be written.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("the folder can be made");
        fs::write(path, text).expect("the file can be written");
    }

    /// Copies a file, or a folder with its contents.
    ///
    /// # Panics
    ///
    /// If it can't be copied.
    pub fn copy(&self, from: &Path, to: &str) {
        if from.is_dir() {
            for entry in fs::read_dir(from).expect("the folder can be read") {
                let entry = entry.expect("the folder can be read");
                self.copy(&entry.path(), &format!("{to}/{}", entry.file_name().to_string_lossy()));
            }
        } else {
            self.write(to, &fs::read_to_string(from).expect("the file is text"));
        }
    }

    /// Writes a crate with these files that depends on the `alignet` in `client`.
    pub fn write_crate(&self, name: &str, client: &Path, files: &[(&str, &str)]) {
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [dependencies]\nalignet = {{ path = {client:?}, default-features = false }}\nserde_json = \"1\"\n\n\
             [workspace]\n"
        );
        self.write(&format!("{name}/Cargo.toml"), &manifest);
        self.copy(&workspace().join("Cargo.lock"), &format!("{name}/Cargo.lock"));
        for (file, text) in files {
            self.write(&format!("{name}/{file}"), text);
        }
    }

    /// The path of a file in cargo's target folder.
    pub fn target(&self, name: &str) -> PathBuf {
        self.target.join(name)
    }

    /// Runs cargo in one of the folder's crates, offline and without the variables of an outer cargo.
    ///
    /// # Panics
    ///
    /// If there is no cargo.
    pub fn cargo(&self, name: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO"));
        for (variable, _) in env::vars_os() {
            let text = variable.to_string_lossy();
            if text.starts_with("CARGO") && text != "CARGO_HOME" || text.starts_with("RUSTC") {
                command.env_remove(&variable);
            }
        }
        command.env_remove("ALIGNET_EXPAND").env_remove("OUT_DIR").envs(&self.variables);
        command.env("CARGO_TARGET_DIR", &self.target).env("CARGO_TERM_COLOR", "never");
        command.env_remove("RUSTFLAGS").env_remove("RUSTDOCFLAGS").current_dir(self.path(name));
        command.arg("--offline").args(arguments).output().expect("cargo runs")
    }

    /// Runs cargo, which must succeed.
    ///
    /// # Panics
    ///
    /// If it fails, with its output.
    #[track_caller]
    pub fn cargo_succeeds(&self, name: &str, arguments: &[&str]) -> Output {
        let output = self.cargo(name, arguments);
        let printed = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "cargo {}: {printed}", arguments.join(" "));
        output
    }

    /// The path of a page that `cargo doc` writes.
    pub fn doc(&self, page: &str) -> PathBuf {
        self.target("doc").join(page)
    }

    /// The compiler's diagnostics of a crate and its dependencies, as cargo's JSON: every error and warning
    /// that has a span.
    ///
    /// # Panics
    ///
    /// If cargo fails without such a diagnostic.
    #[track_caller]
    pub fn diagnostics(&self, name: &str) -> Vec<Json> {
        let output = self.cargo(name, &["check", "--keep-going", "--message-format=json"]);
        let lines = String::from_utf8(output.stdout).expect("cargo writes text");
        let mut said: Vec<Json> =
            lines.lines().map(|line| line.parse().expect("cargo writes JSON")).collect();
        // Messages without a span only count the others.
        said.retain(|said| said["message"]["spans"].as_array().is_some_and(|spans| !spans.is_empty()));
        let printed = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() || !said.is_empty(), "cargo check: {printed}");
        said
    }

    /// The rendered diagnostics, each with the name of its target.
    #[track_caller]
    pub fn rendered(&self, name: &str) -> Vec<(String, String)> {
        let text = |text: &Json| text.as_str().unwrap_or_default().to_owned();
        let said = self.diagnostics(name);
        said.iter().map(|said| (text(&said["target"]["name"]), text(&said["message"]["rendered"]))).collect()
    }
}
