//! Tests replies that prove nothing in themselves, lists and documents: `tests/contract/http.toml`.

use std::{env, fs, process};

use alignet::{Client, Document, Error, ErrorKind, Response, testing};
use alignet_sandbox::{Fault, Sandbox};
use alignet_tests::{
    canary::{debugged, seen},
    local,
    partner::{BuiltRobot, ExportRobots, GetRobotReceipt, ListRobots, ListRobotsReplyHeaders, RobotConflict},
};

const PDF: &str = "application/pdf";

async fn start() -> (Sandbox, Client) {
    local::start_serving("contract").await
}

async fn list(alignet: &Client) -> Result<Response<Vec<BuiltRobot>, ListRobotsReplyHeaders>, Error> {
    ListRobots::new(alignet).shop("7").send_with_meta().await
}

async fn receipt(alignet: &Client) -> Result<Response<Document>, Error> {
    GetRobotReceipt::new(alignet).shop("7").robot(7).send_with_meta().await
}

/// The error of a receipt that came like this.
async fn no_receipt(sandbox: &Sandbox, alignet: &Client, fault: Fault) -> Error {
    sandbox.fault("get_robot_receipt", fault).unwrap();
    receipt(alignet).await.expect_err("it is no receipt")
}

#[tokio::test]
async fn a_list_is_read_item_by_item() {
    let (sandbox, alignet) = start().await;
    let served = list(&alignet).await.unwrap();
    assert_eq!((served.status().as_u16(), served.reply().len(), served.unread().len()), (200, 1, 0));
    assert_eq!(served.reply()[0].shop, "7");

    let body = r#"[{"shop":"7","number":1,"model":"R2","more":[]},{"shop":"7","number":"x","built":7},{"shop":7},null,
        {"shop":"7","number":5,"model":"R5","built":"2026-01-31"}]"#;
    sandbox.fault("list_robots", Fault::usual().body(body)).unwrap();
    let response = list(&alignet).await.unwrap();
    let read: Vec<_> = response.reply().iter().map(|robot| (robot.number, robot.model.as_deref())).collect();
    assert_eq!(read, [(Some(1), Some("R2")), (None, None), (Some(5), Some("R5"))]);
    assert_eq!(response.unread(), ["1.number", "1.built", "2"]);
    assert_eq!(response.body(), Some(body));

    for body in ["[]", " \n[ ]"] {
        sandbox.fault("list_robots", Fault::usual().body(body)).unwrap();
        assert_eq!(list(&alignet).await.unwrap().into_inner(), []);
    }
    let kept = serde_json::to_string(response.reply()).unwrap();
    assert_eq!(serde_json::from_str::<Vec<BuiltRobot>>(&kept).unwrap(), *response.reply());
    let made: BuiltRobot =
        testing::from_json(serde_json::json!({ "shop": "7", "number": 1, "model": "R2" })).unwrap();
    assert_eq!(made, response.reply()[0]);
}

#[tokio::test]
async fn a_list_is_about_its_request() {
    let (sandbox, alignet) = start().await;
    sandbox.fault("list_robots", Fault::about_another()).unwrap();
    let error = list(&alignet).await.unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Protocol, Some("shop")), "{error}");
    let mixed = r#"[{"shop":"7"},{"shop":"8"}]"#;
    sandbox.fault("list_robots", Fault::usual().body(mixed)).unwrap();
    assert_eq!(list(&alignet).await.unwrap_err().kind(), ErrorKind::Protocol);
}

#[tokio::test]
async fn only_a_list_is_a_list() {
    let (sandbox, alignet) = start().await;
    let failed = r#"{"success":false,"meta":{"status":{"code":"51","message_ilgn":[]}}}"#;
    let done = r#"{"success":true,"meta":{"status":{"code":"00","message_ilgn":[]}}}"#;
    let both = r#"{"success":true,"meta":{"status":{"code":"51","message_ilgn":[]}}}"#;
    use ErrorKind::{Api, Contradictory, Decode, NotFound, Protocol, TooLarge};
    let long = format!("[{}{{}}]", "{},".repeat(1024 * 1024 / 3));
    let json = "application/json";
    for (status, media, body, kind, text) in [
        (200, json, failed, Api, "(code 51)"),
        (404, json, failed, NotFound, "(code 51)"),
        (200, json, both, Contradictory, "(code 51)"),
        (200, json, done, Decode, "it is no list"),
        (200, json, "{}", Decode, "it is no list"),
        (200, json, "null", Decode, "it is no list"),
        (200, json, "", Decode, "it is no list"),
        (200, "text/html", "[]", Decode, "it is not JSON by its content type"),
        (201, json, "[]", Decode, "a success is HTTP 200 by the contract"),
        (200, json, "[{}", Decode, "it breaks off"),
        (200, json, "[{}]]", Decode, "it is not JSON"),
        (200, json, &long, TooLarge, ""),
        (302, json, "[]", Protocol, ""),
    ] {
        sandbox
            .fault("list_robots", Fault::status(status).header("content-type", media).body(body.to_owned()))
            .unwrap();
        let error = list(&alignet).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{status} {media} {error}");
        assert!(error.to_string().contains(text), "{status} {media} {error}");
        assert!(!error.is_indeterminate(), "a read does nothing");
    }
    let broken = ["[\"\u{1}\"]".as_bytes(), b"[\"\xff\"]", b"[{\"shop\":}]"];
    for body in broken {
        sandbox.fault("list_robots", Fault::usual().body(body.to_vec())).unwrap();
        assert_eq!(list(&alignet).await.unwrap_err().kind(), Decode);
    }
    sandbox.fault("list_robots", Fault::usual().cut_after(5).times(3)).unwrap();
    let error = list(&alignet).await.unwrap_err();
    assert!(error.is_temporary() && error.kind() == ErrorKind::Transport, "{error}");
    // A refusal may have a body of its own, as elsewhere.
    sandbox.fault("list_robots", Fault::status(404)).unwrap();
    assert!(list(&alignet).await.unwrap_err().reply_as::<RobotConflict>().is_some());
}

#[tokio::test]
async fn a_document_arrives_byte_for_byte() {
    let (sandbox, alignet) = start().await;
    let response = receipt(&alignet).await.unwrap();
    assert_eq!((response.status().as_u16(), response.body()), (200, None));
    assert!(response.reply().bytes().starts_with(b"%PDF-1.4\n"));
    let path = env::temp_dir().join(format!("receipt-{}.pdf", process::id()));
    fs::write(&path, response.reply()).unwrap();
    assert_eq!(fs::read(&path).unwrap(), response.into_inner().into_bytes());
    fs::remove_file(path).unwrap();
    let sent = sandbox.requests().pop().unwrap();
    assert_eq!(sent.expose_header("accept"), Some("application/pdf, application/json"));

    let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    sandbox.fault("get_robot_receipt", Fault::usual().body(bytes.clone())).unwrap();
    assert_eq!(receipt(&alignet).await.unwrap().reply().bytes(), bytes);
    sandbox.fault("get_robot_receipt", Fault::usual().body("")).unwrap();
    assert_eq!(receipt(&alignet).await.unwrap().reply().bytes(), b"", "an empty document is one");

    // Parameters and case are the service's, and another status is the contract's.
    let media = "Text/CSV; charset=iso-8859-1";
    sandbox.fault("export_robots", Fault::usual().header("content-type", media)).unwrap();
    let export = ExportRobots::new(&alignet).shop("7").send_with_meta().await.unwrap();
    assert_eq!(export.status().as_u16(), 203);
    let export = export.into_inner();
    assert_eq!((export.media_type(), export.content_type()), ("Text/CSV", media));
    assert_eq!(export.bytes(), b"number;model\n7;R2\n", "the example of the contract");
    assert_eq!(export, Document::new(media, *b"number;model\n7;R2\n"));
}

#[tokio::test]
async fn only_the_declared_media_type_is_a_document() {
    let (sandbox, alignet) = start().await;
    let html = "<html>Rosa Ejemplo, 4111111111111111</html>";
    for (status, media, text) in [
        (200, "text/html; charset=utf-8", "it is `text/html`, and not `application/pdf`"),
        (200, "application/x-pdf", "it is `application/x-pdf`, and not `application/pdf`"),
        (200, "", "it has no plain content type, and is to be `application/pdf`"),
        (200, "a<b>/c", "it has no plain content type, and is to be `application/pdf`"),
        (206, PDF, "a success is HTTP 200 by the contract"),
        (204, PDF, "a success is HTTP 200 by the contract"),
    ] {
        let fault = Fault::status(status).header("content-type", media).body(html);
        let error = no_receipt(&sandbox, &alignet, fault).await;
        assert_eq!((error.kind(), error.reply()), (ErrorKind::Decode, None), "{status} {media} {error}");
        assert!(error.to_string().contains(text), "{status} {media} {error}");
        assert!(!format!("{} {}", seen(&error), debugged(&error)).contains("Rosa"), "{error:?}");
    }
    let fault = Fault::usual().header("content-encoding", "gzip");
    assert_eq!(no_receipt(&sandbox, &alignet, fault).await.kind(), ErrorKind::Protocol);
    assert_eq!(sandbox.calls("get_robot_receipt"), 7, "a complete answer is not asked for again");
}

#[tokio::test]
async fn a_failure_is_never_taken_for_a_document() {
    let (sandbox, alignet) = start().await;
    let failed =
        r#"{"success":false,"result":{"code":"51","message_ilgn":[{"locale":"es_PE","value":"No hay"}]}}"#;
    for (status, media, kind) in [
        (200, "application/json", ErrorKind::Api),
        (200, "application/problem+json", ErrorKind::Api),
        // A service that forgets to say so.
        (200, PDF, ErrorKind::Api),
        (404, PDF, ErrorKind::NotFound),
        (404, "application/json", ErrorKind::NotFound),
    ] {
        let fault = Fault::status(status).header("content-type", media).body(failed);
        let error = no_receipt(&sandbox, &alignet, fault).await;
        assert_eq!((error.kind(), error.code()), (kind, Some("51")), "{status} {media} {error}");
        assert_eq!(error.messages()[0].value, "No hay", "{status} {media}");
        assert_eq!(error.reply().unwrap()["success"], false);
    }
    let done = failed.replace("false", "true").replace("51", "00");
    for media in ["application/json", PDF] {
        let fault = Fault::usual().header("content-type", media).body(done.clone());
        let error = no_receipt(&sandbox, &alignet, fault).await;
        assert_eq!((error.kind(), error.code()), (ErrorKind::Decode, None), "{media} {error}");
    }
    // The sandbox's own refusals are in JSON, with the status where the contract says.
    for status in [200, 403] {
        let error = no_receipt(&sandbox, &alignet, Fault::status(status)).await;
        assert_eq!(
            (error.code(), error.reply().unwrap()["result"]["code"].as_str()),
            (Some("01"), Some("01"))
        );
    }
    // JSON that says nothing of a call is a document, if it comes as one.
    sandbox.fault("get_robot_receipt", Fault::usual().body(r#"{"page":1}"#)).unwrap();
    assert_eq!(receipt(&alignet).await.unwrap().reply().bytes(), br#"{"page":1}"#);
}

#[tokio::test]
async fn a_document_arrives_whole_and_within_its_limit() {
    let (sandbox, alignet) = start().await;
    sandbox.fault("get_robot_receipt", Fault::usual().cut_after(100)).unwrap();
    receipt(&alignet).await.expect("it is asked for again");
    let error = no_receipt(&sandbox, &alignet, Fault::usual().cut_after(100).times(3)).await;
    assert!(error.is_temporary() && error.kind() == ErrorKind::Transport, "{error}");
    assert_eq!(sandbox.calls("get_robot_receipt"), 2 + 3);

    let whole = |bytes: usize| Fault::usual().body(vec![b'x'; bytes]);
    let limit = alignet::reliability::REPLY;
    sandbox.fault("get_robot_receipt", whole(limit)).unwrap();
    assert_eq!(receipt(&alignet).await.unwrap().reply().bytes().len(), limit);
    let error = no_receipt(&sandbox, &alignet, whole(limit + 1)).await;
    assert_eq!((error.kind(), error.is_temporary()), (ErrorKind::TooLarge, false), "{error}");

    let alignet = local::client(&sandbox).largest_document(limit + 1).build().unwrap();
    sandbox.fault("get_robot_receipt", whole(limit + 1)).unwrap();
    assert_eq!(receipt(&alignet).await.unwrap().reply().bytes().len(), limit + 1);
    sandbox.fault("list_robots", Fault::usual().body(format!("[{}]", " ".repeat(limit)))).unwrap();
    assert_eq!(list(&alignet).await.unwrap_err().kind(), ErrorKind::TooLarge, "a list is no document");
}

#[tokio::test]
async fn what_a_document_holds_is_not_shown() {
    let (sandbox, alignet) = start().await;
    sandbox.fault("get_robot_receipt", Fault::usual().body("Rosa Ejemplo")).unwrap();
    let response = receipt(&alignet).await.unwrap();
    let shown = format!("{} {}", debugged(&response), debugged(response.reply()));
    assert!(!shown.contains("Rosa") && shown.contains("bytes: 12"), "{shown}");
}
