//! Faulty answers, each made from the healthy reply.

use std::sync::Arc;

use alignet_spec::{
    contract::{Endpoint, Field, Reading},
    echo,
};
use alignet_tests::{
    every,
    script::{
        Reply,
        Step::{self, Hold},
    },
};
use bytes::Bytes;

use crate::{
    column::Column,
    fault::{Fault, failure, raw, reply, whole},
    stage::endpoint_of,
};

pub(crate) fn bad_request() -> Bytes {
    "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n".into()
}

/// An answer whose body lacks its last 1,000 bytes.
pub(crate) fn cut(reply: &Reply) -> Bytes {
    reply.framed(&format!("content-length: {}\r\n", reply.body.len() + 1000), &reply.body)
}

/// The first chunk of a body, with this chunk size.
pub(crate) fn chunked(reply: &Reply, size: &str) -> Bytes {
    let chunk = &reply.body[..64];
    reply.framed("transfer-encoding: chunked\r\n", &format!("{size}\r\n{chunk}\r\n"))
}

pub(crate) fn chunk() -> Bytes {
    format!("8000\r\n{}\r\n", " ".repeat(0x8000)).into()
}

pub(crate) fn headers(number: usize, length: usize) -> Vec<Fault> {
    let value = move |reply: &Reply| reply.body.replace(['\r', '\n'], "").repeat(length / 64 + 1);
    let header = move |reply: &Reply, index| format!("x-{index}: {}\r\n", &value(reply)[..length]);
    let all = move |reply: &Reply| (0..number).map(|index| header(reply, index)).collect::<String>();
    raw(move |reply| reply.framed(&format!("{}content-length: 0\r\n", all(&reply)), ""), [Hold])
}

pub(crate) fn hints(number: usize) -> Bytes {
    "HTTP/1.1 103 Early Hints\r\nlink: </style.css>; rel=preload\r\n\r\n".repeat(number).into()
}

pub(crate) fn success(success: impl Into<alignet::Json>) -> Vec<Fault> {
    let success = success.into();
    reply(move |reply| reply.altered(|json| _ = json.insert("success".to_owned(), success.clone())))
}

/// A failure with this value of `success`.
pub(crate) fn failed(success: impl Into<alignet::Json>) -> Vec<Fault> {
    let success = success.into();
    reply(move |reply| failure(reply).altered(|json| _ = json.insert("success".to_owned(), success.clone())))
}

/// A failure that contains a state in which money moved, or may have moved.
pub(crate) fn failed_though(state: &'static str) -> Vec<Fault> {
    let faults = reply(move |reply| {
        let failed = failure(reply.clone());
        let state = reply.body.replace("AUTORIZADO", state);
        let state: alignet::Json = state.parse().expect("the body is JSON");
        failed.altered(|json| {
            for (name, value) in state.as_object().expect("the body is an object") {
                json.entry(name.clone()).or_insert_with(|| value.clone());
            }
        })
    });
    let tells = |column: Column| {
        let example = every::replies(column.endpoint()).remove(0).to_string();
        let tells = !every::contract().reply_outcomes(column.endpoint()).is_empty();
        tells && example.contains("AUTORIZADO") || column.is_never() && example.contains("refund_id")
    };
    faults.into_iter().map(|fault| Fault { applies: Arc::new(tells), ..fault }).collect()
}

/// The healthy reply with this field duplicated, at the start or at the end of the body.
pub(crate) fn twice(field: &'static str, first: bool) -> Vec<Fault> {
    reply(move |reply| {
        let body = &reply.body;
        let whole = if first {
            format!("{{{field},{}", &body[1..])
        } else {
            format!("{},{field}}}", &body[..body.len() - 1])
        };
        reply.clone().body(whole)
    })
}

/// The healthy reply with two codes in its status object.
pub(crate) fn code_twice() -> Vec<Fault> {
    reply(|reply| {
        let body = reply.body.replace(r#""code":"00""#, r#""code":"51","code":"00""#);
        reply.body(body)
    })
}

/// A healthy reply about another request; skipped for replies that repeat nothing.
pub(crate) fn another() -> Vec<Fault> {
    let faults = reply(|reply| {
        let endpoint = endpoint_of(&reply);
        let mut json: alignet::Json = reply.body.parse().expect("the body is JSON");
        echo::contradict(endpoint, &mut json);
        reply.body(json.to_string())
    });
    let repeats = |column: Column| !column.endpoint().echoes.is_empty();
    faults.into_iter().map(|fault| Fault { applies: Arc::new(repeats), ..fault }).collect()
}

/// The healthy reply with another HTTP status.
pub(crate) fn well_but(code: u16) -> Vec<Fault> {
    let faults = reply(move |reply| reply.status(code));
    faults.into_iter().map(|fault| Fault { status: code, ..fault }).collect()
}

/// The healthy reply with the wrong type in every field that only informs.
pub(crate) fn mistyped() -> Vec<Fault> {
    reply(|reply| {
        let fields = every::contract().reply_fields(endpoint_of(&reply));
        let informs =
            |name: &str| fields.iter().any(|field| field.wire == name && field.reading == Reading::Lenient);
        let root = endpoint_of(&reply).status.path.first().cloned().unwrap_or_default();
        reply.altered(|json| {
            for (name, value) in json.iter_mut().filter(|(name, _)| informs(name) && **name != root) {
                *value = serde_json::json!([[name, 7.5]]);
            }
        })
    })
}

/// A reply with a code of its status object that means neither success nor partial success.
pub(crate) fn refused() -> Vec<Fault> {
    reply(|reply| {
        let partial = endpoint_of(&reply).partial.as_ref().is_some_and(|code| code.value == "01");
        let code = if partial { "02" } else { "01" };
        let body = reply.body.replace(r#""code":"00""#, &format!(r#""code":"{code}""#));
        reply.body(body)
    })
}

/// A reply without the top-level fields that `named` returns; skipped if it returns no field.
pub(crate) fn lacking(named: fn(&Endpoint) -> Vec<&str>) -> Vec<Fault> {
    let faults = reply(move |reply| {
        let names = named(endpoint_of(&reply));
        reply.altered(|json| json.retain(|name, _| !names.contains(&name.as_str())))
    });
    let applies = Arc::new(move |column: Column| !named(column.endpoint()).is_empty());
    faults.into_iter().map(|fault| Fault { applies: Arc::clone(&applies) as _, ..fault }).collect()
}

pub(crate) fn success_itself(_: &Endpoint) -> Vec<&str> {
    vec!["success"]
}

/// The top-level field of the status, unless the reply may omit it.
pub(crate) fn the_status(endpoint: &Endpoint) -> Vec<&str> {
    let root = endpoint.status.path.iter().take(1).map(String::as_str);
    root.filter(|_| !endpoint.status.optional).collect()
}

/// The other required fields: they prove something, or name the subject of the reply.
pub(crate) fn the_rest(endpoint: &Endpoint) -> Vec<&str> {
    let fields = every::contract().reply_fields(endpoint).iter();
    let proves = |field: &&Field| !field.optional && field.reading == Reading::Strict;
    let required = fields.filter(proves).map(|field| field.wire.as_str());
    let known =
        |name: &&str| *name != "success" && endpoint.status.path.first().is_none_or(|root| root != name);
    required.filter(known).collect()
}

pub(crate) fn html(content_type: &'static str) -> Vec<Fault> {
    reply(move |reply| {
        let body = format!("<!doctype html><p>{}</p>", reply.body);
        reply.header("content-type", content_type).body(body)
    })
}

/// A refusal whose body breaks off or stalls.
pub(crate) fn cut_off(code: u16, then: Step) -> Vec<Fault> {
    let faults = raw(move |reply| cut(&failure(reply.status(code))), [then]);
    faults.into_iter().map(|fault| Fault { status: code, ..fault }).collect()
}

pub(crate) fn no_content() -> Vec<Fault> {
    let faults = reply(|reply| reply.status(204));
    faults.into_iter().map(|fault| Fault { status: 204, ..fault }).collect()
}

/// An answer whose status line has these digits.
pub(crate) fn code_of(digits: &'static str) -> Vec<Fault> {
    raw(
        move |reply| String::from_utf8_lossy(&reply.bytes()).replacen("200", digits, 1).into_bytes().into(),
        [Hold],
    )
}

/// An answer with two lengths, the second larger by `more`.
pub(crate) fn lengths(more: usize) -> Vec<Fault> {
    raw(
        move |reply| {
            let length = reply.body.len();
            let both = format!("content-length: {length}\r\ncontent-length: {}\r\n", length + more);
            reply.framed(&both, &reply.body)
        },
        [],
    )
}

/// An unsolicited answer, which the next request could take for its own.
pub(crate) const FORGED: &str =
    "HTTP/1.1 200 -\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";

/// An answer with both a length and chunks, followed by `then`.
pub(crate) fn length_and_chunks(then: &'static str) -> Vec<Fault> {
    raw(
        move |reply| {
            let length = reply.body.len();
            let both = format!("content-length: {length}\r\ntransfer-encoding: chunked\r\n");
            reply.framed(&both, &format!("{length:x}\r\n{}\r\n0\r\n\r\n{then}", reply.body))
        },
        [],
    )
}

/// A transfer coding, or several, of a body that ends with its connection.
pub(crate) fn unframed(codings: &'static [&str]) -> Vec<Fault> {
    raw(move |reply| reply.framed(&transfer(codings), &reply.body), [Step::Close])
}

/// A transfer coding, or several, of a body in chunks.
pub(crate) fn in_chunks(codings: &'static [&str]) -> Vec<Fault> {
    let chunks = |reply: &Reply| format!("{:x}\r\n{}\r\n0\r\n\r\n", reply.body.len(), reply.body);
    whole(raw(move |reply| reply.framed(&transfer(codings), &chunks(&reply)), []))
}

fn transfer(codings: &[&str]) -> String {
    codings.iter().map(|coding| format!("transfer-encoding: {coding}\r\n")).collect()
}
