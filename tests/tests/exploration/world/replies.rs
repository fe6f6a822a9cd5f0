//! The service's answers as JSON.

use bytes::Bytes;
use http::{Response, StatusCode, header::CONTENT_TYPE};

use super::{
    MERCHANT, Notice,
    service::{Answer, Transaction},
};

const DONE: &str = r#""meta":{"status":{"code":"00","message_ilgn":[]}}"#;
const FAILED: &str = r#""meta":{"status":{"code":"01","message_ilgn":[]}}"#;

/// The response to a request about an operation.
pub(crate) fn response(number: &str, answer: &Answer, quirk: bool) -> Response<Bytes> {
    let named = format!(r#""merchant_code":"{MERCHANT}","merchant_operation_number":"{number}""#);
    match answer {
        Answer::Charged(transaction) => {
            let transaction = listed(transaction);
            json(
                200,
                format!(
                    r#"{{"success":"true","action":"authorize",{named},"transaction":{transaction},{DONE}}}"#
                ),
            )
        }
        Answer::Refused(status) => json(*status, format!(r#"{{"success":false,{FAILED}}}"#)),
        Answer::Found(all) => json(200, found(number, all)),
        // An operation without all that did not change.
        Answer::Cancelled(changed) if changed.is_empty() => {
            let numbered = format!(r#""operation":{{"merchant_operation_number":"{number}"}},"#);
            let operation = if quirk { r#""operation":{},"# } else { &numbered };
            json(200, format!(r#"{{"success":true,{named},{operation}{DONE}}}"#))
        }
        Answer::Cancelled(changed) => {
            let state = changed[0].state;
            let all: Vec<String> = changed.iter().map(listed).collect();
            json(
                200,
                format!(
                    r#"{{"success":true,{named},"operation":{{"merchant_operation_number":"{number}","state":"{state}","transactions":[{}]}},{DONE}}}"#,
                    all.join(",")
                ),
            )
        }
        // By the contract, an operation that is absent was not found.
        Answer::NotFound if quirk => json(200, format!(r#"{{"success":true,{named},{DONE}}}"#)),
        Answer::NotFound => not_found(),
    }
}

/// The word of the service that there is no such operation.
pub(crate) fn not_found() -> Response<Bytes> {
    json(404, format!(r#"{{"success":false,{FAILED}}}"#))
}

fn found(number: &str, all: &[Transaction]) -> String {
    let state = all.iter().find(|one| one.is_captured()).or(all.last()).map_or("", |one| one.state);
    let all: Vec<String> = all.iter().map(listed).collect();
    format!(
        r#"{{"success":true,"merchant_code":"{MERCHANT}","operation":{{"merchant_operation_number":"{number}","state":"{state}","amount":"15000","currency":"604","transactions":[{}]}},{DONE}}}"#,
        all.join(",")
    )
}

fn listed(transaction: &Transaction) -> String {
    let Transaction { id, state } = transaction;
    format!(
        r#"{{"transaction_id":"{id}","channel":"ecommerce","state":"{state}","amount":"15000","currency":"604","payment_method":{{"method_name":"YAPE"}},"lifecycle":[]}}"#
    )
}

/// The body of a notification.
pub(crate) fn notification(notice: &Notice) -> String {
    let Notice { number, transaction, state } = notice;
    format!(
        r#"{{"success":"true","action":"authorize","merchant_code":"{MERCHANT}","merchant_operation_number":"{number}","transaction":{{"transaction_id":"{transaction}","state":"{state}","amount":"15000","currency":"604"}},{DONE}}}"#
    )
}

/// The response that grants an access token.
pub(crate) fn token() -> Response<Bytes> {
    json(200, alignet_tests::canned::token("a.token", 3_600))
}

/// A response of something between, in one of its forms: a page, JSON of its own, or no explanation.
pub(crate) fn of_a_proxy(status: u16, form: u64) -> Response<Bytes> {
    match form {
        0 => {
            let page = format!("<html><body><h1>{status}</h1>nginx</body></html>");
            typed(status, page, "text/html")
        }
        1 => json(status, format!(r#"{{"message":"no Route matched","code":{status},"success":false}}"#)),
        _ => bare(status),
    }
}

/// A response with a status and no explanation.
pub(crate) fn bare(status: u16) -> Response<Bytes> {
    json(status, "{}".to_owned())
}

fn json(status: u16, body: String) -> Response<Bytes> {
    typed(status, body, "application/json")
}

fn typed(status: u16, body: String, media: &'static str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    response.headers_mut().insert(CONTENT_TYPE, http::HeaderValue::from_static(media));
    response
}
