//! The crates to compile. They lie beside this program's own target, and use its sources and its lock file,
//! so that nothing is downloaded.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use wait4::Wait4 as _;

use crate::Failure;

/// A workspace of crates to compile.
pub struct Subjects {
    root: PathBuf,
    members: Vec<String>,
    /// True if the compiler may compile incrementally.
    pub incremental: bool,
}

/// The cost of one run of cargo.
pub struct Taken {
    pub seconds: f64,
    /// The memory of the largest process.
    pub mebibytes: f64,
}

/// The folder of this package.
pub fn benches() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

impl Subjects {
    /// An empty workspace of this name. The compiled output of earlier runs is kept.
    pub fn new(name: &str) -> Result<Self, Failure> {
        let root = benches().join("target/subjects").join(name);
        for old in [root.join("crates"), root.join("Cargo.lock")] {
            match if old.is_dir() { fs::remove_dir_all(&old) } else { fs::remove_file(&old) } {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        fs::create_dir_all(root.join("crates"))?;
        fs::copy(benches().join("Cargo.lock"), root.join("Cargo.lock"))?;
        Ok(Self { root, members: Vec::new(), incremental: true })
    }

    /// The path of a crate.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join("crates").join(name)
    }

    /// Adds a crate with these dependencies, as in a manifest, and these files.
    pub fn add(&mut self, name: &str, dependencies: &str, files: &[(&str, &str)]) -> Result<(), Failure> {
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}\n"
        );
        for (file, text) in files.iter().chain(&[("Cargo.toml", manifest.as_str())]) {
            let path = self.path(name).join(file);
            fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
            fs::write(path, text)?;
        }
        self.members.push(format!("\"crates/{name}\""));
        let members = self.members.join(", ");
        let workspace = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [{members}]\nexclude = [\"crates/alignet\"]\n\n[profile.release]\nstrip = true\n"
        );
        fs::write(self.root.join("Cargo.toml"), workspace)?;
        Ok(())
    }

    /// Removes the compiled output.
    pub fn forget(&self) -> Result<(), Failure> {
        match fs::remove_dir_all(self.target()) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    pub fn target(&self) -> PathBuf {
        self.root.join("target")
    }

    /// Copies files and folders of this repository into a folder.
    pub fn copy(&self, names: &[&str], to: &str) -> Result<(), Failure> {
        for name in names {
            copy(&benches().join("..").join(name), &self.path(to).join(name))?;
        }
        Ok(())
    }

    /// Changes a file's modification time.
    pub fn touch(&self, name: &str, file: &str) -> Result<(), Failure> {
        let file = fs::File::options().append(true).open(self.path(name).join(file))?;
        Ok(file.set_modified(std::time::SystemTime::now())?)
    }

    /// Runs cargo on a crate, without the variables that an outer cargo sets.
    pub fn cargo(&self, name: &str, arguments: &[&str]) -> Result<Taken, Failure> {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
        for (variable, _) in env::vars_os() {
            let text = variable.to_string_lossy();
            if text.starts_with("CARGO") && text != "CARGO_HOME" || text.starts_with("RUSTC") {
                command.env_remove(&variable);
            }
        }
        command.env("CARGO_INCREMENTAL", if self.incremental { "1" } else { "0" });
        command.env("CARGO_TARGET_DIR", self.target());
        command.current_dir(&self.root).stdout(Stdio::null());
        command.args(arguments).args(["-q", "--offline", "-p", name]);
        let start = Instant::now();
        let ended = command.spawn()?.wait4()?;
        if !ended.status.success() {
            return Err(format!("cargo {} of {name} fails", arguments.join(" ")).into());
        }
        let mebibytes = ended.rusage.maxrss as f64 / f64::from(1 << 20);
        Ok(Taken { seconds: start.elapsed().as_secs_f64(), mebibytes })
    }
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::create_dir_all(to.parent().unwrap_or(Path::new(".")))?;
    if !from.is_dir() {
        fs::copy(from, to)?;
        return Ok(());
    }
    for entry in fs::read_dir(from)? {
        let name = entry?.file_name();
        copy(&from.join(&name), &to.join(&name))?;
    }
    Ok(())
}
