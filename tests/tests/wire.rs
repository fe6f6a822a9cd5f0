//! Tests the bytes on the wire against the vendor's documentation.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use alignet::{Client, Credentials, Environment, Json};
use alignet_tests::{canned, local};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

#[tokio::test]
async fn a_nonce_is_asked_for_as_the_documentation_says() {
    let (environment, requests) = serve([
        canned::token("the.access-token", 86400),
        canned::nonce("nonce", 30),
        canned::nonce("nonce", 30),
    ])
    .await;
    let credentials = Credentials::new("your_client_id", "your \"client\" secret");
    let alignet = Client::builder(environment).credentials(credentials).build().unwrap();
    alignet.create_nonce().send().await.unwrap();
    alignet.create_nonce().send().await.unwrap();

    let [token, nonce, again] = requests.await.unwrap();
    assert_eq!(token.line, "POST /token HTTP/1.1");
    assert_eq!(
        token.headers,
        [
            "accept: application/json",
            "alg-api-version: 1709847567",
            "content-length: …",
            "content-type: application/json",
            "host: …",
            concat!("user-agent: alignet-rust/", env!("CARGO_PKG_VERSION")),
        ]
    );
    assert_eq!(
        token.body,
        json!({
            "action": "authorize",
            "grant_type": "client_credentials",
            "audience": "https://api.preprod.alignet.io/",
            "client_id": "your_client_id",
            "client_secret": "your \"client\" secret",
            "scope": "create:token post:charges",
        })
    );

    assert_eq!(nonce.line, "POST /nonce HTTP/1.1");
    assert_eq!(
        nonce.headers,
        [
            "accept: application/json",
            "alg-api-version: 1709847567",
            "authorization: Bearer the.access-token",
            "content-length: …",
            "content-type: application/json",
            "host: …",
            concat!("user-agent: alignet-rust/", env!("CARGO_PKG_VERSION")),
        ]
    );
    assert_eq!(
        nonce.body,
        json!({
            "action": "create.nonce",
            "audience": "https://api.preprod.alignet.io/",
            "client_id": "your_client_id",
            "scope": "post:charges",
        })
    );
    assert_eq!(again, nonce);
}

/// A request as it was received.
#[derive(Debug, PartialEq)]
struct Raw {
    line: String,
    /// In alphabetical order, without the headers that differ from run to run.
    headers: Vec<String>,
    body: Json,
}

/// Sends these replies on one connection, and collects the requests.
async fn serve<const N: usize>(replies: [String; N]) -> (Environment, tokio::task::JoinHandle<[Raw; N]>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let environment = local::environment(&url, &url);
    let requests = tokio::spawn(async move {
        let mut stream = listener.accept().await.unwrap().0;
        let mut requests = Vec::new();
        for reply in replies {
            requests.push(read(&mut stream).await);
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
                reply.len()
            );
            stream.write_all((head + &reply).as_bytes()).await.unwrap();
        }
        requests.try_into().unwrap()
    });
    (environment, requests)
}

async fn read(stream: &mut TcpStream) -> Raw {
    let mut bytes = Vec::new();
    let (line, headers, rest) = loop {
        assert_ne!(stream.read_buf(&mut bytes).await.unwrap(), 0, "the head breaks off");
        let text = String::from_utf8(bytes.clone()).unwrap();
        if let Some((head, rest)) = text.split_once("\r\n\r\n") {
            let (line, headers) = head.split_once("\r\n").unwrap();
            let headers: Vec<String> = headers.split("\r\n").map(str::to_owned).collect();
            break (line.to_owned(), headers, rest.to_owned());
        }
    };
    let length = headers.iter().find_map(|header| header.strip_prefix("content-length: ")).unwrap();
    let mut body = rest.into_bytes();
    let read = body.len();
    body.resize(length.parse().unwrap(), 0);
    stream.read_exact(&mut body[read..]).await.unwrap();

    let steady = |header: &String| match header.split_once(": ").unwrap() {
        (name @ ("host" | "content-length"), _) => format!("{name}: …"),
        _ => header.clone(),
    };
    let mut headers: Vec<String> = headers.iter().map(steady).collect();
    headers.sort();
    Raw { line, headers, body: serde_json::from_slice(&body).unwrap() }
}
