//! Tests the parts of HTTP that the shipped contract does not use: `tests/contract/http.toml`.

use alignet::{Error, ErrorKind};
use alignet_sandbox::Fault;
use alignet_tests::{
    local,
    partner::{CreateRobot, DeleteRobot, RobotConflict, RobotMistakes, ScrapRobot},
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
