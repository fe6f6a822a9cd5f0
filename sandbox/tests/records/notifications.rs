//! Tests notifications: built from the contract, signed, and posted only to this machine.

use std::io;

use alignet_sandbox::{Sandbox, SigningKey};
use serde_json::{Value as Json, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

#[tokio::test]
async fn a_notification_is_the_example_with_values_laid_over_it() {
    let sandbox = Sandbox::start().await.unwrap();
    let plain = sandbox.notification("charge", ()).unwrap();
    let over =
        json!({ "merchant_code": "M1", "transaction": { "state": "DENEGADO", "processor_response": null } });
    let other = sandbox.notification("charge", over).unwrap();
    assert_eq!((plain.header.as_str(), plain.signature.len()), ("signature", 344));
    let (mut expected, other): (Json, Json) =
        (serde_json::from_slice(&plain.body).unwrap(), serde_json::from_slice(&other.body).unwrap());
    expected["merchant_code"] = "M1".into();
    expected["transaction"]["state"] = "DENEGADO".into();
    expected["transaction"]["processor_response"] = Json::Null;
    assert_eq!(other, expected);
}

#[tokio::test]
async fn what_the_service_would_not_send_is_refused() {
    let sandbox = Sandbox::start().await.unwrap();
    let refused = |name: &str, over: Json| sandbox.notification(name, over).unwrap_err().to_string();
    let unknown = refused("charges", json!({}));
    let said = "there is no notification `charges`; did you mean `charge`? declared: `charge`";
    assert!(unknown.starts_with(said), "{unknown}");
    assert_eq!(
        refused("charge", json!({ "transaction": { "state": 7 } })),
        "a notification `charge`: transaction.state must be a string, but is a number"
    );
    assert_eq!(
        refused("charge", json!(7)),
        "a notification `charge`: the body must be an object, but is a number"
    );
}

#[tokio::test]
async fn a_sandbox_has_a_key_and_no_other_has_one_that_is_generated() {
    let (one, other) = (Sandbox::start().await.unwrap(), SigningKey::generate().unwrap());
    assert_ne!(one.signing_key().public_key(), other.public_key());
    assert_eq!(one.signing_key().sign("{}"), one.signing_key().sign(b"{}"));
    assert_ne!(one.signing_key().sign("{}"), other.sign("{}"));
    let given = Sandbox::builder().signing_key(other.clone()).start().await.unwrap();
    assert_eq!(given.environment().notification_keys().collect::<Vec<_>>(), [other.public_key()]);
    let shown = format!("{other:?} {given:?} {:?}", Sandbox::builder().signing_key(other.clone()));
    assert!(shown.matches("SigningKey").count() == 1 && shown.contains(other.public_key()), "{shown}");
}

#[tokio::test]
async fn a_notification_is_delivered_once_as_it_was_signed() {
    let sandbox = Sandbox::start().await.unwrap();
    let notification = sandbox.notification("charge", ()).unwrap();
    for (answer, status) in [("200 OK", 200), ("409 Conflict", 409), ("503 Service Unavailable", 503)] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/alignet?shop=1", listener.local_addr().unwrap());
        let length = notification.body.len();
        let merchant = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut heard = Vec::new();
            let end = |heard: &[u8]| heard.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4);
            while end(&heard).is_none_or(|head| heard.len() < head + length) {
                stream.read_buf(&mut heard).await.unwrap();
            }
            let answer = format!("HTTP/1.1 {answer}\r\nContent-Length: 2\r\n\r\nok");
            stream.write_all(answer.as_bytes()).await.unwrap();
            let head = end(&heard).unwrap();
            (String::from_utf8(heard[..head].to_vec()).unwrap(), heard[head..].to_vec())
        });
        assert_eq!(sandbox.deliver(&url, &notification).await.unwrap(), status);
        let (head, body) = merchant.await.unwrap();
        assert!(head.starts_with("POST /alignet?shop=1 HTTP/1.1\r\n"), "{head}");
        assert!(head.contains(&format!("signature: {}\r\n", notification.signature)), "{head}");
        assert!(head.contains("content-type: application/json\r\n"), "{head}");
        assert_eq!(body, notification.body);
    }
}

#[tokio::test]
async fn nothing_is_delivered_to_another_machine() {
    let sandbox = Sandbox::start().await.unwrap();
    let notification = sandbox.notification("charge", ()).unwrap();
    for (url, why) in [
        ("https://127.0.0.1/", "`https://127.0.0.1/` is not plain HTTP, which is all that a sandbox speaks"),
        ("http://192.0.2.1/", "`192.0.2.1` is not this machine, and a sandbox calls no other"),
        ("http://shop.example/", "`shop.example` is not this machine, and a sandbox calls no other"),
        (
            "http://127.0.0.1.shop.example/",
            "`127.0.0.1.shop.example` is not this machine, and a sandbox calls no other",
        ),
        (
            "http://localhost@shop.example/",
            "`shop.example` is not this machine, and a sandbox calls no other",
        ),
        ("http://shop.example@localhost/", "`localhost` is not this machine, and a sandbox calls no other"),
        ("/alignet", "`/alignet` is not a URL with a host"),
        ("http://", "`http://` is not a URL"),
    ] {
        let error = sandbox.deliver(url, &notification).await.unwrap_err();
        assert_eq!((error.kind(), error.to_string().as_str()), (io::ErrorKind::InvalidInput, why));
    }
}

#[tokio::test]
async fn a_merchant_that_is_not_there_is_an_error() {
    let sandbox = Sandbox::start().await.unwrap();
    let notification = sandbox.notification("charge", ()).unwrap();
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let error = sandbox.deliver(&format!("http://{gone}/"), &notification).await.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
}
