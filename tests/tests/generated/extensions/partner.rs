//! Tests a partner's own contract: its calls use the same client, and the sandbox serves it.

use alignet::ErrorKind;
use alignet_sandbox::Fault;
use alignet_tests::{
    local,
    partner::{ClientExt as _, GetRobot, RobotDisplayKind, RobotState},
};

#[tokio::test]
async fn its_endpoints_are_called_like_the_shipped_ones() {
    let (sandbox, alignet) = local::start_serving("contract").await;
    let call = alignet.get_robot().shop("Ñandú & 50% / 7").robot(-3).payment_facilitator_code("F1");
    let reply = call.send().await.unwrap();
    let robot = reply.robot.unwrap();
    assert_eq!(robot.state, Some(RobotState::Asleep));
    let displays: Vec<_> =
        robot.displays.iter().map(|display| (display.kind.as_ref().unwrap(), display.lines)).collect();
    assert!(
        matches!(displays[..], [(RobotDisplayKind::Buyer, Some(2)), (RobotDisplayKind::Unknown(other), Some(40))] if other.as_str() == "HOLOGRAM")
    );

    let sent = sandbox.requests().pop().unwrap();
    assert_eq!((sent.method(), sent.route()), ("GET", Some("/shops/{shop}/robots/{robot}")));
    assert_eq!(sent.expose_path(), "/shops/%C3%91and%C3%BA%20%26%2050%25%20%2F%207/robots/-3");
    assert_eq!(sent.expose_header("payment-facilitator-code"), Some("F1"));
    assert_eq!((sent.expose_body().len(), sent.expose_header("content-type")), (0, None));

    GetRobot::new(&alignet).robot(1).shop("7").send().await.unwrap();
    assert_eq!(sandbox.requests().pop().unwrap().expose_header("payment-facilitator-code"), None);
    // The shipped call fetches a second token, because its contract requests other scopes.
    alignet.create_nonce().send().await.unwrap();
    assert_eq!((sandbox.calls("create_token"), sandbox.calls("get_robot")), (2, 2));
}

#[tokio::test]
async fn what_no_path_or_header_can_carry_is_not_sent() {
    let (sandbox, alignet) = local::start_serving("contract").await;
    let call = || GetRobot::new(&alignet).robot(1);
    for shop in ["", ".", ".."] {
        let error = call().shop(shop).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert_eq!(
            error.to_string(),
            "get_robot: the request can't be sent as given: `shop` is empty, `.` or `..`, which would be another path"
        );
    }
    for code in ["line\nbreak", "nul\0"] {
        let error = call().shop("7").payment_facilitator_code(code).send().await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "get_robot: the request can't be sent as given: `payment-facilitator-code` has a character that a header can't carry"
        );
    }
    assert_eq!(sandbox.requests().len(), 0);
}

#[tokio::test]
async fn what_is_not_as_declared_is_left_out_and_listed() {
    let (sandbox, alignet) = local::start_serving("contract").await;
    let reply = sandbox.contract().endpoints.iter().find(|one| one.name == "get_robot").unwrap();
    let reply = reply.example.reply.as_ref().unwrap().value.clone();
    for (from, to, unread) in [
        ("\"lines\": 40", "\"lines\": 4.5", &["robot.displays.1.lines"][..]),
        ("\"lines\": 40", "\"rows\": 40", &[]),
        ("{ \"kind\": \"BUYER\", \"lines\": \"2\" }", "\"a display\"", &["robot.displays.0"]),
        ("\"ASLEEP\"", "7", &["robot.state"]),
    ] {
        sandbox.fault("get_robot", Fault::usual().body(reply.replace(from, to))).unwrap();
        let response = GetRobot::new(&alignet).shop("7").robot(1).send_with_meta().await.unwrap();
        assert_eq!(response.unread(), unread, "{to}");
        let robot = response.into_inner().robot.unwrap();
        let displays = if to.contains("display\"") { 1 } else { 2 };
        assert_eq!((robot.state.is_none(), robot.displays.len()), (to == "7", displays), "{to}");
    }
}
