//! A small HTTP/1.1 client over a plain socket, and sandboxes with the contract of these tests.

#![allow(dead_code)] // Each test file uses its own part.

pub(crate) mod flex;
pub(crate) mod hostile;
pub(crate) mod parcels;
pub(crate) mod paying;
pub(crate) mod refused;
pub(crate) mod sample;

use std::{io, net::SocketAddr, path::Path, time::Duration};

use alignet_sandbox::{Builder, Contract, Sandbox};
use alignet_spec::Sources;
use serde_json::Value as Json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// A request in parts, so that tests can remove and change them.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<Vec<u8>>,
}

/// A response. `body` may be shorter than the announced `Content-Length`.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn new(method: &str, target: &str) -> Self {
        Self { method: method.to_owned(), target: target.to_owned(), headers: Vec::new(), body: None }
    }

    pub(crate) fn without_header(&self, name: &str) -> Self {
        let mut request = self.clone();
        request.headers.retain(|(header, _)| !header.eq_ignore_ascii_case(name));
        request
    }

    pub(crate) fn with_header(&self, name: &str, value: &str) -> Self {
        let mut request = self.without_header(name);
        request.headers.push((name.to_owned(), value.to_owned()));
        request
    }

    pub(crate) fn with_body(&self, body: impl Into<Vec<u8>>) -> Self {
        Self { body: Some(body.into()), ..self.clone() }
    }

    pub(crate) fn json(&self) -> Json {
        serde_json::from_slice(self.body.as_deref().unwrap()).unwrap()
    }

    /// The same request with its body changed by `alter`.
    pub(crate) fn altered(&self, alter: impl FnOnce(&mut serde_json::Map<String, Json>)) -> Self {
        let mut body = self.json();
        alter(body.as_object_mut().unwrap());
        self.with_body(body.to_string())
    }

    /// Sends the request over its own connection, and reads until the connection ends.
    pub(crate) async fn send(&self, to: SocketAddr) -> io::Result<Reply> {
        let mut text = format!("{} {} HTTP/1.1\r\nconnection: close\r\n", self.method, self.target);
        if !self.headers.iter().any(|(name, _)| name == "Host") {
            text.push_str(&format!("host: {to}\r\n"));
        }
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        if let Some(body) = &self.body {
            text.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        text.push_str("\r\n");
        let mut bytes = text.into_bytes();
        bytes.extend(self.body.as_deref().unwrap_or_default());

        let mut stream = TcpStream::connect(to).await?;
        stream.write_all(&bytes).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        Reply::parse(&answer).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}

impl Reply {
    fn parse(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
        let head = String::from_utf8(bytes[..end].to_vec()).ok()?;
        let mut lines = head.lines();
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let headers = lines.filter_map(|line| line.split_once(": "));
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Some(Self { status, headers, body: bytes[end + 4..].to_vec() })
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers.find(|(header, _)| header.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Json {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The message of the failure envelope, whose status is at `path`; checks the rest of the envelope.
    pub(crate) fn problem(&self, path: &[&str]) -> String {
        let json = self.json();
        assert!(json["success"] == false || json["success"] == "false", "{json}");
        let status = path.iter().fold(&json, |json, name| &json[*name]);
        assert_eq!(status["code"], "01", "{json}");
        assert_eq!(status["message_ilgn"][0]["locale"], "en_US");
        status["message_ilgn"][0]["value"].as_str().unwrap().to_owned()
    }
}

/// Waits until `done` returns true; fails after ten seconds.
pub(crate) async fn until(mut done: impl FnMut() -> bool) {
    let wait = async {
        while !done() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), wait).await.unwrap();
}

/// The shipped contract with the endpoints of these tests.
pub(crate) fn contract() -> Contract {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/contract");
    let sources = Sources::read(&folder, "tests/contract").unwrap().extending_shipped();
    Contract::load(sources).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

/// A builder of a sandbox that serves [`contract`], with its records and scenarios.
pub(crate) fn builder() -> Builder {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/contract/sandbox");
    let behaviour = Sources::read(&folder, "tests/contract/sandbox").unwrap();
    Sandbox::builder().contract(contract()).behaviour(behaviour)
}

/// Calls the HTTP interface of the sandbox itself.
pub(crate) async fn ask(sandbox: &Sandbox, method: &str, path: &str, body: Option<Json>) -> Reply {
    let mut request = Request::new(method, &format!("/_sandbox/{path}"));
    if let Some(body) = body {
        request = request.with_header("Content-Type", "application/json").with_body(body.to_string());
    }
    request.send(sandbox.addr()).await.unwrap()
}
