//! Tests that need a process of their own: its environment, its files, its memory.

use std::{env, ffi::OsStr, process::Command};

/// Says in which test's own process this is.
const ALONE: &str = "ALIGNET_TESTS_ALONE";

/// Whether this is the process that the test of this name has to itself.
pub fn is_alone(test: &str) -> bool {
    env::var_os(ALONE).is_some_and(|alone| alone == test)
}

/// Runs the test of this name in a process of its own, with these variables set and no proxy; what it
/// prints is shown.
///
/// # Panics
///
/// When the test fails there.
pub fn run_alone(test: &str, variables: &[(&str, &OsStr)]) {
    let mut command = Command::new(env::current_exe().expect("this program has a path"));
    command.args(["--exact", test, "--nocapture"]).env(ALONE, test).env("RUST_BACKTRACE", "0");
    for proxy in ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env_remove(proxy);
    }
    let status = command.envs(variables.iter().copied()).status().expect("this program runs again");
    assert!(status.success(), "`{test}` failed in a process of its own: {status}");
}
