//! Binds a reply to its request: the fields that the contract says a reply repeats hold the values that were
//! sent.
//!
//! Only this check detects a proxy that mixes up responses, a connection that is one response behind, or a
//! cache: the status, `success` and the code are then those of a call that succeeded.

use percent_encoding::percent_decode_str;

use crate::{
    codegen::{echo::Echo, endpoint::Operation},
    reply::scan::{Found, Hit, Scan, Target, scan},
    request::EncodedRequest,
};

/// A field that does not repeat the request, by its path in the reply.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Mismatch {
    /// The field holds another value.
    Differs(&'static str),
    /// The field is absent, although every reply repeats it.
    Missing(&'static str),
}

/// Finds the first field that does not repeat the request; `None` if the reply is about the request.
pub(crate) fn mismatch(operation: &Operation, sent: &EncodedRequest, body: &[u8]) -> Option<Mismatch> {
    let targets: Vec<_> = operation.echoes.iter().map(|echo| Target::through_lists(echo.path)).collect();
    // The body has been read as JSON already.
    let (received, _) = scan(body, &targets);
    let pairs: Vec<Pair<'_>> = operation
        .echoes
        .iter()
        .enumerate()
        .map(|(index, echo)| Pair {
            echo,
            sent: values(operation, sent, echo),
            received: received.found.iter().filter(|hit| hit.target == index).collect(),
            twice: received.twice.contains(&index),
        })
        .collect();
    pairs.iter().find_map(Pair::mismatch).or_else(|| items_differ(&pairs))
}

/// True if the body repeats other values than the request sent. A refusal need not repeat any.
pub(super) fn is_of_another(operation: &Operation, request: &EncodedRequest, body: &[u8]) -> bool {
    matches!(mismatch(operation, request, body), Some(Mismatch::Differs(_)))
}

/// One field of the reply and the field of the request that it repeats.
struct Pair<'r> {
    echo: &'static Echo,
    sent: Vec<Sent>,
    received: Vec<&'r Hit>,
    twice: bool,
}

/// A value that was sent, and its index in each list that it is in.
struct Sent {
    items: Vec<usize>,
    text: String,
}

impl Pair<'_> {
    fn mismatch(&self) -> Option<Mismatch> {
        let path = self.echo.path;
        let differs = Some(Mismatch::Differs(path));
        // The caller left the field out, so there is nothing to compare.
        if self.sent.is_empty() {
            return None;
        }
        if self.twice {
            return differs;
        }
        let mut there = self.received.iter().filter(|hit| hit.value != Found::Null).peekable();
        if there.peek().is_none() {
            return self.echo.required.then_some(Mismatch::Missing(path));
        }
        let fits = |hit: &&Hit| self.sent.iter().any(|sent| self.is(hit, sent));
        let bound = if self.echo.any { there.any(fits) } else { there.all(fits) };
        if bound { None } else { differs }
    }

    fn is(&self, hit: &Hit, sent: &Sent) -> bool {
        text(self.echo, &hit.value).is_some_and(|text| text == sent.text)
    }

    /// True if the request has the field in a list, so that the reply has a list of it too.
    fn is_in_a_list(&self) -> bool {
        self.sent.iter().any(|sent| !sent.items.is_empty())
    }
}

/// Compares lists of items with several fields: each received item must match a sent item, and each sent item
/// matches only once.
fn items_differ(pairs: &[Pair<'_>]) -> Option<Mismatch> {
    let listed: Vec<&Pair<'_>> = pairs.iter().filter(|pair| !pair.echo.any && pair.is_in_a_list()).collect();
    let first = listed.first()?;
    let mut left: Vec<&[usize]> = first.sent.iter().map(|sent| sent.items.as_slice()).collect();
    for item in first.received.iter().map(|hit| &hit.items) {
        let same = |sent: &&[usize]| listed.iter().all(|pair| pair.same_item(item, sent));
        let Some(found) = left.iter().position(same) else {
            return Some(Mismatch::Differs(first.echo.path));
        };
        left.swap_remove(found);
    }
    None
}

impl Pair<'_> {
    /// True if a received item has the same value in this field as a sent item, or either has no value.
    fn same_item(&self, received: &[usize], sent: &[usize]) -> bool {
        let sent = self.sent.iter().find(|one| one.items == sent);
        let hit = self.received.iter().find(|hit| hit.items == received && hit.value != Found::Null);
        match (hit, sent) {
            (Some(hit), Some(sent)) => self.is(hit, sent),
            _ => true,
        }
    }
}

/// Returns the values that were sent, in the spelling for comparison.
fn values(operation: &Operation, sent: &EncodedRequest, echo: &Echo) -> Vec<Sent> {
    if let Some(value) = beside_the_body(operation, sent, echo.sent) {
        return vec![Sent { items: Vec::new(), text: spelt(echo, &value) }];
    }
    let (Scan { found, .. }, _) = scan(&sent.body, &[Target::through_lists(echo.sent)]);
    let value = |hit: Hit| Some(Sent { text: text(echo, &hit.value)?, items: hit.items });
    found.into_iter().filter_map(value).collect()
}

/// Returns the value of a field of the path, the query or the headers.
fn beside_the_body(operation: &Operation, sent: &EncodedRequest, name: &str) -> Option<String> {
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

/// Returns a value in the spelling for comparison; `None` if it is no text and no integer.
pub(crate) fn text(echo: &Echo, found: &Found) -> Option<String> {
    match found {
        Found::Text(text) | Found::Integer(text) => Some(spelt(echo, text)),
        _ => None,
    }
}

/// Returns a number without leading zeros, and any other text unchanged.
pub(crate) fn spelt(echo: &Echo, text: &str) -> String {
    if !echo.number || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.to_owned();
    }
    let digits = text.trim_start_matches('0');
    if digits.is_empty() { "0".to_owned() } else { digits.to_owned() }
}
