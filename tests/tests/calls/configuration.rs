//! Tests the messages of the errors about a client that is not configured correctly.

use std::{env, ffi::OsString, process::Command};

use alignet::{
    Client, ClientBuilder, Credentials, Delivery, Environment, Error, ErrorKind,
    transport::{Limits, Reqwest, Sending, Transport},
};
use alignet_sandbox::Sandbox;
use alignet_tests::{
    local,
    respawn::{is_alone, run_alone},
    script::{Reply, Server},
};

/// Set in the processes that tell what they find.
const INNER: &str = "ALIGNET_TEST_INNER";

#[test]
fn a_client_that_could_not_work_is_not_built() {
    let at = |auth: &str| with_origins(auth, "https://api.example.com");
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
        with_origins(fine, fine).build().unwrap();
    }
}

#[test]
fn loopback_means_the_whole_host() {
    for host in [
        "localhost.evil.example",
        "localhost-evil.example",
        "localhosts",
        "localhost.",
        "evil.localhost",
        "evil-localhost",
        "127.0.0.1.evil.example",
        "127.0.0.1.",
        "127.0.0.10.evil.example",
        "evil.127.0.0.1",
        "128.0.0.1",
        "10.0.0.1",
        "0.0.0.0",
        "127.1",
        "0x7f000001",
        "2130706433",
        "[::2]",
        "[::ffff:10.0.0.1]",
        "[::1].evil.example",
        "[127.0.0.1]",
        "localhost:80.evil.example",
        "localhost:65536",
        "[::1]:80.evil.example",
    ] {
        for origin in [format!("http://{host}"), format!("http://{host}:8080")] {
            for builder in [
                with_origins(&origin, "https://api.example.com"),
                with_origins("https://auth.example.com", &origin),
                with_origins("http://127.0.0.1", &origin),
            ] {
                let error = builder.build().unwrap_err();
                assert_eq!(error.kind(), ErrorKind::Config, "{origin}");
                let shown = error.to_string();
                assert!(shown.contains("is not https") || shown.contains("is not a URL"), "{shown}");
            }
        }
    }
}

/// On loopback no proxy is asked: it would look for this machine elsewhere, and see the client's secret.
#[test]
fn no_proxy_hears_of_what_stays_on_this_machine() {
    const NAME: &str = "configuration::no_proxy_hears_of_what_stays_on_this_machine";
    const PROXY: &str = "ALIGNET_TEST_PROXY";
    let runtime = tokio::runtime::Runtime::new().unwrap();
    if is_alone(NAME) {
        // So the variables do what they are for.
        assert!(env::var("http_proxy").is_ok_and(|proxy| env::var(PROXY).is_ok_and(|same| same == proxy)));
        return runtime.block_on(async {
            let (sandbox, client) = local::start().await;
            client.create_nonce().send().await.unwrap();
            assert_eq!(sandbox.requests().len(), 2);
        });
    }
    runtime.block_on(async {
        let proxy = Server::new(|_| Reply::new(502, "{}")).listening();
        let origin = proxy.origin();
        let names =
            ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", PROXY];
        let variables = names.map(|name| (name, OsString::from(&origin)));
        tokio::task::spawn_blocking(move || {
            let variables = variables.each_ref().map(|(name, value)| (*name, value.as_os_str()));
            run_alone(NAME, &variables);
        })
        .await
        .unwrap();
        assert_eq!(proxy.record().connections, 0);
    });
}

/// Not even a middleware around the built-in transport gets a request out without TLS, unless the environment
/// is on loopback.
#[tokio::test]
async fn the_built_in_transport_sends_nothing_without_tls() {
    let server = Server::new(|_| Reply::new(200, "{}")).listening();
    let environment = local::environment("https://auth.example.com", "https://api.example.com");
    let environments = [Environment::PREPROD, Environment::PRODUCTION, environment];
    for transport in environments.map(|environment| Reqwest::for_environment(&environment).unwrap()) {
        let client = Client::builder(Environment::PREPROD).credentials(Credentials::new("id", "secret"));
        let downgraded = Downgrading { transport, origin: server.origin() };
        let client = client.bearer("token").transport(downgraded).build().unwrap();
        let error = client.create_nonce().send().await.unwrap_err();
        assert_eq!((error.kind(), error.delivery()), (ErrorKind::Connect, Delivery::NotSent), "{error}");
        assert!(!error.is_temporary(), "{error}");
    }
    assert_eq!(server.record().connections, 0);
}

/// Sends every request to an origin without TLS.
struct Downgrading {
    transport: Reqwest,
    origin: String,
}

impl Transport for Downgrading {
    fn send(&self, mut request: http::Request<bytes::Bytes>, limits: Limits) -> Sending<'_> {
        *request.uri_mut() = format!("{}{}", self.origin, request.uri().path()).parse().unwrap();
        self.transport.send(request, limits)
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

fn with_origins(auth: &str, api: &str) -> ClientBuilder {
    Client::builder(local::environment(auth, api)).credentials(Credentials::new("id", "secret"))
}

/// A process can't safely change its own variables, so this test runs itself in a new process for each case,
/// which prints the result.
#[test]
fn the_environment_variables_are_read_and_missed_by_name() {
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
            .args([
                "--exact",
                "configuration::the_environment_variables_are_read_and_missed_by_name",
                "--nocapture",
            ])
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

/// Runs this test program's last lines with these variables, and returns what it finds as its environment.
fn environment_in(text: &str) -> String {
    let mut child = Command::new(env::current_exe().unwrap());
    child.args([
        "--exact",
        "configuration::the_environment_variables_are_read_and_missed_by_name",
        "--nocapture",
    ]);
    let out = child.env(INNER, "").env(alignet::ENVIRONMENT_VARIABLE, text).output().unwrap();
    let out = String::from_utf8(out.stdout).unwrap();
    out.lines().find_map(|line| line.split_once("environment: ")).unwrap().1.to_owned()
}

#[tokio::test]
async fn the_variables_of_a_sandbox_lead_to_it() {
    let sandbox = Sandbox::start().await.unwrap();
    let [id, secret, (name, json)] = sandbox.expose_variables();
    assert_eq!([id.0, secret.0, name], ["ALIGNET_CLIENT_ID", "ALIGNET_CLIENT_SECRET", "ALIGNET_ENVIRONMENT"]);
    assert_eq!((&*id.1, &*secret.1), (sandbox.client_id(), sandbox.expose_client_secret()));
    assert_eq!(
        environment_in(&json),
        format!("Environment {{ name: \"custom\", origins: [{0:?}, {0:?}], .. }}", sandbox.url())
    );

    let wrong =
        "the client is not configured for this: the variable `ALIGNET_ENVIRONMENT` holds no environment: ";
    for (text, problem) in [
        ("{ c4nary", "it is no JSON object, at line 1, column 3"),
        ("{}", "`auth` is missing"),
        (&json.replace("\"audience\"", "\"c4nary\""), "`audience` is missing"),
        (&json.replace("\"audience\"", "\"more\":1,\"audience\""), "`more` is no value of an environment"),
        (
            &json.replace("\"audience\":\"", "\"audience\":7,\"x\":\""),
            "`audience` must be a string, or a list of strings",
        ),
        (
            &json.replace("\"notification_keys\":[", "\"notification_keys\":[7,"),
            "`notification_keys` must be a list of strings",
        ),
    ] {
        assert_eq!(environment_in(text), format!("{wrong}{problem}"));
    }
}

fn tell_what_this_process_finds() {
    let line = |result: Result<String, Error>| result.unwrap_or_else(|error| error.to_string());
    println!("credentials: {}", line(Credentials::from_env().map(|credentials| format!("{credentials:?}"))));
    println!("environment: {}", line(Environment::from_env().map(shown)));
}

/// The name of an environment, and the addresses of a custom one.
fn shown(found: Environment) -> String {
    match found.name() {
        "custom" => format!("{found:?}"),
        name => name.to_owned(),
    }
}
