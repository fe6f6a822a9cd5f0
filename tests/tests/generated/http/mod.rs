//! Tests the parts of HTTP that the shipped contract does not use: `tests/contract/http.toml`.

mod given;
mod lists_and_documents;
mod pages;
mod reply_headers;

use alignet::{Amount, Client, Error, ErrorKind};
use alignet_sandbox::{Fault, Sandbox};
use alignet_tests::{
    local,
    partner::{CreateRobot, DeleteRobot, PayRobot, PayRobotReply, RobotConflict, RobotMistakes, ScrapRobot},
};

#[tokio::test]
async fn a_success_has_the_declared_status_and_body() {
    let (sandbox, alignet) = local::start_serving("contract").await;
    let created = CreateRobot::new(&alignet).shop("7").model("R2").send_with_meta().await.unwrap();
    assert_eq!((created.status().as_u16(), created.into_inner().number), (201, Some(7)));
    let scrapped = ScrapRobot::new(&alignet).shop("7").robot(7).send_with_meta().await.unwrap();
    assert_eq!((scrapped.status().as_u16(), scrapped.headers().get("content-type")), (202, None));
    let deleted = DeleteRobot::new(&alignet).shop("7").robot(7).send_with_meta().await.unwrap();
    assert_eq!(deleted.status().as_u16(), 204);
    assert_eq!(sandbox.calls("delete_robot"), 1);
}

#[tokio::test]
async fn an_absent_body_proves_success_only_with_the_declared_status() {
    let (sandbox, alignet) = local::start_serving("contract").await;
    for status in [200, 202, 205] {
        sandbox.fault("delete_robot", Fault::status(status).body("")).unwrap();
        let error = DeleteRobot::new(&alignet).shop("7").robot(7).send().await.unwrap_err();
        assert_eq!((error.kind(), error.is_indeterminate()), (ErrorKind::Decode, true), "{error}");
    }
    sandbox.fault("create_robot", Fault::status(204).body("")).unwrap();
    let error = CreateRobot::new(&alignet).shop("7").model("R2").send().await.unwrap_err();
    assert_eq!((error.kind(), error.is_indeterminate()), (ErrorKind::Decode, true), "{error}");
}

#[tokio::test]
async fn a_body_that_nobody_declared_counts_by_what_it_says() {
    let (sandbox, alignet) = local::start_serving("contract").await;
    let done = r#"{"success":true,"meta":{"status":{"code":"00"}}}"#;
    sandbox.fault("scrap_robot", Fault::status(202).body(done)).unwrap();
    ScrapRobot::new(&alignet).shop("7").robot(7).send().await.unwrap();
    // The sandbox's own body of a status says that it failed.
    for status in [202, 422] {
        sandbox.fault("scrap_robot", Fault::status(status)).unwrap();
        let error: Error = ScrapRobot::new(&alignet).shop("7").robot(7).send().await.unwrap_err();
        assert_eq!((error.code(), error.is_indeterminate()), (Some("01"), false), "{error}");
    }
}

#[tokio::test]
async fn a_refusal_has_the_body_of_its_status() {
    let (sandbox, alignet) = local::start_serving("contract").await;
    let create = || CreateRobot::new(&alignet).shop("7").model("R2").send();
    let body = r#"{ "mistakes": [{ "field": "model", "limit": "4" }, { "field": 7 }], "more": true }"#;
    sandbox.fault("create_robot", Fault::status(422).body(body)).unwrap();
    let error = create().await.unwrap_err();
    let mistakes = error.reply_as::<RobotMistakes>().unwrap().mistakes;
    let read: Vec<_> = mistakes.iter().map(|one| (one.field.as_deref(), one.limit)).collect();
    assert_eq!(read, [(Some("model"), Some(4)), (None, None)]);
    assert_eq!((error.kind(), error.is_indeterminate()), (ErrorKind::Rejected, false), "{error}");
    assert!(error.reply_as::<RobotConflict>().is_none(), "the type of another status");

    // The sandbox's own refusal has the fields of the type, beside the status object.
    sandbox.fault("create_robot", Fault::status(409)).unwrap();
    let error = create().await.unwrap_err();
    assert!(error.reply_as::<RobotConflict>().unwrap().robot.is_some());
    assert_eq!((error.kind(), error.code()), (ErrorKind::Conflict, Some("01")), "{error}");

    for (status, body) in [(400, body), (422, "[]"), (422, "oops"), (422, "")] {
        sandbox.fault("create_robot", Fault::status(status).body(body)).unwrap();
        assert!(create().await.unwrap_err().reply_as::<RobotMistakes>().is_none(), "{status} {body}");
    }
}

fn pay(
    alignet: &Client,
    key: Option<&str>,
    minor: u64,
) -> impl Future<Output = Result<PayRobotReply, Error>> {
    let amount = Amount::from_minor(minor);
    PayRobot::new(alignet).shop("7").robot(7).amount(amount).idempotency_key(key).send()
}

fn keys(sandbox: &Sandbox) -> Vec<String> {
    let sent = sandbox.requests().into_iter().filter(|sent| sent.operation() == Some("pay_robot"));
    sent.map(|sent| sent.expose_header("idempotency-key").unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_call_is_sent_again_with_its_key_and_carried_out_once() {
    let (sandbox, alignet) = local::start_serving("contract").await;
    // Carried out, but the answer is lost.
    sandbox.fault("pay_robot", Fault::cut()).unwrap();
    let first = pay(&alignet, None, 100).await.unwrap();
    let sent = keys(&sandbox);
    assert!(sent.len() == 2 && sent[0] == sent[1], "{sent:?}");
    assert!(sent[0].len() == 36 && sent[0].as_bytes()[14] == b'4', "{sent:?}");

    let again = pay(&alignet, Some(&sent[0]), 100).await.unwrap();
    assert_eq!(again.receipt.expose(), first.receipt.expose(), "the sandbox remembers it");
    let other = pay(&alignet, None, 100).await.unwrap();
    assert_ne!(other.receipt.expose(), first.receipt.expose());
    assert_ne!(keys(&sandbox)[3], sent[0]);

    let error = pay(&alignet, Some(&sent[0]), 200).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.is_indeterminate()), (422, false), "{error}");
    let error = pay(&alignet, Some(""), 200).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request, "{error}");
}

#[tokio::test]
async fn a_refusal_of_a_later_attempt_leaves_open_what_became_of_the_first() {
    let (sandbox, alignet) = local::start_serving("contract").await;
    sandbox.fault("pay_robot", Fault::cut()).unwrap();
    sandbox.fault("pay_robot", Fault::status(409)).unwrap();
    let error = pay(&alignet, None, 100).await.unwrap_err();
    assert_eq!((error.kind(), error.is_indeterminate()), (ErrorKind::Conflict, true), "{error}");
    let key = error.idempotency_key().unwrap().to_owned();
    assert_eq!(keys(&sandbox), [key.clone(), key.clone()]);
    pay(&alignet, Some(&key), 100).await.unwrap();

    sandbox.fault("pay_robot", Fault::status(503).times(3)).unwrap();
    let error = pay(&alignet, Some("k"), 100).await.unwrap_err();
    assert_eq!((error.is_indeterminate(), error.idempotency_key()), (true, Some("k")), "{error}");
    assert!(!format!("{error} {error:?}").contains(&key));
    assert_eq!(keys(&sandbox).len(), 2 + 1 + 3);

    sandbox.fault("pay_robot", Fault::status(409)).unwrap();
    let error = pay(&alignet, None, 100).await.unwrap_err();
    assert_eq!((error.is_indeterminate(), error.idempotency_key()), (false, None), "{error}");
}
