//! Recognises a success whose body proves nothing: no body, a list, or a document. Only its status and its kind tell it
//! from a failure, so neither may differ from the contract.

use http::{StatusCode, response::Parts};

use crate::{
    codegen::endpoint::{Holds, Operation},
    error::{Error, ErrorKind},
    redact::Secrets,
    reply::{
        headers::{is_json, media_type},
        verdict::{Code, Evidence, Success},
    },
};

/// Returns true if a 2xx response is the success that the contract declares.
pub(super) fn is_declared(operation: &Operation, head: &Parts, body: &[u8]) -> bool {
    let answered = |status| head.status == status;
    match operation.holds {
        Holds::Object => false,
        Holds::Nothing(status) => answered(status) && body.is_empty(),
        Holds::List(status) => answered(status) && is_json(&head.headers) && starts_with(body, b'['),
        Holds::Document(status, media) => {
            let same = media_type(&head.headers).is_some_and(|found| found.eq_ignore_ascii_case(media));
            answered(status) && same && !speaks(operation, body)
        }
    }
}

/// Returns true if a body is JSON that says how a call went, whatever its content type. It is no document then.
pub(super) fn speaks(operation: &Operation, body: &[u8]) -> bool {
    if !starts_with(body, b'{') {
        return false;
    }
    let (evidence, whole) = Evidence::read(operation, body);
    whole.is_ok() && (evidence.success != Success::Absent || evidence.code != Code::Absent)
}

fn starts_with(body: &[u8], first: u8) -> bool {
    body.trim_ascii_start().first() == Some(&first)
}

/// Returns the error of a 2xx response that is neither the list or the document of the contract, nor a failure that says
/// so. It quotes nothing of the body.
pub(super) fn stray(operation: &Operation, head: &Parts, secrets: &Secrets<'_>) -> Error {
    let other = |declared: u16| StatusCode::from_u16(declared).is_ok_and(|declared| declared != head.status);
    let note = match operation.holds {
        Holds::List(status) | Holds::Document(status, _) if other(status) => {
            format!("a success is HTTP {status} by the contract")
        }
        Holds::Document(_, media) => match shown(head, secrets) {
            Some(found) if found.eq_ignore_ascii_case(media) => format!("it is JSON, and not `{media}`"),
            Some(found) => format!("it is `{found}`, and not `{media}`"),
            None => format!("it has no plain content type, and is to be `{media}`"),
        },
        _ if is_json(&head.headers) => "it is no list".to_owned(),
        _ => "it is not JSON by its content type".to_owned(),
    };
    Error::noted(ErrorKind::Decode, note)
}

/// The longest media type that is shown, in bytes.
const LONGEST: usize = 60;

/// Returns the media type of a response if it looks like one and repeats no secret.
fn shown<'h>(head: &'h Parts, secrets: &Secrets<'_>) -> Option<&'h str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/+-._".contains(&byte);
    let fits = |text: &&str| (1..=LONGEST).contains(&text.len()) && text.bytes().all(plain);
    media_type(&head.headers).filter(fits).filter(|text| !secrets.are_in(text))
}
