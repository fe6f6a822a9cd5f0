//! Tests the messages of the errors about a client that is not configured correctly.

use std::{env, ffi::OsString};

use alignet::{
    Client, ClientBuilder, Credentials, Delivery, Environment, ErrorKind,
    transport::{Limits, Reqwest, Sending, Transport},
};
use alignet_tests::{
    local,
    respawn::{is_alone, run_alone},
    script::{Reply, Server},
};

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
