//! Whether a reply is about its request: the fields that the contract says a reply repeats hold what was
//! sent.
//!
//! A proxy that mixes up answers, a connection that is one answer behind, or a cache shows in nothing
//! else: the status, `success` and the code are those of a call that went well.

use percent_encoding::percent_decode_str;

use crate::{
    codegen::endpoint::{Echo, Operation},
    reply::scan::{Found, Target, scan},
    request::Outgoing,
};

/// The path of the first field that repeats something else than what was sent; `None` when the reply is
/// about the request.
pub(crate) fn mismatch(operation: &Operation, sent: &Outgoing, body: &[u8]) -> Option<String> {
    let targets: Vec<_> = operation.echoes.iter().map(|echo| Target::through_lists(echo.path)).collect();
    // The body has been read as JSON already.
    let (received, _) = scan(body, &targets);
    let differs = |(index, echo): &(usize, &Echo)| {
        let sent = values(operation, sent, echo);
        let mut found = received.of(*index).filter(|found| **found != Found::Null).peekable();
        // A field that the caller left out, or the reply, compares with nothing.
        if sent.is_empty() || found.peek().is_none() {
            return false;
        }
        let fits = |found: &Found| text(echo, found).is_some_and(|text| sent.contains(&text));
        if echo.any { !found.any(fits) } else { !found.all(fits) }
    };
    let echo = operation.echoes.iter().enumerate().find(differs).map(|(_, echo)| echo)?;
    Some(echo.path.to_owned())
}

/// What was sent, spelt as replies are compared.
fn values(operation: &Operation, sent: &Outgoing, echo: &Echo) -> Vec<String> {
    if let Some(value) = beside_the_body(operation, sent, echo.sent) {
        return vec![spelt(echo, &value)];
    }
    let (scan, _) = scan(&sent.body, &[Target::through_lists(echo.sent)]);
    scan.of(0).filter_map(|found| text(echo, found)).collect()
}

/// A field of the path, the query or the headers.
fn beside_the_body(operation: &Operation, sent: &Outgoing, name: &str) -> Option<String> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let field = |part: &str| part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) == Some(name);
    let parts = operation.route.split('/').zip(sent.uri.path().split('/'));
    let in_path = parts.filter(|(part, _)| field(part)).map(|(_, value)| decoded(value)).next();
    let pairs = sent.uri.query().unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
    let in_query = || pairs.filter(|(key, _)| decoded(key) == name).map(|(_, value)| decoded(value)).next();
    let in_header = || {
        let found = sent.headers.iter().find(|(header, _)| header.as_str().eq_ignore_ascii_case(name));
        found.map(|(_, value)| String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    in_path.or_else(in_query).or_else(in_header)
}

fn text(echo: &Echo, found: &Found) -> Option<String> {
    match found {
        Found::Text(text) | Found::Integer(text) => Some(spelt(echo, text)),
        _ => None,
    }
}

/// A number without zeros before it; any other text as it is.
fn spelt(echo: &Echo, text: &str) -> String {
    if !echo.number || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.to_owned();
    }
    let digits = text.trim_start_matches('0');
    if digits.is_empty() { "0".to_owned() } else { digits.to_owned() }
}
