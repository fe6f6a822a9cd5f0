//! Runs tests in their own process, for those that change its environment, its files or its memory.

use std::{env, ffi::OsStr, fs, process::Command};

/// The variable that names the test that the process runs.
const ALONE: &str = "ALIGNET_TESTS_ALONE";

/// Returns true if this process runs only the test of this name.
pub fn is_alone(test: &str) -> bool {
    env::var_os(ALONE).is_some_and(|alone| alone == test)
}

/// Runs the test of this name in a new process, with these variables set and without a proxy, and prints its
/// output.
///
/// # Panics
///
/// If the test fails there.
pub fn run_alone(test: &str, variables: &[(&str, &OsStr)]) {
    let status = alone(test).envs(variables.iter().copied()).status().expect("this program runs again");
    assert!(status.success(), "`{test}` failed in a process of its own: {status}");
}

/// A command that runs the test of this name in a new process, without a proxy.
pub fn alone(test: &str) -> Command {
    let mut command = Command::new(env::current_exe().expect("this program has a path"));
    command.args(["--exact", test, "--nocapture"]).env(ALONE, test).env("RUST_BACKTRACE", "0");
    for proxy in ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env_remove(proxy);
    }
    command
}

/// Gives a process a wall clock that is off by this many seconds, with Debian's package faketime; false without it.
pub fn set_clock_off(command: &mut Command, seconds: i64) -> bool {
    let folders = fs::read_dir("/usr/lib").into_iter().flatten().filter_map(Result::ok);
    let library =
        folders.map(|folder| folder.path().join("faketime/libfaketime.so.1")).find(|path| path.is_file());
    let Some(library) = library else { return false };
    command.env("LD_PRELOAD", library).env("FAKETIME", format!("{seconds:+}"));
    command.env("FAKETIME_DONT_FAKE_MONOTONIC", "1").env("DONT_FAKE_MONOTONIC", "1");
    true
}
