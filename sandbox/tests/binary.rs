//! Tests the binary: the vendor's example call, the flags, the log and the shutdown.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use std::{
    io::{BufRead, BufReader, Read},
    net::SocketAddr,
    process::{Child, Command, Output, Stdio},
};

use serde_json::json;
use support::Request;

// The code that the README shows.
include!("support/found.rs");

/// The running binary; killed on drop.
struct Running {
    child: Child,
    address: SocketAddr,
    client_id: String,
    client_secret: String,
    notification_key: String,
}

fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_alignet-sandbox"));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(arguments: &[&str]) -> Output {
    command().args(arguments).output().unwrap()
}

impl Running {
    fn start(arguments: &[&str]) -> Self {
        Self::start_with(arguments, &[])
    }

    fn start_with(arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut command = command();
        command.args(["--listen", "127.0.0.1:0"]).args(arguments).envs(variables.iter().copied());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut line = || lines.next().unwrap().unwrap();
        let address = line().strip_prefix("listening on http://").unwrap().parse().unwrap();
        let credentials = line();
        let (client_id, client_secret) = credentials.split_once(' ').unwrap();
        let client_id = client_id.strip_prefix("client_id=").unwrap().to_owned();
        let client_secret = client_secret.strip_prefix("client_secret=").unwrap().to_owned();
        let notification_key = line().strip_prefix("notification_key=").unwrap().to_owned();
        Self { child, address, client_id, client_secret, notification_key }
    }

    /// Ends the binary with `signal`, which must be a clean exit, and returns its log.
    fn end(mut self, signal: &str) -> String {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        assert_eq!(self.child.wait().unwrap().code(), Some(0), "{log}");
        log
    }

    async fn token(&self, scopes: &str) -> String {
        let request = Request::new("POST", "/token")
            .with_header("ALG-API-VERSION", "1709847567")
            .with_header("Content-Type", "application/json")
            .with_body(
                json!({
                    "action": "authorize", "grant_type": "client_credentials",
                    "audience": "https://api.preprod.alignet.io/", "client_id": self.client_id,
                    "client_secret": self.client_secret, "scope": scopes,
                })
                .to_string(),
            );
        let reply = request.send(self.address).await.unwrap();
        reply.json()["access_token"].as_str().unwrap().to_owned()
    }

    /// The vendor's documented example call, with this host and token.
    async fn reference_call(&self) -> Request {
        let body = "\n{\n  \"action\": \"create.nonce\",\n  \"audience\": \"https://api.preprod.alignet.io/\",\n  \
                    \"client_id\": \"your_client_id\",\n  \"scope\": \"post:charges\"\n}\n";
        Request::new("POST", "/nonce")
            .with_header("ALG-API-VERSION", "1709847567")
            .with_header(
                "Authorization",
                &format!("Bearer {}", self.token("create:token post:charges").await),
            )
            .with_header("Content-Type", "application/json")
            .with_body(body)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn the_call_of_the_reference_works_and_no_part_of_it_can_be_left_out_or_changed() {
    let sandbox = Running::start(&["--client-id", "your_client_id"]);
    let call = sandbox.reference_call().await;
    let reply = call.send(sandbox.address).await.unwrap();
    assert_eq!(reply.status, 200);
    let json = reply.json();
    assert_eq!((&json["success"], &json["expires_in"]), (&json!(true), &json!(30)));
    assert_eq!((&json["action"], &json["scope"]), (&json!("create.nonce"), &json!("post:charges")));
    assert!(json["nonce"].as_str().unwrap().len() > 100);

    for header in ["ALG-API-VERSION", "Authorization", "Content-Type"] {
        refused(&sandbox, &call.without_header(header), header).await;
        refused(&sandbox, &call.with_header(header, "altered"), header).await;
    }
    for field in ["action", "audience", "client_id", "scope"] {
        refused(&sandbox, &call.altered(|body| drop(body.remove(field))), field).await;
        let altered = call.altered(|body| drop(body.insert(field.to_owned(), json!("altered"))));
        refused(&sandbox, &altered, field).await;
    }
    sandbox.end("-TERM");
}

async fn refused(sandbox: &Running, request: &Request, name: &str) {
    let reply = request.send(sandbox.address).await.unwrap();
    assert!((400..500).contains(&reply.status), "{name}: {}", reply.status);
    let problem = reply.problem(&["nonce_creation", "meta", "status"]);
    assert!(problem.contains(&format!("`{name}`")), "{problem}");
}

#[tokio::test]
async fn a_client_finds_it_as_the_readme_shows() {
    assert!(include_str!("../README.md").contains(include_str!("support/found.rs")));
    let sandbox = Running::start(&[]);
    let url = format!("http://{}", sandbox.address);
    let Running { client_id, client_secret, notification_key, .. } = &sandbox;
    let client = client(&url, client_id, client_secret, notification_key).unwrap();
    assert!(client.create_nonce().send().await.is_ok());
    assert!(client.environment().notification_keys().eq([notification_key.as_str()]));
}

#[tokio::test]
async fn what_was_created_is_found_again() {
    let sandbox = Running::start(&["--contract", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/contract")]);
    let place = json!({ "city": "Lima", "street": "Jr. Ejemplo 1", "state": "Lima" });
    let body = json!({
        "number": "n1", "weight": "13", "lock": "l", "delivery": { "way": "SHIP", "hours": 3 },
        "sender": place, "receiver": place,
    });
    let call = |method: &str, target: &str, token: &str| {
        Request::new(method, target)
            .with_header("ALG-API-VERSION", "1709847567")
            .with_header("Authorization", &format!("Bearer {token}"))
    };
    let token = sandbox.token("create:token get:things put:things").await;
    let create = call("POST", "/parcels/rosa", &token).with_header("Content-Type", "application/json");
    let create = create.with_body(body.to_string());
    let made = create.send(sandbox.address).await.unwrap().json();
    let find = format!("/parcels/rosa/n1/{}", made["parcel"]["parcel_id"].as_str().unwrap());
    let found = call("GET", &find, &token).send(sandbox.address).await.unwrap();
    assert_eq!((found.status, &found.json()["parcels"][0]["state"]), (200, &json!("LOST")));
    assert_eq!(create.send(sandbox.address).await.unwrap().status, 409);
}

#[tokio::test]
async fn each_call_is_logged_in_one_line_without_a_secret() {
    let sandbox = Running::start(&["--client-id=your_client_id", "--client-secret=c4nary-secret"]);
    assert_eq!(sandbox.client_secret, "c4nary-secret");
    let call = sandbox.reference_call().await;
    let reply = call.send(sandbox.address).await.unwrap().json();
    call.with_header("Authorization", "Bearer c4nary").send(sandbox.address).await.unwrap();
    Request::new("GET", "/c4nary?c4nary").send(sandbox.address).await.unwrap();
    let token = call.headers.iter().find(|(name, _)| name == "Authorization").unwrap().1[7..].to_owned();
    let log = sandbox.end("-INT");
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(lines.len(), 4, "{log}");
    assert!(lines[0].starts_with("POST /token 200 in ") && lines[1].starts_with("POST /nonce 200 in "));
    assert!(lines[2].starts_with("POST /nonce 401 in ") && lines[2].contains("`Authorization`"), "{log}");
    assert!(lines[3].starts_with("GET (no endpoint) 404 in "), "{log}");
    for secret in ["c4nary", &token, reply["nonce"].as_str().unwrap()] {
        assert!(!log.contains(secret), "{log}");
    }
}

#[test]
fn credentials_and_keys_are_random_unless_given() {
    let (one, other) = (Running::start(&[]), Running::start(&[]));
    assert_ne!(one.client_id, other.client_id);
    assert_ne!(one.client_secret, other.client_secret);
    assert_ne!(one.notification_key, other.notification_key);
}

#[tokio::test]
async fn a_folder_extends_the_contract() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/contract");
    let sandbox = Running::start(&["--contract", folder]);
    let request = Request::new("GET", "/things").with_header("ALG-API-VERSION", "1709847567");
    assert_eq!(request.send(sandbox.address).await.unwrap().status, 200);
}

#[test]
fn bad_arguments_show_the_usage_and_exit_with_2() {
    for (arguments, message) in [
        (["--listen", "here"].as_slice(), "`--listen` needs an address and a port"),
        (&["--listen"], "`--listen` needs a value"),
        (&["--client-id="], "`--client-id` needs a value"),
        (
            &["--client-secrets", "c4nary"],
            "`--client-secrets` is not an option: did you mean `--client-secret`?",
        ),
        (&["--allow-non-loopback=c4nary"], "`--allow-non-loopback` takes no value"),
        (&["--client-id", "a", "--client-id", "c4nary"], "`--client-id` is given twice"),
        (&["--completions", "c4nary"], "`--completions` needs a value"),
        (&["c4nary"], "belongs to no option"),
    ] {
        let output = run(arguments);
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{text}");
        assert!(text.contains(message) && text.contains("Usage: alignet-sandbox"), "{text}");
        assert!(!text.contains("c4nary"), "{text}");
    }
}

#[test]
fn what_can_t_be_served_is_said_and_exits_with_1() {
    let sandbox = Running::start(&[]);
    let taken = sandbox.address.to_string();
    for (arguments, message) in [
        (["--listen", taken.as_str()].as_slice(), "can't be listened at"),
        (&["--listen", "0.0.0.0:0"], "listen on 127.0.0.1, or allow non-loopback addresses"),
        (&["--contract", "no/such/folder"], "the contract can't be read from `no/such/folder`"),
    ] {
        let output = run(arguments);
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{text}");
        assert!(text.starts_with("error: ") && text.contains(message), "{text}");
    }
}

#[test]
fn help_version_and_completions_go_to_stdout() {
    for (arguments, text) in [
        (["--help"].as_slice(), "Usage: alignet-sandbox"),
        (&["--version"], concat!("alignet-sandbox ", env!("CARGO_PKG_VERSION"), "\n")),
        (&["--completions", "bash"], "--as-deployed"),
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(0));
        assert!(String::from_utf8(output.stdout).unwrap().contains(text), "{arguments:?}");
    }
    let mut command = command();
    let output = command.arg("--help").env("ALIGNET_SANDBOX_CLIENT_SECRET", "c4nary").output().unwrap();
    assert!(!String::from_utf8(output.stdout).unwrap().contains("c4nary"));
}

#[test]
fn settings_come_from_variables_too() {
    let variables = [("ALIGNET_SANDBOX_CLIENT_ID", "shop"), ("ALIGNET_SANDBOX_CLIENT_SECRET", "pâss'word")];
    let sandbox = Running::start_with(&[], &variables);
    assert_eq!((&*sandbox.client_id, &*sandbox.client_secret), ("shop", "pâss'word"));
}

#[test]
fn a_shell_and_only_this_user_reads_the_variables() {
    let file = concat!(env!("CARGO_TARGET_TMPDIR"), "/sandbox.env");
    let sandbox = Running::start(&["--env-file", file, "--client-secret", "it's $HOME"]);
    let print = format!(
        "set -a; . {file}; printf '%s|%s|%s' \"$ALIGNET_CLIENT_ID\" \"$ALIGNET_CLIENT_SECRET\" \"$ALIGNET_ENVIRONMENT\""
    );
    let output = Command::new("sh").args(["-c", &print]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let (credentials, environment) = text.rsplit_once('|').unwrap();
    assert_eq!(credentials, format!("{}|it's $HOME", sandbox.client_id));
    let environment: serde_json::Value = environment.parse().unwrap();
    assert_eq!(environment["auth"], format!("http://{}", sandbox.address));
    assert_eq!(environment["notification_keys"], json!([sandbox.notification_key]));
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(file).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);

    let taken = run(&["--listen", "127.0.0.1:0", "--env-file", env!("CARGO_TARGET_TMPDIR")]);
    assert_eq!(taken.status.code(), Some(1));
    assert!(
        String::from_utf8(taken.stderr).unwrap().starts_with("error: the variables can't be written to ")
    );
}

#[tokio::test]
async fn it_says_that_it_is_there() {
    let sandbox = Running::start(&[]);
    let reply = Request::new("GET", "/_sandbox/health").send(sandbox.address).await.unwrap();
    assert_eq!((reply.status, &*reply.body), (200, b"ok\n".as_slice()));
    assert_eq!(sandbox.end("-TERM"), "", "it is no call of the service");
}
