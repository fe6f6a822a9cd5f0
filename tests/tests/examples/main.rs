//! Tests that every example runs and prints or serves the documented results.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod checkout;

use std::{
    env,
    net::SocketAddr,
    process::{Command, Output},
    time::Duration,
};

use alignet::{CREDENTIALS_VARIABLES, ENVIRONMENT_VARIABLE, api::AuthorizeChargeReply};
use alignet_tests::nested::workspace;
use tokio::time::timeout;

/// The time by which an example has ended that serves nothing.
const LONGEST: Duration = Duration::from_secs(90);

/// Runs an example with these variables, and without any other that it reads.
fn run(example: &str, variables: &[(&str, &str)]) -> Output {
    let mut command = tokio::process::Command::from(command(example, variables));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let ended = runtime.block_on(async { timeout(LONGEST, command.kill_on_drop(true).output()).await });
    ended.unwrap_or_else(|_| panic!("{example} runs after {LONGEST:?}")).unwrap()
}

fn command(example: &str, variables: &[(&str, &str)]) -> Command {
    let mut build = Command::new(env!("CARGO"));
    build.current_dir(workspace()).args(["build", "-q", "--offline", "--example", example]);
    let program = env::current_exe().unwrap();
    let folder = program.ancestors().nth(2).unwrap();
    if folder.ends_with("release") {
        build.arg("--release");
    }
    assert!(build.status().unwrap().success(), "{example} is not built");
    // `cargo run` would set variables of its own.
    let mut command = Command::new(folder.join("examples").join(example));
    for name in CREDENTIALS_VARIABLES.into_iter().chain([ENVIRONMENT_VARIABLE]) {
        command.env_remove(name);
    }
    command.env("RUST_BACKTRACE", "0").envs(variables.iter().copied());
    command
}

fn succeeds(example: &str, variables: &[(&str, &str)]) -> String {
    let output = run(example, variables);
    assert!(output.status.success(), "{example}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn create_nonce_says_where_it_is_from_and_how_long_it_lives() {
    let out = succeeds("create_nonce", &[]);
    let lines: Vec<&str> = out.lines().collect();
    let [from, nonce, remaining] = lines[..] else { panic!("{out}") };
    let address = from.strip_prefix("from the embedded sandbox at http://").unwrap();
    assert!(address.parse::<SocketAddr>().unwrap().ip().is_loopback());
    assert!(nonce.strip_prefix("nonce: ").is_some_and(|nonce| nonce.len() > 100), "{out}");
    let seconds = remaining.strip_prefix("remaining: ").and_then(|rest| rest.strip_suffix(" s")).unwrap();
    assert!((20.0..=28.0).contains(&seconds.parse::<f64>().unwrap()), "{out}");
}

#[test]
fn create_nonce_works_on_a_machine_without_certificates() {
    succeeds("create_nonce", &[("SSL_CERT_FILE", "/does/not/exist"), ("SSL_CERT_DIR", "/does/not/exist")]);
}

#[test]
fn create_nonce_names_the_variable_that_is_missing() {
    let [id, secret] = CREDENTIALS_VARIABLES;
    let all = [(id, "7"), (secret, "s3cret"), (ENVIRONMENT_VARIABLE, "PREPROD")];
    for missing in [id, secret, ENVIRONMENT_VARIABLE] {
        let set: Vec<_> = all.into_iter().filter(|(name, _)| *name != missing).collect();
        let output = run("create_nonce", &set);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success(), "without {missing}");
        assert!(said.contains(&format!("the variable `{missing}` is not set")), "{said}");
        assert_eq!(String::from_utf8(output.stdout).unwrap(), "", "it must not fall back to the sandbox");
    }
}

#[test]
fn custom_transport_counts_its_requests() {
    let out = succeeds("custom_transport", &[]);
    assert!(out.starts_with("POST /token: 200 OK in "), "{out}");
    assert_eq!(out.matches("POST /nonce: 200 OK in ").count(), 3, "{out}");
    assert!(out.ends_with("4 requests for 3 nonces\n"), "{out}");
}

#[test]
fn handling_errors_shows_one_line_per_failure() {
    let out = succeeds("handling_errors", &[]);
    assert_eq!(out.lines().count(), 4, "{out}");
    assert!(out.lines().all(|line| line.starts_with("create_nonce: ") || line.starts_with("create_token: ")));
}

#[test]
fn telemetry_exports_spans_headers_and_durations() {
    let expected = "POST /token (Client)\n\
                    create_token (Internal)\n\
                    POST /nonce (Client, failed)\n\
                    POST /nonce (Client)\n\
                    create_nonce (Internal)\n\
                    checkout (Internal)\n\
                    create_token came from the span POST /token\n\
                    create_nonce came from the span POST /nonce\n\
                    create_nonce came from the span POST /nonce\n\
                    http.client.request.duration in s: 3 requests\n";
    assert_eq!(succeeds("telemetry", &[]), expected);
}

#[test]
fn settling_job_finds_out_what_became_of_lost_charges() {
    let out = succeeds("settling_job", &[]);
    let lines: Vec<&str> = out.lines().collect();
    let (lost, settled) = lines.split_at(3);
    for (line, number) in lost.iter().zip(700_100..) {
        assert!(line.starts_with("authorize_charge: "), "{out}");
        assert!(
            line.ends_with(&format!("query before sending it again, by `get_charge` of {number}")),
            "{out}"
        );
    }
    let expected = [
        "4 open",
        "700100: authorised",
        "700101: declined (CANCELADO): Usuario cancelo el metodo de pago",
        "700102: never arrived",
        "700103: authorised",
        "0 open",
    ];
    assert_eq!(settled, expected);
}

#[test]
fn reconciliation_reports_the_orders_that_differ() {
    let expected = "24 orders, 5 differ\n\
                    order 700101: paid, and given back\n\
                    order 700102: recorded as paid, but declined (DENEGADO): Fondos insuficientes\n\
                    order 700103: paid, but not recorded as paid\n\
                    order 700104: paid, but 123.45 PEN\n\
                    order 700105: not found\n";
    assert_eq!(succeeds("reconciliation", &[]), expected);
}

#[test]
fn buyer_return_shows_a_page_and_ships_what_the_service_confirms() {
    let expected = "order 700100: 100.52 PEN, pending\n\
                    the buyer returns from order 700100: pending; the service says authorised: shipped\n\
                    the buyer's browser: 200\n\
                    the same form for order 700101: 400\n\
                    a form that the service did not sign: 400\n";
    assert_eq!(succeeds("buyer_return", &[]), expected);
}

#[test]
fn tested_backend_keeps_a_charge() {
    let out = succeeds("tested_backend", &[]);
    let (status, charge) = out.split_once(": ").unwrap();
    assert_eq!(status, "200 OK");
    let charge: AuthorizeChargeReply = serde_json::from_str(charge).unwrap();
    assert!(charge.outcome().is_paid());
}

#[test]
fn notification_receiver_takes_each_notification_once_and_no_other() {
    let expected = "while the shop is down: 409\n\
                    order 400100: 150.00 PEN paid\n\
                    when it comes again: 200\n\
                    once more: 200\n\
                    order 400100: paid already, an older state came later\n\
                    an older one: 200\n\
                    order 400101: not paid, DENEGADO (Fondos insuficientes)\n\
                    another order's: 200\n\
                    order 400102: 140.00 PEN paid, and 150.00 PEN is due: for a person to look at\n\
                    one of less money: 200\n\
                    one that the service did not sign: 400\n\
                    one to another merchant: 400\n";
    assert_eq!(succeeds("notification_receiver", &[]), expected);
}

#[test]
fn durable_checkout_says_what_it_needs() {
    let output = command("durable_checkout", &[]).env_remove("DATABASE_URL").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    for variable in CREDENTIALS_VARIABLES.into_iter().chain([ENVIRONMENT_VARIABLE, "DATABASE_URL", "LISTEN"])
    {
        assert!(said.contains(variable), "{said}");
    }
}

#[test]
fn durable_checkout_listens_to_operators_of_its_own_machine_alone() {
    let mut program = command("durable_checkout", &[]);
    let program = program.env("DATABASE_URL", "host=127.0.0.1").env("OPERATORS_LISTEN", "0.0.0.0:8081");
    let output = program.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    assert!(said.contains("`OPERATORS_LISTEN` must be an address of this machine alone"), "{said}");
}
