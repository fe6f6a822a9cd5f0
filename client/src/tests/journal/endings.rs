//! Every result of a call ends its entry in one way, and what is read without types is what the types say.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::{Value as Json, json};

use super::world::{Answer, NUMBER, Service, charge, charged, found, only};
use crate::{
    Client, Delivery, Error, ErrorKind, Outcome,
    api::{AuthorizeChargeReply, CancellationReply, ChargeReply, JOURNALED},
    clock::Moment,
    codegen::endpoint::Operation,
    journal::{
        Ending, MemoryJournal, State,
        ending::ending,
        reading::{Read, read},
    },
    redact::Secrets,
    reply::accept::AcceptedReply,
    testing,
};

fn operation(name: &str) -> &'static Operation {
    JOURNALED.iter().find(|operation| operation.name == name).unwrap()
}

fn secrets() -> Secrets<'static> {
    Secrets::of_client(["", ""])
}

fn accepted(body: &Json) -> AcceptedReply {
    AcceptedReply {
        status: StatusCode::OK,
        headers: HeaderMap::new(),
        body: Bytes::from(body.to_string()),
        sent: Moment::now(),
        token: None,
    }
}

const STATES: [&str; 14] = [
    "REGISTRADO",
    "PENDIENTE",
    "AUTORIZADO",
    "DENEGADO",
    "INVALIDO",
    "CANCELADO",
    "EXPIRADO",
    "EXTORNADO",
    "LIQUIDADO",
    "DEPOSITADO",
    "PENDING",
    "REVIEW",
    "EN_PROCESO",
    "A_NEW_ONE",
];

/// States and reasons aside.
fn kind(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Authorised => "authorised",
        Outcome::Cleared => "cleared",
        Outcome::Pending => "pending",
        Outcome::Reversed { .. } => "reversed",
        Outcome::Declined { .. } => "declined",
        Outcome::Unknown { .. } => "unknown",
    }
}

fn reads(operation: &Operation, body: &Json) -> Read {
    read(operation, Some("transaction_id"), body.to_string().as_bytes(), &secrets())
}

#[test]
fn an_outcome_is_read_without_types_as_the_types_say() {
    let (charge, cancel) = (operation("authorize_charge"), operation("cancel_charge"));
    let query = charge.queried_by.unwrap().operation;
    let check = |operation, body: &Json, typed: Outcome| {
        let outcome = reads(operation, body).outcome.unwrap();
        assert_eq!(kind(&outcome), kind(&typed), "{body}");
    };
    for state in STATES {
        let body = charged(state);
        check(charge, &body, testing::from_json::<AuthorizeChargeReply>(body.clone()).unwrap().outcome());
        for other in STATES {
            let mut body = found(state);
            let first = body["operation"]["transactions"][0].clone();
            body["operation"]["transactions"][0]["state"] = json!(other);
            check(query, &body, testing::from_json::<ChargeReply>(body.clone()).unwrap().outcome());
            check(cancel, &body, testing::from_json::<CancellationReply>(body.clone()).unwrap().outcome());
            body["operation"]["transactions"].as_array_mut().unwrap().push(first);
            check(query, &body, testing::from_json::<ChargeReply>(body.clone()).unwrap().outcome());
        }
        for gone in ["state", "transactions"] {
            let mut body = found(state);
            body["operation"].as_object_mut().unwrap().remove(gone);
            check(cancel, &body, testing::from_json::<CancellationReply>(body.clone()).unwrap().outcome());
        }
    }
    for operation in [json!(null), json!({})] {
        let body = json!({ "success": true, "merchant_code": "M1", "operation": operation });
        check(cancel, &body, testing::from_json::<CancellationReply>(body.clone()).unwrap().outcome());
        assert_eq!(reads(cancel, &body).is_found, operation.is_object());
    }
}

#[test]
fn every_reply_of_a_charge_has_its_ending() {
    let charge = operation("authorize_charge");
    for state in STATES {
        let ended = ending(charge, &Ok(accepted(&charged(state))), true, &secrets());
        let expected = match state {
            "AUTORIZADO" | "LIQUIDADO" => State::Done,
            "DENEGADO" | "INVALIDO" | "CANCELADO" | "EXPIRADO" => State::Declined,
            "EXTORNADO" => State::Reversed,
            "DEPOSITADO" | "A_NEW_ONE" => State::Open,
            _ => State::Pending,
        };
        assert_eq!((ended.state, ended.transaction.as_deref()), (expected, Some("tx1")), "{state}");
        let unread = ending(charge, &Ok(accepted(&charged(state))), false, &secrets());
        assert_eq!(unread.state, State::Open, "{state}");
    }
    let refund =
        ending(operation("create_refund"), &Ok(accepted(&json!({ "operations": [] }))), true, &secrets());
    assert_eq!(refund.state, State::Done);
}

const KINDS: [ErrorKind; 20] = [
    ErrorKind::Config,
    ErrorKind::Request,
    ErrorKind::Connect,
    ErrorKind::Transport,
    ErrorKind::Timeout,
    ErrorKind::Protocol,
    ErrorKind::TooLarge,
    ErrorKind::Decode,
    ErrorKind::Api,
    ErrorKind::Contradictory,
    ErrorKind::Rejected,
    ErrorKind::Unauthorized,
    ErrorKind::Forbidden,
    ErrorKind::NotFound,
    ErrorKind::Conflict,
    ErrorKind::RateLimited,
    ErrorKind::Server,
    ErrorKind::Journal,
    ErrorKind::Expired,
    ErrorKind::Value,
];

/// Every kind of error, however far the request got, with a transaction in the reply or without: an end that may have
/// happened stays open, and one that did not frees its reference only if nothing was made.
#[test]
fn every_error_has_its_ending() {
    let charge = operation("authorize_charge");
    let deliveries = [
        Delivery::NotSent,
        Delivery::MaybeSent,
        Delivery::Answered(StatusCode::OK),
        Delivery::Answered(StatusCode::NOT_FOUND),
    ];
    for kind in KINDS {
        for delivery in deliveries {
            for indeterminate in [false, true] {
                for reply in [None, Some(charged("DENEGADO"))] {
                    let mut error =
                        Error::of_kind(kind).delivery_is(delivery).of_operation("authorize_charge");
                    if indeterminate {
                        error = error.indeterminate();
                    }
                    if let Some(reply) = &reply {
                        error = error.reply_is(reply.clone());
                    }
                    let Ending { state, note, .. } = ending(charge, &Err(error), false, &secrets());
                    let expected = match (indeterminate, delivery, kind) {
                        (true, ..) => State::Open,
                        (_, Delivery::NotSent, _) => State::NotMade,
                        (.., ErrorKind::Conflict) => State::Declined,
                        _ if reply.is_some() => State::Declined,
                        _ => State::NotMade,
                    };
                    assert_eq!(state, expected, "{kind:?} {delivery:?} {indeterminate} {reply:?}");
                    assert!(!note.is_empty());
                }
            }
        }
    }
    let token =
        Error::of_kind(ErrorKind::Unauthorized).delivery_is(Delivery::Answered(StatusCode::UNAUTHORIZED));
    let ended = ending(charge, &Err(token.of_operation("create_token")), false, &secrets());
    assert_eq!(ended.state, State::NotMade, "the charge itself was not sent");
}

/// The same through a whole call, whatever the service answers: what the caller is told and what the journal says agree.
#[tokio::test(start_paused = true)]
async fn a_caller_and_the_journal_are_told_the_same() {
    let mut bodies: Vec<Json> = STATES.iter().map(|state| charged(state)).collect();
    bodies.extend([json!({}), json!([]), json!({ "success": false }), json!({ "success": true })]);
    for success in [json!(false), json!("no")] {
        for code in ["00", "05"] {
            for state in STATES {
                let mut body = charged(state);
                body["success"] = success.clone();
                body["meta"] = json!({ "status": { "code": code, "message_ilgn": [] } });
                bodies.push(body);
            }
        }
    }
    for status in [200, 201, 302, 400, 401, 404, 408, 409, 422, 429, 500, 503] {
        for body in &bodies {
            let (journal, answer) = (Arc::new(MemoryJournal::new()), body.clone());
            let service = Service::new(move |_| Answer(status, answer.clone()));
            let client: Client = service.client(Arc::clone(&journal));
            let result = charge(&client, NUMBER).await;
            let entry = only(&*journal).await;
            let case = format!("{status} {body}: {:?} {}", result.as_ref().err(), entry.state);
            match &result {
                Ok(reply) => {
                    assert_eq!(reply.outcome().is_paid(), entry.state == State::Done, "{case}");
                    assert_ne!(entry.state, State::NotMade, "{case}");
                }
                Err(error) if error.is_indeterminate() => assert_eq!(entry.state, State::Open, "{case}"),
                Err(_) => assert!(matches!(entry.state, State::NotMade | State::Declined), "{case}"),
            }
        }
    }
}
