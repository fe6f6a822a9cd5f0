//! The binary: the session of the README, and its stop.

#![cfg(unix)]

use std::{
    io::{BufRead as _, BufReader, Read as _},
    net::SocketAddr,
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::json;

use crate::support::Request;

/// The running binary; killed on drop.
struct Running(Child, SocketAddr);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(arguments: &[&str]) -> Running {
    let mut command = Command::new(env!("CARGO_BIN_EXE_alignet-sandbox"));
    command.args(["--listen", "127.0.0.1:0"]).args(arguments);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim_end().rsplit('/').next().unwrap().parse().unwrap();
    Running(child, address)
}

/// Tells the binary to end.
fn terminate(running: &Running) {
    let id = running.0.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
}

#[test]
fn the_session_of_the_readme_runs_as_it_is_written() {
    let readme = include_str!("../../README.md");
    let session = readme.split("```sh\nSANDBOX=").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let (_, session) = session.split_once('\n').unwrap();
    let sandbox = start(&["--client-id", "shop", "--client-secret", "not-a-real-secret"]);
    let script = format!("set -eu\nSANDBOX=http://{}\n{session}", sandbox.1);
    let output = Command::new("sh").args(["-c", &script]).output().unwrap();
    let (out, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{out}{error}");
    assert!(out.contains("\"nonce\":") && out.contains("\"state\":\"AUTORIZADO\""), "{out}{error}");
    assert!(out.contains("\"amount\":\"15000\""), "what was sent: {out}");
    terminate(&sandbox);
    let mut log = String::new();
    let mut sandbox = sandbox;
    sandbox.0.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    let ended: Vec<&str> = log.lines().filter_map(|line| line.split(" in ").next()).collect();
    assert_eq!(ended, ["POST /token 200", "POST /nonce 200", "POST /charges 200"], "{log}");
}

#[tokio::test]
async fn a_stop_answers_a_call_that_is_under_way_for_longer_than_a_second() {
    let mut sandbox = start(&[]);
    let json = |body: serde_json::Value, path: &str| {
        let call = Request::new("POST", path).with_header("Content-Type", "application/json");
        call.with_body(body.to_string())
    };
    let fault = json(json!({ "delay_ms": 1_500, "status": 503 }), "/_sandbox/faults");
    assert_eq!(fault.send(sandbox.1).await.unwrap().status, 200);
    let (call, address) = (json(json!({}), "/token"), sandbox.1);
    let call = tokio::spawn(async move { call.send(address).await });
    let open = async || {
        let calls = Request::new("GET", "/_sandbox/calls").send(address).await.unwrap().json();
        calls["calls"].as_array().is_some_and(|calls| !calls.is_empty())
    };
    while !open().await {}
    terminate(&sandbox);
    assert_eq!(
        tokio::time::timeout(Duration::from_secs(9), call).await.unwrap().unwrap().unwrap().status,
        503
    );
    assert_eq!(sandbox.0.wait().unwrap().code(), Some(0));
}
