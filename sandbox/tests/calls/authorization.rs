//! Tests authorization: credentials, access tokens and scopes.

use std::time::Duration;

use alignet_sandbox::Sandbox;
use alignet_spec::contract::Fill;
use serde_json::json;

use crate::support::{
    Request, builder,
    refused::{refused, status_path},
    sample,
};

#[tokio::test]
async fn bad_credentials_are_401_where_tokens_are_minted_and_name_no_value() {
    let sandbox = Sandbox::start().await.unwrap();
    let bearer = sandbox.contract().api.bearer.clone().unwrap();
    let endpoint = &sandbox.contract().endpoints[bearer.endpoint];
    let request = sample::request(&sandbox, &endpoint.name).await;
    for field in endpoint.body.iter().flatten() {
        if !matches!(field.fill, Fill::ClientId | Fill::ClientSecret) {
            continue;
        }
        let wrong = request.altered(|body| drop(body.insert(field.wire.clone(), json!("wr0ng"))));
        assert_eq!(refused(&sandbox, endpoint, &wrong, &field.wire).await, 401);
        let reply = String::from_utf8(wrong.send(sandbox.addr()).await.unwrap().body).unwrap();
        assert!(!reply.contains("wr0ng") && !reply.contains(sandbox.expose_client_secret()));
    }
}

#[tokio::test]
async fn an_access_token_that_opens_nothing_is_401() {
    let sandbox = builder().start().await.unwrap();
    let endpoint = sample::endpoint(sandbox.contract(), "create_nonce");
    let request = sample::request(&sandbox, "create_nonce").await;
    for value in ["Bearer x.y.z", "Bearer", "Bearer ", "Basic YTpi", "Bearer a b", ""] {
        let altered = request.with_header("Authorization", value);
        assert_eq!(refused(&sandbox, endpoint, &altered, "Authorization").await, 401);
        let problem = altered.send(sandbox.addr()).await.unwrap().problem(&status_path(endpoint));
        let malformed = problem.contains("must be `Bearer`, a space and an access token");
        assert_eq!(malformed, value != "Bearer x.y.z", "{value}: {problem}");
    }
    let reply = request.without_header("Authorization").send(sandbox.addr()).await.unwrap();
    assert_eq!((reply.status, reply.header("www-authenticate")), (401, Some("Bearer")));

    // A nonce is also a secret of this sandbox, but not an access token.
    let nonce = request.send(sandbox.addr()).await.unwrap().json()["nonce"].as_str().unwrap().to_owned();
    let altered = request.with_header("Authorization", &format!("Bearer {nonce}"));
    assert_eq!(refused(&sandbox, endpoint, &altered, "Authorization").await, 401);
}

#[tokio::test]
async fn an_expired_or_revoked_access_token_is_401() {
    let sandbox = builder().lifetime("create_token", Duration::from_secs(100)).start().await.unwrap();
    let endpoint = sample::endpoint(sandbox.contract(), "create_nonce");
    let request = sample::request(&sandbox, "create_nonce").await;
    sandbox.advance(Duration::from_secs(98));
    assert_eq!(request.send(sandbox.addr()).await.unwrap().status, 200);
    sandbox.advance(Duration::from_secs(2));
    assert_eq!(refused(&sandbox, endpoint, &request, "Authorization").await, 401);
    let reply = request.send(sandbox.addr()).await.unwrap();
    assert!(reply.problem(&status_path(endpoint)).contains("expired"));

    let request = sample::request(&sandbox, "create_nonce").await;
    assert_eq!(request.send(sandbox.addr()).await.unwrap().status, 200);
    sandbox.revoke_tokens();
    let reply = request.send(sandbox.addr()).await.unwrap();
    assert_eq!(reply.status, 401);
    assert!(reply.problem(&status_path(endpoint)).contains("revoked"));
    let request = sample::request(&sandbox, "create_nonce").await;
    assert_eq!(request.send(sandbox.addr()).await.unwrap().status, 200);
}

#[tokio::test]
async fn scopes_are_granted_by_the_credentials_and_then_by_the_token() {
    let sandbox = builder().scopes("create:token post:charges get:charges").start().await.unwrap();
    let mint = sample::endpoint(sandbox.contract(), "create_token");
    let request = Request::new("POST", "/token")
        .with_header("ALG-API-VERSION", sandbox.environment_value("api_version").unwrap())
        .with_header("Content-Type", "application/json; charset=utf-8");
    let body = |scope: &str| {
        json!({
            "action": "authorize", "grant_type": "client_credentials",
            "audience": sandbox.environment_value("audience"), "client_id": sandbox.client_id(),
            "client_secret": sandbox.expose_client_secret(), "scope": scope,
        })
    };
    // First a scope that these credentials do not have, then a scope that does not exist.
    let beyond = request.with_body(body("create:token delete:charges").to_string());
    assert_eq!(refused(&sandbox, mint, &beyond, "scope").await, 401);
    let unknown = request.with_body(body("create:token make:coffee").to_string());
    assert_eq!(refused(&sandbox, mint, &unknown, "scope").await, 400);

    let nonce = sample::endpoint(sandbox.contract(), "create_nonce");
    // The token needs the scopes that the endpoint requires, and the scopes that the call requests.
    for (scopes, asked, status, named) in [
        ("create:token get:charges", "get:charges", 403, "Authorization"),
        ("create:token post:charges", "post:charges", 200, ""),
        ("create:token post:charges", "post:charges get:charges", 403, "scope"),
    ] {
        let reply = request.with_body(body(scopes).to_string()).send(sandbox.addr()).await.unwrap();
        assert_eq!(reply.json()["scope"], scopes);
        let token = reply.json()["access_token"].as_str().unwrap().to_owned();
        let call = Request { target: "/nonce".to_owned(), ..request.clone() }
            .with_header("Authorization", &format!("bearer {token}"))
            .with_body(
                json!({
                    "action": "create.nonce", "audience": sandbox.environment_value("audience"),
                    "client_id": sandbox.client_id(), "scope": asked,
                })
                .to_string(),
            );
        let reply = call.send(sandbox.addr()).await.unwrap();
        assert_eq!(reply.status, status, "{scopes}: {}", reply.json());
        if status == 403 {
            let problem = reply.problem(&status_path(nonce));
            assert!(problem.contains(&format!("`{named}`")), "{problem}");
        }
    }
}
