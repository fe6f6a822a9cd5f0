//! Runs tests in their own process, for those that change its environment, its files or its memory.

use std::{env, ffi::OsStr, process::Command};

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
    let mut command = Command::new(env::current_exe().expect("this program has a path"));
    command.args(["--exact", test, "--nocapture"]).env(ALONE, test).env("RUST_BACKTRACE", "0");
    for proxy in ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env_remove(proxy);
    }
    let status = command.envs(variables.iter().copied()).status().expect("this program runs again");
    assert!(status.success(), "`{test}` failed in a process of its own: {status}");
}
