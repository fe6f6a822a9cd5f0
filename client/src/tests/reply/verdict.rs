//! The verdict over every reply and notification that a service can send, checked against the properties that always hold.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header::CONTENT_TYPE};

use crate::{
    Outcome,
    api::{ChargeNotification, ChargeState},
    call::indeterminate::is_unsettled,
    clock::Moment,
    codegen::{endpoint::Operation, wire::read_reply},
    error::ErrorKind,
    fuzz::unsent,
    redact::Secrets,
    reply::{
        accept::{AcceptedReply, accept},
        failure::Failure,
    },
    transport::Limits,
};

use super::decision::REFUSALS;

/// Endpoints like `authorize_charge`, with a required and with an optional status object.
const STRICT: Operation = Operation::post("charge", 0, "/")
    .partial("01")
    .open(&["03"])
    .outcomes(&[("transaction.state", ChargeState::STATES)])
    .status(&["meta", "status"]);
const OPTIONAL: Operation = STRICT.optional_status(&["meta", "status"]);

/// The fields of a body, and a flag that is true if no name occurs twice.
struct Said {
    json: &'static str,
    once: bool,
}

const fn once(json: &'static str) -> Said {
    Said { json, once: true }
}

const fn twice(json: &'static str) -> Said {
    Said { json, once: false }
}

const SUCCESSES: [Said; 12] = [
    once(r#""success":true"#),
    once(r#""success":"true""#),
    once(r#""success":false"#),
    once(r#""success":"false""#),
    once(r#""x":0"#),
    once(r#""success":null"#),
    once(r#""success":1"#),
    once(r#""success":{"success":true}"#),
    once(r#""success":[true]"#),
    twice(r#""success":true,"success":false"#),
    twice(r#""success":false,"success":true"#),
    twice(r#""success":true,"succes\u0073":true"#),
];

const CODES: [Said; 15] = [
    once(r#""meta":{"status":{"code":"00"}}"#),
    once(r#""meta":{"status":{"code":"01"}}"#),
    once(r#""meta":{"status":{"code":"03"}}"#),
    once(r#""meta":{"status":{"code":"51"}}"#),
    once(r#""meta":{"status":{"code":"000"}}"#),
    once(r#""meta":{"status":{}}"#),
    once(r#""meta":{}"#),
    once(r#""y":0"#),
    once(r#""meta":null"#),
    once(r#""meta":{"status":{"code":0}}"#),
    once(r#""meta":[{"status":{"code":"00"}}]"#),
    once(r#""meta":{"status":{"code":["00"]}}"#),
    twice(r#""meta":{"status":{"code":"00","code":"51"}}"#),
    twice(r#""meta":{"status":{"code":"51"},"status":{"code":"00"}}"#),
    twice(r#""meta":{"status":{"code":"00"}},"meta":{}"#),
];

const STATES: [&str; 11] = [
    r#""transaction":{}"#,
    r#""transaction":{"state":"AUTORIZADO"}"#,
    r#""transaction":{"state":"LIQUIDADO"}"#,
    r#""transaction":{"state":"EXTORNADO"}"#,
    r#""transaction":{"state":"PENDIENTE"}"#,
    r#""transaction":{"state":"DENEGADO"}"#,
    r#""transaction":{"state":"NUEVO"}"#,
    r#""transaction":{"state":null}"#,
    r#""transaction":{"state":7}"#,
    r#""transaction":{"state":"DENEGADO","state":"AUTORIZADO"}"#,
    r#""transaction":[{"state":"DENEGADO"},{"state":"PENDIENTE"}]"#,
];

/// The states in a body that say that money moved, or may have moved.
const MOVED: [&str; 5] = ["AUTORIZADO", "LIQUIDADO", "EXTORNADO", "PENDIENTE", "NUEVO"];

const STATUSES: [u16; 12] = [200, 202, 204, 307, 400, 401, 402, 408, 429, 499, 503, 999];

/// Combines the fields into bodies, in this order and in reverse order.
fn bodies() -> impl Iterator<Item = (&'static Said, &'static Said, &'static str, [String; 2])> {
    SUCCESSES.iter().flat_map(|success| {
        CODES.iter().flat_map(move |code| {
            STATES.iter().map(move |state| {
                let forward = format!("{{{},{},{state}}}", success.json, code.json);
                let backward = format!("{{{state},{},{}}}", code.json, success.json);
                (success, code, *state, [forward, backward])
            })
        })
    })
}

#[test]
fn every_reply_is_decided_as_promised() {
    let mut tried = 0;
    for status in STATUSES {
        for (success, code, state, bodies) in bodies() {
            for body in bodies {
                for (operation, optional) in [(&STRICT, false), (&OPTIONAL, true)] {
                    tried += 1;
                    assert_reply(operation, optional, status, [success, code], state, &body);
                }
            }
        }
    }
    println!("{tried} replies of {} statuses", STATUSES.len());
    assert!(tried > 80_000);
}

fn accepted(operation: &Operation, status: u16, body: &str) -> Result<AcceptedReply, Failure> {
    // A reply without a content type counts as JSON.
    received(operation, status, body, None)
}

fn received(
    operation: &Operation,
    status: u16,
    body: &str,
    content_type: Option<&'static str>,
) -> Result<AcceptedReply, Failure> {
    let mut response = Response::new(Bytes::from(body.to_owned()));
    let content_type = content_type.map(|media| (CONTENT_TYPE, HeaderValue::from_static(media)));
    response.headers_mut().extend(content_type);
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    let limits =
        Limits::new(tokio::time::Instant::now(), std::time::Duration::from_secs(1), 4096, 4096, false);
    accept(operation, &unsent(), response, limits, Moment::now(), &Secrets::of_client(["", ""]))
}

fn assert_reply(
    operation: &'static Operation,
    optional: bool,
    status: u16,
    [success, code]: [&Said; 2],
    state: &str,
    body: &str,
) {
    match accepted(operation, status, body) {
        Ok(_) => {
            assert!((200..300).contains(&status) && success.once && code.once, "{status} {body}");
            assert!(matches!(success.json, r#""success":true"# | r#""success":"true""#), "{body}");
            let absent = ["{}}", "\"y\"", "{}", "null"].iter().any(|end| code.json.contains(end));
            let coded = code.json.contains(r#""00""#) || code.json.contains(r#""01""#);
            assert!(coded && !code.json.contains('[') || optional && absent, "{body}");
        }
        Err(failure) if !is_unsettled(&failure.error) => {
            assert!(success.once && code.once, "{status} {body}");
            assert!(!MOVED.iter().any(|word| state.contains(word)), "{status} {body}");
            let refused = REFUSALS.contains(&status);
            let failed = (200..300).contains(&status)
                && success.json.contains("false")
                && !["\"00\"", "\"01\"", "\"03\"", "{}", "\"y\"", "null"]
                    .iter()
                    .any(|code_of_no_failure| code.json.contains(code_of_no_failure));
            let a_code = !code.json.contains('[') && !code.json.contains(":0}");
            assert!(a_code && (refused || failed), "{status} {body}");
        }
        Err(_) => {}
    }
}

/// Every status without a body, to endpoints that declare a success without one, and to others.
#[test]
fn only_a_declared_status_without_a_body_succeeds() {
    for declared in [None, Some(202), Some(204)] {
        let operation = declared.map_or(STRICT, |status| STRICT.bodyless(status));
        for status in 100..1000 {
            for body in ["", " ", "{}", "null", r#"{"success":true}"#] {
                let succeeded = accepted(&operation, status, body).is_ok();
                let expected = body.is_empty() && declared == Some(status);
                assert_eq!(succeeded, expected, "{declared:?}, {status} {body}");
            }
            let whole = r#"{"success":true,"meta":{"status":{"code":"00"}}}"#;
            assert_eq!(accepted(&operation, status, whole).is_ok(), (200..300).contains(&status), "{status}");
        }
    }
}

/// Every status with lists and documents, to endpoints that declare one.
#[test]
fn only_a_declared_status_with_a_body_of_the_declared_kind_succeeds() {
    const FAILED: &str = r#"{"success":false,"meta":{"status":{"code":"51"}}}"#;
    const DONE: &str = r#"{"success":true,"meta":{"status":{"code":"00"}}}"#;
    let bodies = ["", "[]", " [{}]", "{}", "null", "%PDF", r#"{"success":1}"#, r#"{"page":1}"#, FAILED, DONE];
    let medias =
        ["application/json", "application/pdf", "Application/PDF; a=b", "application/pdfa", "text/html", ""];
    let mut succeeded = 0;
    for (operation, media) in
        [(STRICT.list(200), "application/json"), (STRICT.document(203, "application/pdf"), "application/pdf")]
    {
        let status = if media == "application/json" { 200 } else { 203 };
        for other in 100..1000 {
            for (body, content_type) in bodies.iter().flat_map(|body| medias.map(|media| (*body, media))) {
                let same = content_type.split(';').next().unwrap().eq_ignore_ascii_case(media);
                let holds = match status {
                    200 => body.trim().starts_with('['),
                    _ => !body.contains("success"),
                };
                match received(&operation, other, body, Some(content_type)) {
                    Ok(reply) => {
                        succeeded += 1;
                        assert!(other == status && same && holds, "{other} {content_type} {body}");
                        assert_eq!(reply.body, body);
                    }
                    Err(failure) => {
                        assert!(!(other == status && same && holds), "{other} {content_type} {body}");
                        // JSON that reports a failure does so whatever it is called.
                        let failed = (200..300).contains(&other) && body == FAILED;
                        assert_eq!(failure.error.kind() == ErrorKind::Api, failed, "{}", failure.error);
                    }
                }
            }
        }
    }
    assert_eq!(succeeded, 2 + 2 * 7);
}

/// Returns the body of a notification with these fields.
fn notification(success: &str, code: &str, state: &str) -> String {
    let state = state.trim_start_matches(r#""transaction":"#);
    let transaction = state.strip_prefix('{').unwrap_or_default();
    let comma = if transaction == "}" { "" } else { "," };
    format!(
        r#"{{{success},{code},"action":"authorize","merchant_code":"M1","merchant_operation_number":"400100",
        "transaction":{{"transaction_id":"tx1","amount":"15000","currency":"604"{comma}{transaction}}}"#
    )
}

#[test]
fn a_notification_is_paid_only_when_all_of_it_agrees() {
    let (mut tried, mut paid) = (0, 0);
    for (success, code, state, _) in bodies().filter(|(_, _, state, _)| !state.contains('[')) {
        tried += 1;
        let body = notification(success.json, code.json, state);
        // A notification that can't be read is refused, and comes again.
        let Ok((read, _)) = read_reply::<ChargeNotification>(body.as_bytes()) else { continue };
        let agrees = success.once
            && code.once
            && success.json.contains("true")
            && !success.json.contains(['[', '{'])
            && ["\"00\"", "{}", "\"y\"", "null"].iter().any(|good| code.json.contains(good));
        match read.outcome() {
            Outcome::Authorised | Outcome::Cleared => {
                paid += 1;
                assert!(agrees, "{body}");
                assert!(state.contains("AUTORIZADO") || state.contains("LIQUIDADO"), "{body}");
            }
            Outcome::Declined { .. } => assert!(state.contains("DENEGADO"), "{body}"),
            Outcome::Pending | Outcome::Reversed { .. } => assert!(agrees, "{body}"),
            Outcome::Unknown { .. } => {}
        }
    }
    println!("{tried} notifications, {paid} of them paid");
    assert!(tried > 1_000 && paid > 0);
}
