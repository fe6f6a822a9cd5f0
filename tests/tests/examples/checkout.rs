//! Tests the examples that serve a page of a checkout: the shop, and the backend that gives the page its form.

use std::{
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    process::Stdio,
};

use alignet::{Client, Credentials, Json};
use alignet_sandbox::{Fault, RedeemError};
use alignet_tests::local;
use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

use super::command;

#[allow(dead_code, unreachable_pub)]
#[path = "../../../client/examples/checkout_backend.rs"]
mod checkout_backend;

#[tokio::test]
async fn checkout_serves_a_shop_at_the_address_that_it_prints() {
    let mut example = command("checkout", &[]).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(example.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let url = line.trim_end().strip_prefix("open http://").and_then(|rest| rest.strip_suffix('/'));
    let shop: SocketAddr = url.unwrap().parse().unwrap();
    let order = ask_for(shop, "POST", "/orders", "").await;
    assert_eq!((order.status, order.header("location")), (303, Some("/orders/0")));
    let form = ask_for(shop, "GET", "/orders/0", "").await;
    assert_eq!((form.status, form.header("cache-control")), (200, Some("no-store")));
    assert!(form.body.contains("/_sandbox/flex.js\"></script>"), "{}", form.body);
    example.kill().unwrap();
    example.wait().unwrap();
}

/// The buyer, as the page sends it.
const BUYER: &str = r#"{
    "first_name": "Rosa", "last_name": "Quispe", "email": "rosa@example.com",
    "phone": { "country_code": "+51", "subscriber": "900000001" },
    "location": { "line_1": "Jr. Ejemplo 100", "line_2": "", "city": "Lima", "state": "Lima", "country": "PE" }
}"#;

#[tokio::test]
async fn checkout_backend_gives_the_page_a_form_and_a_nonce_that_nobody_keeps() {
    let (sandbox, alignet) = local::start().await;
    let backend = backend(alignet).await;
    let answer = ask(backend, "POST", BUYER).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let mut page: Json = answer.body.parse().unwrap();
    assert!((20_000..=25_000).contains(&page["expires_in_ms"].take().as_u64().unwrap()), "{page}");
    let nonce = page["config"]["nonce"].take();
    assert_eq!(sandbox.redeem(nonce.as_str().unwrap()), Ok(()));
    assert_eq!(sandbox.redeem(nonce.as_str().unwrap()), Err(RedeemError::Used));
    let environment = sandbox.environment();
    let buyer: Json = BUYER.parse().unwrap();
    let expected = json!({
        "script": environment.flex_script(), "style": environment.flex_style(), "expires_in_ms": null,
        "config": { "nonce": null, "payload": {
            "action": "authorize", "channel": "ecommerce", "merchant_code": "your_merchant_code",
            "merchant_operation_number": "400100", "payment_method": {},
            "payment_details": { "amount": "15000", "currency": "604", "billing": buyer },
        } },
    });
    assert_eq!(page, expected);

    let next: Json = ask(backend, "POST", BUYER).await.body.parse().unwrap();
    assert_ne!(next["config"]["nonce"], nonce);
    assert_eq!(next["config"]["payload"]["merchant_operation_number"], "400101");
    assert_eq!(ask(backend, "GET", "").await.status, 405);
    for (from, to, said) in [
        ("\"email\"", "\"e_mail\"", "unknown field `e_mail`"),
        ("\"state\": \"Lima\",", "", "location: missing field `state`"),
    ] {
        let mistaken = ask(backend, "POST", &BUYER.replace(from, to)).await;
        assert_eq!(mistaken.status, 422);
        assert!(mistaken.body.contains(said), "{}", mistaken.body);
    }
    assert_eq!(sandbox.calls("create_nonce"), 2);
}

#[tokio::test]
async fn checkout_backend_tells_the_page_when_to_ask_again_and_nothing_else() {
    let (sandbox, alignet) = local::start().await;
    let credentials = Credentials::new(sandbox.client_id(), "wrong");
    let wrong = Client::builder(sandbox.environment()).credentials(credentials).build().unwrap();
    let (backend_of_wrong, backend) = (backend(wrong).await, backend(alignet).await);

    sandbox.fault("create_nonce", Fault::status(429).header("Retry-After", "3600")).unwrap();
    let limited = ask(backend, "POST", BUYER).await;
    assert_eq!((limited.status, limited.header("retry-after")), (503, Some("3600")));
    sandbox.fault("create_nonce", Fault::status(400)).unwrap();
    let rejected = ask(backend, "POST", BUYER).await;
    assert_eq!(rejected.status, 502);
    let refused = ask(backend_of_wrong, "POST", BUYER).await;
    assert_eq!(refused.status, 502);
    sandbox.shutdown().await;
    let down = ask(backend, "POST", BUYER).await;
    assert_eq!(down.status, 503);
    for answer in [limited, rejected, refused, down] {
        assert_eq!((answer.header("cache-control"), &*answer.body), (Some("no-store"), ""));
    }
}

async fn backend(alignet: Client) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async { axum::serve(listener, checkout_backend::app(alignet)).await });
    address
}

struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Sends a request as a browser would, on a new connection.
async fn ask(backend: SocketAddr, method: &str, body: &str) -> Answer {
    ask_for(backend, method, "/checkout", body).await
}

async fn ask_for(backend: SocketAddr, method: &str, path: &str, body: &str) -> Answer {
    let mut stream = TcpStream::connect(backend).await.unwrap();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {backend}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines.map(|line| line.split_once(": ").unwrap());
    let headers = headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
    Answer { status, headers, body: body.to_owned() }
}

#[tokio::test]
async fn checkout_names_an_order_that_was_paid_twice_for_a_person() {
    let mut example = command("checkout", &[]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(example.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let shop = address(&line);
    let mut log = BufReader::new(example.stderr.take().unwrap()).lines().map(Result::unwrap);
    let sandbox = address(&log.next().unwrap());
    ask_for(shop, "POST", "/orders", "").await;
    let mut transactions = Vec::new();
    for number in ["700100", "700101"] {
        let page = ask_for(shop, "GET", "/orders/0?again", "").await.body;
        let config = page.split("id=\"config\">").nth(1).and_then(|rest| rest.split("</script>").next());
        let opened = ask_for(sandbox, "POST", "/_sandbox/flex/forms", config.unwrap()).await;
        let opened: Json = opened.body.parse().unwrap();
        transactions.push((number, opened["form"].clone()));
    }
    for (number, form) in &mut transactions {
        let card = json!({ "pan": "4474118355632240", "expiry_date": "0328", "security_code": "111" });
        let method = json!({ "method_name": "CARD", "method_details": card });
        let charge = json!({ "form": form, "payment_method": method }).to_string();
        let paid: Json =
            ask_for(sandbox, "POST", "/_sandbox/flex/charges", &charge).await.body.parse().unwrap();
        let id = paid["transaction"]["transaction_id"].as_str().unwrap().to_owned();
        let checked = format!("number={number}&transaction={id}");
        assert_eq!(ask_for(shop, "POST", "/orders/0/check", &checked).await.status, 303);
        *form = id.into();
    }
    let receipt = ask_for(shop, "GET", "/orders/0", "").await.body;
    let said = "This order was paid 2 times, by the operations 700100, 700101.";
    assert!(receipt.contains(said), "{receipt}");
    let named = transactions
        .iter()
        .map(|(number, id)| format!("operation {number}, transaction {}", id.as_str().unwrap()));
    let named = named.collect::<Vec<_>>().join("; ");
    assert_eq!(log.next().unwrap(), format!("order 0: paid 2 times ({named}): for a person to look at"));
    example.kill().unwrap();
    example.wait().unwrap();
}

/// The address at the end of a line of the example, `http://…/`.
fn address(line: &str) -> SocketAddr {
    line.trim_end()
        .rsplit_once("http://")
        .and_then(|(_, rest)| rest.strip_suffix('/'))
        .unwrap()
        .parse()
        .unwrap()
}
