//! The installed database, and the user that it runs as.

use std::{
    fs,
    os::unix::{
        fs::{MetadataExt as _, chown},
        process::CommandExt as _,
    },
    path::{Path, PathBuf},
    process::Command,
};

/// The programs of a database server.
#[derive(Debug, Clone)]
pub(super) struct Program {
    initdb: PathBuf,
    pub(super) postgres: PathBuf,
    /// The user and the group to run as. It refuses to run as root.
    user: Option<(u32, u32)>,
}

impl Program {
    /// Finds the programs on the `PATH`, or where Debian has them, in the latest version.
    pub(super) fn find() -> Option<Self> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
        let mut debian: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok())
            .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
            .collect();
        debian.sort();
        folders.extend(debian.into_iter().rev().map(|(_, folder)| folder));
        let folder = folders
            .iter()
            .find(|folder| ["initdb", "postgres"].iter().all(|name| folder.join(name).is_file()))?;
        // It finds its other files from the place of the program, not of a link.
        let program = |name| folder.join(name).canonicalize().ok();
        Some(Self { initdb: program("initdb")?, postgres: program("postgres")?, user: other_user() })
    }

    /// A command as the user of the database, with messages in English.
    pub(super) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command.current_dir("/").env("LC_ALL", "C");
        for variable in std::env::vars_os().map(|(name, _)| name) {
            if variable.to_string_lossy().starts_with("PG") {
                command.env_remove(variable);
            }
        }
        if let Some((user, group)) = self.user {
            command.uid(user).gid(group);
        }
        command
    }

    /// Creates the data in the subfolder `data` of this folder, for the user `alignet` with this password.
    pub(super) fn create(&self, folder: &Path, password: &str) {
        let file = folder.join("password");
        fs::write(&file, password).expect("the password is written");
        if let Some((user, group)) = self.user {
            for path in [folder, &file] {
                chown(path, Some(user), Some(group)).expect("root gives a folder away");
            }
        }
        let mut command = self.command(&self.initdb);
        command.args([
            "--username=alignet",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--no-locale",
            "--no-sync",
        ]);
        command.arg("--pwfile").arg(file).arg("--pgdata").arg(folder.join("data"));
        let output = command.output().expect("initdb runs");
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "initdb: {text}{}", String::from_utf8_lossy(&output.stdout));
    }
}

/// A user other than root, if this process is root's: the user of Debian's package, or the one of nobody's files.
fn other_user() -> Option<(u32, u32)> {
    if fs::metadata("/proc/self").map_or(true, |process| process.uid() != 0) {
        return None;
    }
    let users = fs::read_to_string("/etc/passwd").expect("a system has users");
    let find = |name: &str| {
        let fields = users.lines().map(|line| line.split(':').collect::<Vec<_>>());
        let fields = fields.into_iter().find(|fields| fields.first() == Some(&name))?;
        Some((fields.get(2)?.parse().ok()?, fields.get(3)?.parse().ok()?))
    };
    Some(find("postgres").or_else(|| find("nobody")).expect("the system has a user `postgres` or `nobody`"))
}
