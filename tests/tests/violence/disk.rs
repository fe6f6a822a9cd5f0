//! A small disk for the journal, which can be filled.

use std::{
    env, fs,
    io::Write as _,
    path::PathBuf,
    process::{Command, Stdio},
};

use tempfile::TempDir;

/// Names a variable that makes a missing tool or right a failure.
const REQUIRED: &str = "ALIGNET_POSTGRES_REQUIRED";

/// Says that a test is skipped, even if the output of tests is not shown.
pub(crate) fn skip(reason: &str) {
    let text = format!("skipped: {reason}\n");
    assert!(env::var_os(REQUIRED).is_none(), "{text}");
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// A mounted file system of 512 KiB. It is unmounted when this is dropped.
pub(crate) struct Disk {
    folder: TempDir,
}

impl Disk {
    /// Mounts a disk that belongs to the user of the database; `None` if this user may not mount.
    pub(crate) fn mount() -> Option<Self> {
        let id = |option| {
            let output = Command::new("id").args([option, "postgres"]).output().ok()?;
            String::from_utf8(output.stdout).ok()?.trim().parse::<u32>().ok()
        };
        let (user, group) = (id("-u")?, id("-g")?);
        let folder = TempDir::new().unwrap();
        let options = format!("size=512k,mode=0700,uid={user},gid={group}");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(folder.path()).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success()).then_some(Self { folder })
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// Leaves no byte of it free.
    pub(crate) fn fill(&self) {
        let mut filler = fs::File::create(self.filler()).unwrap();
        while filler.write(&[0; 4096]).is_ok() {}
    }

    /// Frees what [`fill`](Self::fill) took.
    pub(crate) fn free(&self) {
        fs::remove_file(self.filler()).unwrap();
    }

    fn filler(&self) -> PathBuf {
        self.folder.path().join("filler")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // The database may still have files open.
        let _ = Command::new("umount").arg("-l").arg(self.folder.path()).status();
    }
}
