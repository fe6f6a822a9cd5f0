//! Tests the server: it starts at the given address, serves many callers and stops cleanly.

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use alignet_sandbox::{Contract, Fault, Sandbox};
use alignet_spec::Sources;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::support::{builder, sample, until};

fn address(text: &str) -> SocketAddr {
    text.parse().unwrap()
}

fn assert_shared<T: Send + Sync + 'static>(_: &T) {}

#[tokio::test]
async fn both_origins_live_on_one_loopback_address() {
    let sandbox = builder().start().await.unwrap();
    assert_shared(&sandbox);
    assert!(sandbox.addr().ip().is_loopback());
    assert_eq!(sandbox.url(), format!("http://{}", sandbox.addr()));
    for operation in ["create_nonce", "get_thing"] {
        let request = sample::request(&sandbox, operation).await;
        assert_eq!(request.send(sandbox.addr()).await.unwrap().status, 200);
    }
}

#[tokio::test]
async fn an_address_that_others_reach_is_refused_unless_allowed() {
    for text in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0", "[::ffff:192.0.2.1]:0"] {
        let error = Sandbox::builder().listen(address(text)).start().await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidInput, "{text}");
        assert!(error.to_string().contains("loopback"), "{error}");
    }
    // The bind may fail on a machine without IPv6, but not as an invalid address.
    let mapped = Sandbox::builder().listen(address("[::ffff:127.0.0.1]:0")).start().await;
    assert!(mapped.map_or_else(|error| error.kind() != io::ErrorKind::InvalidInput, |_| true));
    let sandbox =
        Sandbox::builder().listen(address("0.0.0.0:0")).allow_non_loopback(true).start().await.unwrap();
    assert!(sandbox.addr().ip().is_unspecified());
    assert!(sandbox.url().starts_with("http://127.0.0.1:"));
}

#[tokio::test]
async fn an_address_in_use_is_said_to_be() {
    let sandbox = Sandbox::start().await.unwrap();
    let error = Sandbox::builder().listen(sandbox.addr()).start().await.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::AddrInUse);
    assert!(error.to_string().starts_with(&sandbox.addr().to_string()), "{error}");
}

#[tokio::test]
async fn names_that_the_contract_lacks_are_refused_with_the_nearest() {
    let error = Sandbox::builder().environment("PREPRODD").start().await.unwrap_err();
    assert!(error.to_string().contains("did you mean `PREPROD`?"), "{error}");
    let error = Sandbox::builder().lifetime("create_nonse", Duration::ZERO).start().await.unwrap_err();
    assert!(error.to_string().contains("did you mean `create_nonce`?"), "{error}");
}

#[tokio::test]
async fn another_environment_can_be_stood_in_for() {
    let sandbox = Sandbox::builder().environment("PRODUCTION").start().await.unwrap();
    assert_eq!(sandbox.environment_value("audience"), Some("https://api.alignet.io/"));
    assert_eq!(sandbox.environment_value("nothing"), None);
    assert_eq!(
        sample::request(&sandbox, "create_nonce").await.send(sandbox.addr()).await.unwrap().status,
        200
    );
}

#[tokio::test]
async fn a_shutdown_frees_the_port() {
    let sandbox = Sandbox::start().await.unwrap();
    let address = sandbox.addr();
    let idle = TcpStream::connect(address).await.unwrap();
    sandbox.shutdown().await;
    TcpListener::bind(address).await.unwrap();
    drop(idle);
}

#[tokio::test]
async fn a_shutdown_lets_calls_end() {
    let sandbox = Sandbox::start().await.unwrap();
    let request = sample::request(&sandbox, "create_nonce").await;
    sandbox.fault("create_nonce", Fault::usual().delay(Duration::from_millis(50))).unwrap();
    let address = sandbox.addr();
    let call = tokio::spawn(async move { request.send(address).await });
    until(|| sandbox.calls("create_nonce") == 1).await;
    sandbox.shutdown().await;
    assert_eq!(call.await.unwrap().unwrap().status, 200);
}

#[tokio::test]
async fn a_dropped_sandbox_stops_at_once() {
    let sandbox = Sandbox::start().await.unwrap();
    let request = sample::request(&sandbox, "create_nonce").await;
    sandbox.fault("create_nonce", Fault::usual().delay(Duration::from_secs(3600))).unwrap();
    let address = sandbox.addr();
    let call = tokio::spawn(async move { request.send(address).await });
    until(|| sandbox.calls("create_nonce") == 1).await;
    let dropped = Instant::now();
    drop(sandbox);
    call.await.unwrap().unwrap_err();
    // A shutdown would have waited a second for the call.
    assert!(dropped.elapsed() < Duration::from_millis(900));
    until(|| std::net::TcpListener::bind(address).is_ok()).await;
}

#[tokio::test]
async fn a_connection_serves_one_call_after_another() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut stream = TcpStream::connect(sandbox.addr()).await.unwrap();
    for _ in 0..3 {
        stream.write_all(b"GET /nowhere HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        let mut bytes = Vec::new();
        while !bytes.ends_with(b"\"success\":false}") {
            assert_ne!(stream.read_buf(&mut bytes).await.unwrap(), 0);
        }
        assert!(bytes.starts_with(b"HTTP/1.1 404"));
    }
}

#[tokio::test]
async fn a_request_that_breaks_off_is_no_call() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut stream = TcpStream::connect(sandbox.addr()).await.unwrap();
    stream.write_all(b"POST /nonce HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{").await.unwrap();
    stream.shutdown().await.unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    assert_eq!((sandbox.calls("create_nonce"), sandbox.requests().len()), (0, 0));
}

/// A complete contract with two endpoints of the same method and path at two hosts.
const CLASH: &str = r#"
[api]
doc = "Two hosts."
[api.origins]
one = "A host."
two = "Another."
[first]
doc    = "Reads."
route  = "GET /items/{id}"
origin = "one"
status = "meta.status"
reply  = "Reply"
[first.path]
id = { type = "string", doc = "Which one." }
[second]
doc    = "Reads."
route  = "GET /items/{number}"
origin = "two"
status = "meta.status"
reply  = "Reply"
[second.path]
number = { type = "string", doc = "Which one." }
[Reply]
doc = "A reply."
[Reply.fields]
success = { type = "boolean", doc = "Whether it worked." }
meta    = { type = "Meta", doc = "How it went." }
[Meta]
doc = "How it went."
[Meta.fields]
status = { type = "Status", doc = "How it went." }
[Status]
doc = "How it went."
[Status.fields]
code         = { type = "string", doc = "In short." }
message_ilgn = { type = "[Message]", doc = "In words." }
[Message]
doc = "A sentence."
[Message.fields]
locale = { type = "string", doc = "In which language." }
value  = { type = "string", doc = "The sentence." }
"#;

#[tokio::test]
async fn a_contract_without_environments_is_served_but_not_one_with_a_clash() {
    let load = |text: &str| Contract::load(Sources::from_texts("clash", &[("api.toml", text)])).unwrap();
    let error = Sandbox::builder().contract(load(CLASH)).start().await.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
    let message = error.to_string();
    assert!(message.starts_with("`first` (origin `one`) and `second` (origin `two`)"), "{message}");
    assert!(message.contains("GET /items/{number}"), "{message}");

    let contract = load(&CLASH.replace("GET /items/{number}", "GET /items/{number}/parts"));
    let sandbox = Sandbox::builder().contract(contract).start().await.unwrap();
    for operation in ["first", "second"] {
        let request = sample::request(&sandbox, operation).await;
        assert_eq!(request.send(sandbox.addr()).await.unwrap().status, 200);
    }
}

/// Two endpoints of one route, which a fixed field of the body tells apart.
#[tokio::test]
async fn calls_of_one_route_are_told_apart_by_what_they_fix() {
    let told_apart = |text: &str, kind: &str| {
        let (before, after) = text.split_once(&format!("[{kind}.path]")).unwrap();
        let body =
            format!("[{kind}.body]\nkind = {{ const = \"{kind}\", doc = \"The kind.\" }}\n[{kind}.path]");
        format!("{before}{body}{after}")
    };
    let posts = CLASH.replace("GET", "POST").replace("origin =", "repeat = \"harmless\"\norigin =");
    let text = told_apart(&told_apart(&posts, "first"), "second");
    let contract = Contract::load(Sources::from_texts("clash", &[("api.toml", &text)])).unwrap();
    let sandbox = Sandbox::builder().contract(contract).start().await.unwrap();
    for operation in ["second", "first", "second"] {
        let request = sample::request(&sandbox, operation).await;
        assert_eq!(request.send(sandbox.addr()).await.unwrap().status, 200);
        assert_eq!(sandbox.requests().pop().unwrap().operation(), Some(operation));
    }
    let mut neither = sample::request(&sandbox, "second").await;
    neither.body = Some(br#"{ "kind": "third" }"#.to_vec());
    assert_eq!(neither.send(sandbox.addr()).await.unwrap().status, 400);
    assert_eq!(sandbox.requests().pop().unwrap().operation(), Some("first"));
}

#[tokio::test]
async fn the_observer_hears_of_each_call_once() {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&lines);
    let sandbox = builder()
        .keep_calls(0)
        .on_call(move |call| heard.lock().unwrap().push(call.to_string()))
        .start()
        .await
        .unwrap();
    sample::request(&sandbox, "get_thing").await.send(sandbox.addr()).await.unwrap();
    assert!(sandbox.requests().is_empty());
    let lines = lines.lock().unwrap();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with("POST /token 200 in "), "{lines:?}");
    assert!(lines[1].starts_with("GET /things/{owner}/{number} 200 in "), "{lines:?}");
}
