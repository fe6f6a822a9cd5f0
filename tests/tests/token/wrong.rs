//! Tests credentials and tokens that are wrong from the start.

use alignet::{Client, Credentials, Delivery, Environment, Error, ErrorKind};
use alignet_tests::local;
use http::StatusCode;
use tokio::task::JoinSet;

#[tokio::test]
async fn a_wrong_secret_is_one_token_request_and_unauthorized_for_everyone() {
    let (sandbox, _) = local::start().await;
    let credentials = Credentials::new(sandbox.client_id(), "wrong");
    let alignet = Client::builder(sandbox.environment()).credentials(credentials).build().unwrap();
    let mut callers = JoinSet::new();
    for _ in 0..20 {
        callers.spawn(alignet.create_nonce().send());
    }
    let mut errors: Vec<Error> =
        callers.join_all().await.into_iter().map(|reply| reply.unwrap_err()).collect();
    errors.push(alignet.create_nonce().send().await.unwrap_err());
    for error in errors {
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Unauthorized, Some("create_token")));
        assert_eq!(error.delivery(), Delivery::Answered(StatusCode::UNAUTHORIZED));
        assert!(error.is_auth() && !error.is_timeout() && !error.is_indeterminate());
    }
    assert_eq!((sandbox.calls("create_token"), sandbox.calls("create_nonce")), (1, 0));
}

#[tokio::test]
async fn the_audience_of_another_environment_is_refused_by_name() {
    let (sandbox, _) = local::start().await;
    let environment = Environment::custom()
        .auth(sandbox.url())
        .api(sandbox.url())
        .audience(Environment::PRODUCTION.audience())
        .api_version(Environment::PREPROD.api_version())
        .flex_script("https://flex.example.com/form.js")
        .flex_style("https://flex.example.com/form.css")
        .notification_keys([""])
        .build();
    let alignet = Client::builder(environment).credentials(sandbox.credentials()).build().unwrap();
    assert_eq!(alignet.environment().audience(), "https://api.alignet.io/");
    let error = alignet.create_nonce().send().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Rejected, Some(StatusCode::BAD_REQUEST)));
    assert_eq!((error.operation(), error.code()), (Some("create_token"), Some("01")));
    assert!(error.messages()[0].value.contains("audience"), "{error}");
    assert!(!error.to_string().contains("api.alignet.io"), "{error}");
}

#[tokio::test]
async fn a_fixed_bearer_is_carried_and_never_renewed() {
    let (sandbox, alignet) = local::start().await;
    let token = alignet.create_token().send().await.unwrap().access_token;
    let alignet = local::client(&sandbox).bearer(token.expose().unwrap()).build().unwrap();
    local::nonce(&alignet).await.unwrap();
    sandbox.revoke_tokens();
    let error = local::nonce(&alignet).await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Unauthorized, Some("create_nonce")));
    assert_eq!((sandbox.calls("create_token"), sandbox.calls("create_nonce")), (1, 2));
}
