//! Takes the secrets of a request out of what the service says about it.
//!
//! The work on a text is linear in what an error keeps of it and in the secrets, whatever the service sends: a
//! message of a megabyte that nearly repeats a secret over and over costs as little as any other.

mod find;

use std::{cell::OnceCell, cmp::Reverse, ops::Range};

use zeroize::Zeroizing;

use self::find::{Secret, floor};
use crate::{
    auth::token::Token,
    codegen::endpoint::Operation,
    config::client::Inner,
    error::MESSAGE_CHARS,
    request::{Outgoing, fields},
};

/// What stands in the place of a secret.
const HIDDEN: &str = "[redacted]";
/// How many bytes more than an error keeps are looked at, at the most: as long as the longest token, so that
/// an error still shows what comes after it.
const FURTHER: usize = 8192;

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

    /// The beginning of a text without them: at least as much as an error keeps, where there is so much.
    pub(crate) fn hide(&self, text: String) -> String {
        let (left, all) = (self.left(&text), 0..text.len());
        if left.first() == Some(&all) {
            return text;
        }
        left.into_iter().map(|part| text.get(part).unwrap_or_default()).collect::<Vec<_>>().join(HIDDEN)
    }

    /// Whether the beginning of a text, as much as an error keeps, repeats one of them.
    pub(crate) fn are_in(&self, text: &str) -> bool {
        self.left(text).len() > 1
    }

    /// Whether a text repeats one of the client's, which costs nothing to find out.
    pub(crate) fn of_client_are_in(&self, text: &str) -> bool {
        self.of_client.iter().any(|secret| Secret::new(secret).is_some_and(|secret| secret.is_in(text)))
    }

    /// The parts of a text that are left when it is cut and they are taken out: one more than there were
    /// secrets in it.
    ///
    /// A secret that begins before the cut is found whole, because the search goes on behind the cut for as
    /// long as that secret is. What is behind the cut is not shown.
    fn left(&self, text: &str) -> Vec<Range<usize>> {
        let mut secrets: Vec<&str> = self.all().filter(|secret| secret.len() <= text.len()).collect();
        // One may be part of another.
        secrets.sort_by_key(|secret| Reverse(secret.len()));
        let further = secrets.first().map_or(0, |longest| longest.len().min(FURTHER));
        let kept = text.char_indices().nth(MESSAGE_CHARS).map_or(text.len(), |(at, _)| at);
        let cut = floor(text, kept.saturating_add(further));
        let all = 0..text.len();
        let mut left = vec![all];
        for secret in secrets.into_iter().filter_map(Secret::new) {
            let end = floor(text, cut.saturating_add(secret.reach()));
            left = left.into_iter().flat_map(|part| secret.taken_out_of(text, part, end)).collect();
        }
        before(cut, left)
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        let carried = self.carried.get_or_init(|| {
            self.request.map(|(operation, sent)| fields::secrets(operation, sent)).unwrap_or_default()
        });
        self.of_client.iter().copied().chain(carried.iter().map(|secret| secret.as_str()))
    }
}

/// The parts of a text up to a cut. Between two parts there is a secret, which shows as long as it begins
/// before the cut.
fn before(cut: usize, parts: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut secret_at = None;
    let shown = parts
        .into_iter()
        .take_while(|part| secret_at.replace(part.end).is_none_or(|secret_at| secret_at < cut));
    shown.map(|part| part.start.min(cut)..part.end.min(cut)).collect()
}
