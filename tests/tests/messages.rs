//! What people read when something fails: one line each, complete.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::{env, process::Command, time::Duration};

use alignet::{Client, ClientBuilder, Credentials, Delivery, Environment, Error, ErrorKind};
use alignet_sandbox::Fault;
use alignet_tests::{canned, local};

#[tokio::test]
async fn every_failure_of_a_call_is_one_complete_line() {
    let (sandbox, alignet) = local::start().await;
    let nonce = |fault| ("create_nonce", fault);
    let body = |body: &str| nonce(Fault::usual().body(body.to_owned()));
    let without = |field: &str| {
        let mut reply: alignet::Json = serde_json::from_str(&canned::nonce("nonce", 30)).unwrap();
        reply.as_object_mut().unwrap().remove(field);
        body(&reply.to_string())
    };
    let said = "a fault was queued for this call";
    let mut wrong = Vec::new();
    for ((operation, fault), expected) in [
        (
            nonce(Fault::status(200).header("X-Request-Id", "7f3a")),
            format!("create_nonce: the service says that it did not do it (HTTP 200) (code 01): {said} (request id 7f3a)"),
        ),
        (
            nonce(Fault::status(307).header("Location", "https://elsewhere.example/nonce")),
            format!("create_nonce: the answer is not one this client accepts: it is a redirect, which would carry secrets elsewhere (HTTP 307) (code 01): {said}"),
        ),
        (
            nonce(Fault::status(400)),
            format!("create_nonce: the service refused the request (HTTP 400) (code 01): {said}"),
        ),
        (
            ("create_token", Fault::status(401)),
            format!("create_token: the credentials or the access token were refused (HTTP 401) (code 01): {said}"),
        ),
        (
            nonce(Fault::status(403)),
            format!("create_nonce: the access token lacks a scope (HTTP 403) (code 01): {said}"),
        ),
        (
            nonce(Fault::status(404)),
            format!("create_nonce: there is no such thing (HTTP 404) (code 01): {said}"),
        ),
        (
            nonce(Fault::status(409)),
            format!("create_nonce: it contradicts what is already there (HTTP 409) (code 01): {said}"),
        ),
        (
            nonce(Fault::status(429).header("Retry-After", "3600")),
            format!("create_nonce: too many requests (HTTP 429) (code 01): {said}; ask again in 3600 s"),
        ),
        (
            nonce(Fault::status(599).body("<html>\nproxy\n</html>")),
            "create_nonce: the service failed (HTTP 599)".to_owned(),
        ),
        (
            nonce(Fault::status(503).times(3)),
            format!("create_nonce: the service failed (HTTP 503) (code 01): {said}"),
        ),
        (
            nonce(Fault::cut().times(3)),
            "create_nonce: the connection failed (maybe sent): connection closed before message completed".to_owned(),
        ),
        (
            nonce(Fault::usual().cut_after(10).times(3)),
            "create_nonce: the connection failed (HTTP 200): end of file before message length reached".to_owned(),
        ),
        (
            nonce(Fault::usual().delay(Duration::from_secs(3600))),
            "create_nonce: time ran out (maybe sent): no answer came in time".to_owned(),
        ),
        (
            ("create_token", Fault::usual().delay(Duration::from_secs(3600))),
            "create_nonce: time ran out: no access token came in time (not sent)".to_owned(),
        ),
        (
            body("<html>"),
            "create_nonce: the reply is not what the contract describes: it is not JSON (HTTP 200)".to_owned(),
        ),
        (
            nonce(Fault::usual().header("Content-Type", "text/html")),
            "create_nonce: the reply is not what the contract describes: it is not JSON by its content type (HTTP 200)".to_owned(),
        ),
        (
            body("{\"success\": tr"),
            "create_nonce: the reply is not what the contract describes at `success`: it breaks off (HTTP 200)".to_owned(),
        ),
        (
            without("success"),
            "create_nonce: the reply is not what the contract describes at `success`: it is missing, and proves success (HTTP 200)".to_owned(),
        ),
        (
            without("nonce_creation"),
            "create_nonce: the reply is not what the contract describes at `nonce_creation.meta.status`: it is missing, and proves success (HTTP 200)".to_owned(),
        ),
        (
            body(&canned::nonce("nonce", -1)),
            "create_nonce: the reply is not what the contract describes at `expires_in`: a field is missing there, or of another type (HTTP 200)".to_owned(),
        ),
        (
            nonce(Fault::usual().header("Content-Encoding", "gzip")),
            "create_nonce: the answer is not one this client accepts: it is compressed, though nobody asked for that (HTTP 200)".to_owned(),
        ),
        (
            body(&" ".repeat(1024 * 1024 + 1)),
            "create_nonce: the answer is too large (HTTP 200): the body is longer than any reply".to_owned(),
        ),
    ] {
        // Each with a token of its own, unless the token is what fails.
        let alignet = local::client(&sandbox).build().unwrap();
        let shown = format!("{fault:?}");
        sandbox.fault(operation, fault).unwrap();
        let call = alignet.create_nonce();
        let call = if shown.contains("3600s") { call.timeout(Duration::from_millis(300)) } else { call };
        let error = call.send().await.unwrap_err();
        if error.to_string() != expected {
            wrong.push(format!("{shown}\n  says     {error}\n  expected {expected}"));
        }
        sandbox.clear_faults();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    sandbox.shutdown().await;
    let error = alignet.create_nonce().send().await.unwrap_err();
    let (ours, of_system) =
        error.to_string().rsplit_once(": ").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    assert_eq!(ours, "create_token: no connection could be made (not sent)");
    assert!(of_system.contains("refused"), "{of_system}");
}

#[tokio::test]
async fn what_the_service_says_can_neither_flood_a_log_nor_forge_a_line_in_it() {
    let (sandbox, alignet) = local::start().await;
    let said = format!("first\r\n2030-01-01 ERROR forged \u{1b}[31m{}", "x".repeat(30_000));
    let body = serde_json::json!({
        "success": false,
        "nonce_creation": {"meta": {"status": {"code": "0\n1", "message_ilgn": [{"locale": "a\nb", "value": said}]}}},
    });
    sandbox.fault("create_nonce", Fault::usual().body(body.to_string())).unwrap();
    let error = alignet.create_nonce().send().await.unwrap_err();
    let line = error.to_string();
    assert!(
        line.starts_with(
            "create_nonce: the service says that it did not do it (HTTP 200) (code 0\u{fffd}1): \
         first\u{fffd}\u{fffd}2030-01-01 ERROR forged \u{fffd}[31mxxx"
        ),
        "{line}"
    );
    for text in [error.to_string(), format!("{error:?}"), error.messages()[0].value.clone()] {
        assert!(!text.contains(char::is_control) && text.chars().count() < 1000, "{text}");
    }
}

#[test]
fn a_client_that_could_not_work_is_not_built() {
    let at = |auth: &str| {
        let environment = Environment::custom()
            .auth(auth)
            .api("https://api.example.com")
            .audience("https://api.example.com/")
            .api_version("1")
            .flex_script("https://flex.example.com/form.js")
            .flex_style("https://flex.example.com/form.css")
            .notification_keys([""])
            .build();
        Client::builder(environment).credentials(Credentials::new("id", "secret"))
    };
    let preprod = || Client::builder(Environment::PREPROD);
    let whose = "the client is not configured for this: ";
    for (builder, expected) in [
        (preprod(), "there are no credentials: call `.credentials(…)` before `.build()`"),
        (preprod().credentials(Credentials::new("", "secret")), "the client id is empty"),
        (preprod().credentials(Credentials::new("id", "")), "the client secret is empty"),
        (
            preprod().credentials(Credentials::new("id", "secret")).bearer("a b"),
            "the token is not 1 to 8192 visible ASCII characters",
        ),
        (
            preprod().credentials(Credentials::new("id", "secret")).bearer(""),
            "the token is not 1 to 8192 visible ASCII characters",
        ),
        (at(""), "the origin `` is not a URL"),
        (at("https://"), "the origin `https://` is not a URL"),
        (
            at("auth.example.com"),
            "the origin `auth.example.com` lacks its scheme or its host, as in `https://api.example.com`",
        ),
        (
            at("http://auth.example.com"),
            "the origin `http://auth.example.com` is not https, which only `127.0.0.1`, `[::1]` and `localhost` need not be",
        ),
        (
            at("http://127.0.0.1.example.com"),
            "the origin `http://127.0.0.1.example.com` is not https, which only `127.0.0.1`, `[::1]` and `localhost` need not be",
        ),
        (
            at("ftp://auth.example.com"),
            "the origin `ftp://auth.example.com` is not https, which only `127.0.0.1`, `[::1]` and `localhost` need not be",
        ),
        (
            at("https://auth.example.com/v1"),
            "the origin `https://auth.example.com/v1` has a path or a query: write scheme and host alone",
        ),
        (
            at("https://auth.example.com?key=value"),
            "the origin `https://auth.example.com?key=value` has a path or a query: write scheme and host alone",
        ),
        (at("https://name:password@auth.example.com"), "an origin can't hold a user name or a password"),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!(error.to_string(), format!("{whose}{expected}"));
        assert_eq!(error.kind(), ErrorKind::Config);
    }
    let bearer_alone = preprod().credentials(Credentials::new("id", "")).bearer("token");
    bearer_alone.build().unwrap();
    for fine in ["https://auth.example.com", "https://auth.example.com:8443/"] {
        at(fine).build().unwrap();
    }
    for fine in ["http://127.0.0.1:1", "http://127.9.9.9", "http://[::1]:1", "http://localhost:1"] {
        loopback(fine).build().unwrap();
    }
}

#[test]
fn an_environment_is_found_by_its_name_and_missed_with_the_names_there_are() {
    for name in ["PREPROD", "preprod", " Preprod "] {
        assert_eq!(Environment::named(name).unwrap(), Environment::PREPROD);
    }
    assert_eq!(
        Environment::named("staging").unwrap_err().to_string(),
        "the client is not configured for this: there is no such environment; there are PREPROD, PRODUCTION"
    );
}

#[tokio::test]
async fn a_value_that_no_header_can_carry_is_named_and_not_sent() {
    let (sandbox, _) = local::start().await;
    let environment = Environment::custom()
        .auth(sandbox.url())
        .api(sandbox.url())
        .audience("audience")
        .api_version("1\n2")
        .flex_script("")
        .flex_style("")
        .notification_keys([""])
        .build();
    let alignet = Client::builder(environment).credentials(sandbox.credentials()).build().unwrap();
    let error = alignet.create_nonce().send().await.unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Config, Delivery::NotSent));
    assert_eq!(
        error.to_string(),
        "create_token: the client is not configured for this: the value of header `alg-api-version` can't be sent"
    );
    assert_eq!(sandbox.requests().len(), 0);
}

fn loopback(origin: &str) -> ClientBuilder {
    let environment = Environment::custom()
        .auth(origin)
        .api(origin)
        .audience("audience")
        .api_version("1")
        .flex_script("")
        .flex_style("")
        .notification_keys([""])
        .build();
    Client::builder(environment).credentials(Credentials::new("id", "secret"))
}

/// A process can't safely change its own variables, so each case is this test in a process of its
/// own, which says what it finds.
#[test]
fn the_environment_variables_are_read_and_missed_by_name() {
    const INNER: &str = "ALIGNET_TEST_INNER";
    if env::var_os(INNER).is_some() {
        return tell_what_this_process_finds();
    }
    let missing = |name: &str| {
        format!("the client is not configured for this: the variable `{name}` is not set, or is empty")
    };
    let padded = |name: &str| {
        format!(
            "the client is not configured for this: the variable `{name}` begins or ends with white space: remove it"
        )
    };
    let [id, secret] = alignet::CREDENTIALS_VARIABLES;
    let none =
        "the client is not configured for this: the variable `ALIGNET_ENVIRONMENT` is not set, or is empty"
            .to_owned();
    let unknown =
        "the client is not configured for this: the variable `ALIGNET_ENVIRONMENT` names no environment; there are PREPROD, PRODUCTION"
            .to_owned();
    let found = "Credentials { client_id: \"7\", client_secret: [redacted] }".to_owned();
    for (variables, credentials, environment) in [
        (&[][..], missing(id), none.clone()),
        (&[(secret, "s3cret")], missing(id), none.clone()),
        (&[(id, "7")], missing(secret), none.clone()),
        (&[(id, ""), (secret, "s3cret")], missing(id), none.clone()),
        (&[(id, "7\n"), (secret, "s3cret")], padded(id), none.clone()),
        (&[(id, "7"), (secret, " s3cret")], padded(secret), none.clone()),
        (&[(id, "7"), (secret, "")], missing(secret), none.clone()),
        (&[(id, "7"), (secret, "s3cret")], found.clone(), none),
        (
            &[(id, "7"), (secret, "s3cret"), ("ALIGNET_ENVIRONMENT", "preprod")],
            found.clone(),
            "PREPROD".to_owned(),
        ),
        (
            &[(id, "7"), (secret, "s3cret"), ("ALIGNET_ENVIRONMENT", " Production ")],
            found.clone(),
            "PRODUCTION".to_owned(),
        ),
        (&[(id, "7"), (secret, "s3cret"), ("ALIGNET_ENVIRONMENT", "s3cret")], found, unknown),
    ] {
        let child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "the_environment_variables_are_read_and_missed_by_name", "--nocapture"])
            .env(INNER, "")
            .env_remove(id)
            .env_remove(secret)
            .env_remove(alignet::ENVIRONMENT_VARIABLE)
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        let out = String::from_utf8(child.stdout).unwrap();
        let told =
            |what: &str| out.lines().find_map(|line| line.split_once(what)).unwrap_or_default().1.to_owned();
        assert_eq!(told("credentials: "), credentials, "{variables:?}: {out}");
        assert_eq!(told("environment: "), environment, "{variables:?}: {out}");
    }
}

fn tell_what_this_process_finds() {
    let line = |result: Result<String, Error>| result.unwrap_or_else(|error| error.to_string());
    println!("credentials: {}", line(Credentials::from_env().map(|credentials| format!("{credentials:?}"))));
    println!("environment: {}", line(Environment::from_env().map(|found| found.name().to_owned())));
}
