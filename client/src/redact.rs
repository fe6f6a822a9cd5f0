//! Takes the secrets of a request out of what the service says about it.

use std::{cell::OnceCell, cmp::Reverse, ops::Range};

use zeroize::Zeroizing;

use crate::{client::Inner, endpoint::Operation, outgoing::Outgoing, recall, token::Token};

/// A secret of so many bytes is found wherever it stands. A shorter one, such as a card's security code,
/// is found where it stands alone: `123` in `CVV 123`, but not in `51234`.
const LONG: usize = 8;
/// A shorter one is no secret: it would be found in everything.
const SHORTEST: usize = 3;
/// Digits of so many, such as a card's number, are also found in groups.
const GROUPED: usize = 12;

/// What a request carried and nobody may see.
pub(crate) struct Secrets<'a> {
    /// The client secret, and the access token where there is one.
    of_client: [&'a str; 2],
    request: Option<(&'static Operation, &'a Outgoing)>,
    /// What callers put into the request, read from it when it is first needed.
    carried: OnceCell<Vec<Zeroizing<String>>>,
}

impl<'a> Secrets<'a> {
    pub(crate) fn new(
        client: &'a Inner,
        token: Option<&'a Token>,
        operation: &'static Operation,
        sent: &'a Outgoing,
    ) -> Self {
        let of_client = [client.credentials.client_secret().expose(), token.map_or("", Token::value)];
        Self { of_client, request: Some((operation, sent)), carried: OnceCell::new() }
    }

    /// Those of the client alone.
    #[cfg(any(test, fuzzing))]
    pub(crate) fn of_client(of_client: [&'a str; 2]) -> Self {
        Self { of_client, request: None, carried: OnceCell::new() }
    }

    /// The text without them.
    pub(crate) fn hide(&self, text: String) -> String {
        let mut secrets: Vec<&str> = self.all().collect();
        // One may be part of another.
        secrets.sort_by_key(|secret| Reverse(secret.len()));
        secrets.into_iter().fold(text, redacted)
    }

    /// Whether a text repeats one of them.
    pub(crate) fn are_in(&self, text: &str) -> bool {
        self.all().any(|secret| find(text, secret, 0).is_some())
    }

    /// Whether a text repeats one of the client's, which costs nothing to find out.
    pub(crate) fn of_client_are_in(&self, text: &str) -> bool {
        self.of_client.iter().any(|secret| find(text, secret, 0).is_some())
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        let carried = self.carried.get_or_init(|| {
            self.request.map(|(operation, sent)| recall::secrets(operation, sent)).unwrap_or_default()
        });
        self.of_client.iter().copied().chain(carried.iter().map(|secret| secret.as_str()))
    }
}

fn redacted(text: String, secret: &str) -> String {
    let (mut clean, mut from) = (String::new(), 0);
    while let Some(found) = find(&text, secret, from) {
        clean.push_str(text.get(from..found.start).unwrap_or_default());
        clean.push_str("[redacted]");
        from = found.end;
    }
    if from == 0 { text } else { clean + text.get(from..).unwrap_or_default() }
}

/// Where a secret stands in a text, from a position on.
fn find(text: &str, secret: &str, from: usize) -> Option<Range<usize>> {
    if secret.len() < SHORTEST {
        return None;
    }
    let grouped = secret.len() >= GROUPED && secret.bytes().all(|byte| byte.is_ascii_digit());
    (from..text.len()).find_map(|start| {
        let end = end(text.as_bytes(), secret.as_bytes(), start, grouped)?;
        (secret.len() >= LONG || stands_alone(text, &(start..end))).then_some(start..end)
    })
}

/// Where a secret that begins at `start` ends, if it stands there. Groups of digits have a space or a
/// hyphen between them.
fn end(text: &[u8], secret: &[u8], start: usize, grouped: bool) -> Option<usize> {
    let mut at = start;
    for byte in secret {
        if grouped && at > start && matches!(text.get(at), Some(b' ' | b'-')) {
            at += 1;
        }
        if text.get(at) != Some(byte) {
            return None;
        }
        at += 1;
    }
    Some(at)
}

/// Whether the digit or letter on either side is not followed by another of its kind.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let around = (text.get(..range.start), text.get(range.clone()), text.get(range.end..));
    let (Some(before), Some(secret), Some(after)) = around else { return false };
    let alike = |a: Option<char>, b: Option<char>| match (a, b) {
        (Some(a), Some(b)) => (a.is_numeric() && b.is_numeric()) || (a.is_alphabetic() && b.is_alphabetic()),
        _ => false,
    };
    !alike(before.chars().next_back(), secret.chars().next())
        && !alike(secret.chars().next_back(), after.chars().next())
}
